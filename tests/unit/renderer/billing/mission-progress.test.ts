import { describe, expect, it } from 'vitest';
import { missionProgress } from '../../../../renderer/billing/mission-progress.ts';

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
