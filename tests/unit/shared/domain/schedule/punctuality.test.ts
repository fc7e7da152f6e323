import { describe, expect, it } from 'vitest';
import {
  type Course,
  headwaysAt,
  latenessAt,
  latenessNow,
  matchCourses,
  onTimeShare,
  tallyPunctuality,
  type TimedMission,
  timeliness,
} from '../../../../../shared/domain/index.ts';

const MINUTE = 60_000;
/** From the first minute to the second along 10 km, with a point each minute. */
function course(from: number, to: number, metres = 10_000): Course {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    atMs: (from + index) * MINUTE,
    metres: (metres * index) / (to - from),
  }));
}
const minutes = (ms: number | null) => (ms === null ? null : Math.round(ms / MINUTE));

describe('lateness', () => {
  const plan = course(0, 20);
  it('is told at a place, early and late, and not where one of the two does not come', () => {
    expect(minutes(latenessAt(plan, course(4, 24), 5_000))).toBe(4);
    expect(minutes(latenessAt(plan, course(-3, 17), 5_000))).toBe(-3);
    expect(latenessAt(plan, course(4, 24).slice(0, 8), 5_000)).toBeNull();
    const waiting: Course = [
      { atMs: 0, metres: 0 },
      { atMs: MINUTE, metres: 5_000 },
      { atMs: 4 * MINUTE, metres: 5_000 },
    ];
    const within: Course = [
      { atMs: 2 * MINUTE, metres: 5_000 },
      { atMs: 3 * MINUTE, metres: 6_000 },
    ];
    expect(latenessAt(waiting, within, 5_000)).toBe(0);
  });

  it('grows while a vehicle is not heard to move on, and stays as it ended', () => {
    const half = course(0, 20).slice(0, 11);
    expect(minutes(latenessNow(plan, half, 10 * MINUTE))).toBe(0);
    expect(minutes(latenessNow(plan, half, 18 * MINUTE))).toBe(8);
    expect(minutes(latenessNow(plan, half, null))).toBe(0);
    expect(latenessNow(plan, [], 0)).toBeNull();
  });

  it('has limits: a minute early, five late', () => {
    expect([-61_000, -60_000, 300_000, 300_001].map((ms) => timeliness(ms))).toEqual([
      'early',
      'on-time',
      'on-time',
      'late',
    ]);
  });
});

describe('the trip that a journey is', () => {
  it('is the one that it deviates from least, once for each', () => {
    const planned = [course(0, 20), course(10, 30), course(20, 40)];
    expect(matchCourses(planned, [course(13, 33), course(2, 22)])).toEqual([1, 0]);
    // Two behind each other: the nearer has the trip, the other the next best.
    expect(matchCourses(planned, [course(11, 31), course(13, 33)])).toEqual([1, 2]);
  });

  it('is none where none is near in time', () => {
    expect(matchCourses([course(0, 20)], [course(90, 110), []])).toEqual([null, null]);
  });
});

describe('headways', () => {
  const planned = [0, 10, 20, 30].map((from) => ({ id: `p${from}`, points: course(from, from + 20), plannedId: null }));
  const driven = (from: number, of: number) => ({
    id: `a${from}`,
    points: course(from, from + 20),
    plannedId: `p${of}`,
  });

  it('are held against the plan between the same two: together, regular, a gap', () => {
    const { passed } = headwaysAt(5_000, planned, [driven(0, 0), driven(11, 10), driven(13, 20), driven(33, 30)], null);
    expect(passed.map(({ headwayMs, plannedMs, state }) => [minutes(headwayMs), minutes(plannedMs), state])).toEqual([
      [11, 10, 'regular'],
      [2, 10, 'bunched'],
      [20, 10, 'gap'],
    ]);
  });

  it('grow since the last one, and are never too short for that', () => {
    const since = (now: number) => headwaysAt(5_000, planned, [driven(0, 0)], now * MINUTE).since;
    expect(since(12)).toMatchObject({ sinceMs: 2 * MINUTE, state: 'regular' });
    expect(since(26)).toMatchObject({ sinceMs: 16 * MINUTE, state: 'gap' });
  });

  it('are not judged without a plan, and are none where none passed', () => {
    expect(headwaysAt(5_000, [], [driven(0, 0), driven(1, 10)], null).passed).toMatchObject([
      { plannedMs: null, state: null },
    ]);
    expect(headwaysAt(5_000, planned, [], 0)).toEqual({ passed: [], since: null });
  });
});

describe('the punctuality of missions', () => {
  const mission: TimedMission = {
    ...{ status: 'completed', line: '1', lineKey: '1', driver: 'Ana', day: '2026-03-02' },
    ...{ plannedStartMs: 0, plannedEndMs: 20 * MINUTE, actualStartMs: 0, actualEndMs: 20 * MINUTE },
  };
  const tally = (end: 'start' | 'end', now: number, ...missions: TimedMission[]) => {
    const counting = tallyPunctuality(end, now * MINUTE);
    for (const one of missions) counting.add(one);
    return counting.result();
  };

  it('counts each end by itself, by line, driver and day', () => {
    const late = { ...mission, driver: null, line: 'Bis', lineKey: 'bis', actualEndMs: 27 * MINUTE };
    const early = { ...mission, day: '2026-03-03', actualEndMs: 17 * MINUTE };
    const { all, distribution, byLine, byDriver, byDay } = tally('end', 60, mission, late, early);
    expect(all.counts).toMatchObject({ onTime: 1, late: 1, early: 1, outstanding: 0 });
    expect(onTimeShare(all.counts)).toBeCloseTo(1 / 3);
    expect(distribution.reduce((sum, each) => sum + each, 0)).toBe(3);
    expect(byLine.map(({ name, counts }) => [name, counts.late, counts.early])).toEqual([
      ['1', 0, 1],
      ['Bis', 1, 0],
    ]);
    expect(byDriver.map(({ name }) => name)).toEqual(['Ana', null]);
    expect(byDay.map(({ name, medianMs }) => [name, minutes(medianMs)])).toEqual([
      ['2026-03-02', 0],
      ['2026-03-03', -3],
    ]);
    expect(tally('start', 60, mission, late, early).all.counts.onTime).toBe(3);
    // However a line is written it is one, called as most have it.
    const shouted = { ...late, line: 'BIS' };
    expect(tally('end', 60, shouted, late, late).byLine.map(({ name, counts }) => [name, counts.late])).toEqual([
      ['Bis', 3],
    ]);
  });

  it('counts what should have begun as late by now, and leaves out what is cancelled, not due or not written down', () => {
    const waiting = { ...mission, status: 'planned' as const, actualStartMs: null, actualEndMs: null };
    expect(tally('start', 4, waiting).all.counts).toMatchObject({ open: 1, late: 0 });
    expect(tally('start', 9, waiting).all).toMatchObject({
      counts: { open: 0, late: 1, outstanding: 1 },
      medianMs: 9 * MINUTE,
    });
    const unwritten = { ...mission, actualStartMs: null };
    const cancelled = { ...waiting, status: 'cancelled' as const };
    const { all } = tally('start', 9, unwritten, cancelled);
    expect(all.counts).toEqual({ onTime: 0, early: 0, late: 0, outstanding: 0, cancelled: 1, open: 1 });
    expect([onTimeShare(all.counts), all.medianMs]).toEqual([null, null]);
  });
});
