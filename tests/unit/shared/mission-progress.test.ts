import { describe, expect, it } from 'vitest';
import { boardPlace, missionExpected, missionProgress } from '../../../shared/domain/index.ts';

const plan = { plannedStartAt: '2026-03-03T08:00:00.000Z', plannedEndAt: '2026-03-03T09:30:00.000Z' };
const at = (time: string) => Date.parse(`2026-03-03T${time}Z`);

describe('a mission against its plan', () => {
  it('is late when it should have begun', () => {
    const mission = { ...plan, status: 'planned' } as const;
    expect(missionProgress(mission, at('07:00:00'))).toEqual({ state: 'planned' });
    expect(missionProgress(mission, at('08:00:59'))).toEqual({ state: 'planned' });
    expect(missionProgress(mission, at('08:01:00'))).toEqual({ state: 'late-start', lateMs: 60_000 });
    expect(missionProgress(mission, at('08:15:00'))).toEqual({ state: 'late-start', lateMs: 900_000 });
  });

  it('is overdue when it should have ended', () => {
    const mission = { ...plan, status: 'in-progress' } as const;
    expect(missionProgress(mission, at('09:30:30'))).toEqual({ state: 'in-progress' });
    expect(missionProgress(mission, at('09:45:00'))).toEqual({ state: 'overdue', lateMs: 900_000 });
  });

  it('is neither once it is over', () => {
    for (const status of ['completed', 'cancelled'] as const) {
      expect(missionProgress({ ...plan, status }, at('23:00:00'))).toEqual({ state: status });
    }
  });
});

describe('the place of a mission on the board', () => {
  const planned = { ...plan, status: 'planned', actualStartAt: null, vehicleId: '1' } as const;
  const running = { ...planned, status: 'in-progress', actualStartAt: plan.plannedStartAt } as const;
  const place = (mission: Parameters<typeof boardPlace>[0], time: string) => {
    const found = boardPlace(mission, at(time));
    return found === null || found === 'forgotten' ? found : [found.group, found.lateMs];
  };

  it('is first for what should have begun or ended', () => {
    expect(place(planned, '08:00:59')).toBeNull();
    expect(place(planned, '08:01:00')).toEqual(['late', 60_000]);
    expect(place(running, '09:30:59')).toEqual(['under-way', 0]);
    expect(place(running, '09:40:00')).toEqual(['late', 600_000]);
  });

  it('is among the late for what began late, though its end is still to come', () => {
    expect(place({ ...running, actualStartAt: '2026-03-03T08:04:59.000Z' }, '08:30:00')).toEqual(['under-way', 0]);
    expect(place({ ...running, actualStartAt: '2026-03-03T08:12:00.000Z' }, '08:30:00')).toEqual(['late', 720_000]);
    expect(place({ ...running, actualStartAt: '2026-03-03T08:12:00.000Z' }, '09:50:00')).toEqual(['late', 1_200_000]);
  });

  it('is second for what begins within two hours and has no vehicle', () => {
    const without = { ...planned, vehicleId: null };
    expect(place(without, '05:59:59')).toBeNull();
    expect(place(without, '06:00:00')).toEqual(['unassigned', 0]);
    expect(place(planned, '07:00:00')).toBeNull();
    expect(place(without, '08:05:00')).toEqual(['late', 300_000]);
  });

  it('is none for what is over, nor for what nobody has looked at for a day', () => {
    expect(place({ ...planned, status: 'completed' }, '08:30:00')).toBeNull();
    const days = (mission: typeof planned | typeof running, endsAt: string) =>
      boardPlace({ ...mission, plannedEndAt: endsAt }, Date.parse('2026-03-04T08:00:00.001Z'));
    expect(days(planned, plan.plannedEndAt)).toBe('forgotten');
    expect(days(running, '2026-03-03T08:00:00.000Z')).toBe('forgotten');
    expect(days(running, '2026-03-03T08:00:01.000Z')).toMatchObject({ group: 'late' });
  });
});

describe('what is to be expected of a mission', () => {
  const times = (mission: Parameters<typeof missionExpected>[0], time: string) => {
    const { startMs, endMs } = missionExpected(mission, at(time));
    return [startMs, endMs].map((ms) => new Date(ms).toISOString().slice(11, 16));
  };
  it('keeps the plan until it is late, then moves with the clock and keeps the delay of its beginning', () => {
    const mission = { ...plan, status: 'planned', actualStartAt: null } as const;
    expect(times(mission, '07:00:00')).toEqual(['08:00', '09:30']);
    expect(times(mission, '08:20:00')).toEqual(['08:20', '09:50']);
    const late = { ...mission, status: 'in-progress', actualStartAt: '2026-03-03T08:12:00.000Z' } as const;
    expect(times(late, '08:20:00')).toEqual(['08:12', '09:42']);
    expect(times(late, '10:00:00')).toEqual(['08:12', '10:00']);
    expect(times({ ...late, actualStartAt: '2026-03-03T07:50:00.000Z' }, '08:20:00')).toEqual(['07:50', '09:30']);
  });
});
