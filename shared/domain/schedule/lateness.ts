import { type Course, LONGEST_GAP_MS, type Passing, passingOf } from './course.ts';

/** What counts as on time, ms beside the plan. */
export interface OnTime {
  readonly earlyMs: number;
  readonly lateMs: number;
}

/**
 * From a minute before the plan to five minutes after it: what most operators of urban lines publish (Transit Capacity and Quality of Service
 * Manual, 3rd edition, "On-time performance").
 */
export const ON_TIME: OnTime = { earlyMs: 60_000, lateMs: 300_000 };
export type Timeliness = 'early' | 'on-time' | 'late';

export function timeliness(lateMs: number, limits: OnTime = ON_TIME): Timeliness {
  if (lateMs < -limits.earlyMs) return 'early';
  return lateMs > limits.lateMs ? 'late' : 'on-time';
}

/** By how much an instant is beside what is planned, ms: later than the departure, or (below 0) earlier than the arrival. */
function beside(atMs: number, planned: Passing): number {
  if (atMs > planned.toMs) return atMs - planned.toMs;
  return atMs < planned.fromMs ? atMs - planned.fromMs : 0;
}

/** How late a journey was at a place, ms; null where the plan or the journey does not come there. */
export function latenessAt(planned: Course, actual: Course, metres: number): number | null {
  const plan = passingOf(planned, metres, Infinity);
  const passed = passingOf(actual, metres, LONGEST_GAP_MS);
  return plan === null || passed === null ? null : beside(passed.fromMs, plan);
}

/**
 * How late a journey is now, ms: at the place where it was heard last, or by the time that it should have been further since, where that
 * is more. Null where the plan does not come there.
 * @param nowMs null: the journey has ended, and is as late as it was then
 */
export function latenessNow(planned: Course, actual: Course, nowMs: number | null): number | null {
  const last = actual.at(-1);
  const plan = last === undefined ? null : passingOf(planned, last.metres, Infinity);
  if (last === undefined || plan === null) return null;
  const then = beside(last.atMs, plan);
  return nowMs === null ? then : Math.max(then, nowMs - plan.toMs);
}
