import { describe, expect, it } from 'vitest';
import { punctualityOver } from '../../../shared/domain/index.ts';

const iso = (time: string) => `2026-03-03T${time}:00.000Z`;
const at = (time: string) => Date.parse(iso(time));
const MINUTE = 60_000;

/** Minutes of lateness at 10:00, 10:15, 10:30, 10:45 and 11:00. */
function minutes(...missions: Parameters<typeof punctualityOver>[0]): (number | null)[] {
  const points = punctualityOver(missions, { fromMs: at('10:00'), toMs: at('11:00'), stepMs: 15 * MINUTE });
  expect(points.map(({ atMs }) => atMs)).toEqual(['10:00', '10:15', '10:30', '10:45', '11:00'].map(at));
  return points.map(({ lateMs }) => (lateMs === null ? null : lateMs / MINUTE));
}
const plan = { plannedStartAt: iso('10:10'), plannedEndAt: iso('10:40'), actualStartAt: null, actualEndAt: null };

describe('punctuality over an hour', () => {
  it('grows while a mission is due and has not begun', () => {
    expect(minutes({ ...plan, status: 'planned' })).toEqual([null, 5, 20, 35, 50]);
  });

  it('keeps the delay of the beginning, and grows once the planned end is past', () => {
    const begun = { ...plan, status: 'in-progress', actualStartAt: iso('10:20') } as const;
    expect(minutes(begun)).toEqual([null, 5, 10, 10, 20]);
    expect(minutes({ ...begun, status: 'completed', actualEndAt: iso('10:50') })).toEqual([null, 5, 10, 10, null]);
    expect(minutes({ ...begun, actualStartAt: iso('10:05') })).toEqual([null, -5, -5, 5, 20]);
  });

  it('is that of the latest of several missions, and none of a cancelled one', () => {
    const other = { ...plan, plannedEndAt: iso('11:30'), actualStartAt: iso('10:12'), status: 'in-progress' } as const;
    expect(minutes({ ...plan, status: 'planned' }, other)).toEqual([null, 5, 20, 35, 50]);
    expect(minutes({ ...plan, status: 'cancelled' })).toEqual([null, null, null, null, null]);
  });

  it('takes the plan for what the back office has not written down', () => {
    expect(minutes({ ...plan, status: 'completed' })).toEqual([null, 0, 0, null, null]);
    expect(minutes({ ...plan, status: 'in-progress' })).toEqual([null, 0, 0, 5, 20]);
  });
});
