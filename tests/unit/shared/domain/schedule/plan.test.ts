import { describe, expect, it } from 'vitest';
import {
  dayNumber,
  LONGEST_GAP_MS,
  type LinePlan,
  metresAt,
  passingOf,
  type PlannedDirection,
  plannedTrips,
  runsOn,
  serviceDayStart,
  serviceSeconds,
  thinCourse,
  TimeZone,
} from '../../../../../shared/domain/index.ts';
import { fc } from '../../../../support/property.ts';

const day = (text: string) => dayNumber(text) ?? Number.NaN;
const paris = new TimeZone('Europe/Paris');
const hours = (text: string) => (serviceSeconds(text) ?? Number.NaN) / 3_600;

describe('service days', () => {
  it('read times beyond midnight, and refuse what is none', () => {
    expect([hours('7:05:00'), hours(' 24:00:00 '), hours('27:30:00')]).toEqual([7 + 5 / 60, 24, 27.5]);
    for (const text of ['', '7:5:00', '07:60:00', '-1:00:00', 'noon', '7:00']) expect(serviceSeconds(text)).toBeNull();
  });

  it('read dates, and refuse those that no calendar has', () => {
    expect([day('19700101'), day('19700102')]).toEqual([0, 1]);
    for (const text of ['20260230', '2026-03-01', '', '20261301']) expect(dayNumber(text)).toBeNull();
  });

  it('count from noon less twelve hours: eight is eight by the clock when clocks are changed', () => {
    const eight = (text: string) =>
      new Date(serviceDayStart(day(text), paris) + 8 * 3_600_000).toISOString().slice(11, 16);
    expect([eight('20260328'), eight('20260329'), eight('20260330')]).toEqual(['07:00', '06:00', '06:00']);
    expect([eight('20261024'), eight('20261025'), eight('20261026')]).toEqual(['06:00', '07:00', '07:00']);
    // West of Greenwich too, and where the day begins on another date of UTC.
    const fiji = new TimeZone('Pacific/Auckland');
    expect(new Date(serviceDayStart(day('20260115'), fiji)).toISOString()).toBe('2026-01-14T11:00:00.000Z');
    expect(new Date(serviceDayStart(day('20260115'), new TimeZone('America/Los_Angeles'))).toISOString()).toBe(
      '2026-01-15T08:00:00.000Z',
    );
  });

  it('run on weekdays of a span, with days added and taken out', () => {
    const service = {
      ...{ weekdays: 0b0011111, from: day('20260302'), to: day('20260331') },
      ...{ added: [day('20260307')], removed: [day('20260304')] },
    };
    const running = ['20260227', '20260302', '20260304', '20260306', '20260307', '20260308', '20260401'];
    expect(running.filter((text) => runsOn(service, day(text)))).toEqual(['20260302', '20260306', '20260307']);
  });
});

const direction: PlannedDirection = {
  ...{
    key: '0',
    name: 'Port',
    path: [
      [2, 48],
      [2.1, 48],
    ],
    hasShape: true,
    lengthMetres: 7_400,
  },
  stops: [
    { name: 'Gare', metres: 0 },
    { name: 'Mairie', metres: 3_000 },
    { name: 'Port', metres: 7_400 },
  ],
  patterns: [
    [0, 3_000, 7_400],
    [null, 3_000, null],
  ],
  profiles: [[0, 0, 600, 660, 1_500, 1_500]],
  trips: [
    ['night', serviceSeconds('24:20:00') ?? 0, 0, 0, 0],
    ['early', serviceSeconds('01:30:00') ?? 0, 0, 0, 0],
    ['off the path', 0, 1, 0, 0],
  ],
};
const always = { weekdays: 127, from: 0, to: 100_000, added: [], removed: [] };
const plan: LinePlan = { name: '1', timeZone: 'Europe/Paris', services: [always], directions: [direction] };

describe('planned trips', () => {
  it('of yesterday are under way after midnight', () => {
    const fromMs = Date.parse('2026-03-02T23:00:00Z');
    const found = plannedTrips(plan, direction, fromMs, fromMs + 2 * 3_600_000);
    expect(found.map(({ key, points }) => [key, new Date(points[0]?.atMs ?? 0).toISOString().slice(0, 16)])).toEqual([
      ['2026-03-02 night', '2026-03-02T23:20'],
      ['2026-03-03 early', '2026-03-03T00:30'],
    ]);
    // The stop in the middle is two points: it arrives, waits a minute, and goes on.
    expect(found[0]?.points.map(({ metres }) => metres)).toEqual([0, 3_000, 3_000, 7_400]);
  });

  it('that have ended before, or begin after, are left out', () => {
    const fromMs = Date.parse('2026-03-02T23:45:30Z');
    expect(plannedTrips(plan, direction, fromMs, fromMs + 60_000)).toEqual([]);
    expect(plannedTrips({ ...plan, services: [{ ...always, to: 0 }] }, direction, 0, fromMs)).toHaveLength(2);
  });
});

describe('a course', () => {
  const course = plannedTrips(plan, direction, 0, 86_400_000)[0]?.points ?? [];
  const begin = course[0]?.atMs ?? 0;
  it('says when it is where, waiting included', () => {
    expect(passingOf(course, 3_000, Infinity)).toEqual({ fromMs: begin + 600_000, toMs: begin + 660_000 });
    expect(passingOf(course, 1_500, Infinity)).toEqual({ fromMs: begin + 300_000, toMs: begin + 300_000 });
    expect(passingOf(course, 8_000, Infinity)).toBeNull();
    expect(metresAt(course, begin + 630_000, Infinity)).toBe(3_000);
    expect(metresAt(course, begin - 1, Infinity)).toBeNull();
    // Nobody knows what was in a gap.
    expect(passingOf(course, 1_500, 60_000)).toBeNull();
    expect([passingOf([], 0, 1), metresAt([], 0, 1)]).toEqual([null, null]);
  });

  it('is thinned to what says the same', () => {
    const step = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 300 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 80 }), (steps) => {
        let [atMs, metres] = [0, 0];
        const full = steps.map(([seconds, ahead]) => ({ atMs: (atMs += seconds * 1_000), metres: (metres += ahead) }));
        const thin = thinCourse(full, 25);
        for (const point of full) {
          const there = metresAt(thin, point.atMs, Infinity);
          expect(Math.abs((there ?? Infinity) - point.metres)).toBeLessThanOrEqual(25.001);
        }
        const gaps = (all: typeof full) =>
          all.slice(1).filter(({ atMs: later }, index) => later - (all[index]?.atMs ?? 0) > LONGEST_GAP_MS).length;
        expect(gaps(thin)).toBe(gaps(full));
      }),
    );
  });
});
