import type { Mission } from './mission.ts';

type Followed = Pick<Mission, 'status' | 'plannedStartAt' | 'plannedEndAt' | 'actualStartAt' | 'actualEndAt'>;

/** How a vehicle stood against its plan at one moment. */
export interface Punctuality {
  /** UTC ms. */
  readonly atMs: number;
  /** How late it was, in milliseconds; below 0: it began early. Null: it was on no mission, and none was due. */
  readonly lateMs: number | null;
}

/**
 * How late the missions of one vehicle were over a span of time, at each step of it, both ends included. Of several at once the latest
 * counts. What is planned and has not begun is late by the time since it should have; what runs keeps the delay with which it began,
 * until it runs over its planned end.
 */
export function punctualityOver(
  missions: readonly Followed[],
  span: { fromMs: number; toMs: number; stepMs: number },
): Punctuality[] {
  const plans = missions.filter(({ status }) => status !== 'cancelled').map(toPlan);
  const points: Punctuality[] = [];
  for (let atMs = span.fromMs; atMs <= span.toMs; atMs += span.stepMs) {
    const late = plans.flatMap((plan) => latenessAt(plan, atMs) ?? []);
    points.push({ atMs, lateMs: late.length === 0 ? null : Math.max(...late) });
  }
  return points;
}

interface Plan {
  startMs: number;
  endMs: number;
  begunMs: number | null;
  endedMs: number | null;
}

function toPlan(mission: Followed): Plan {
  const msOf = (time: string | null) => (time === null ? null : Date.parse(time));
  const [startMs, endMs] = [Date.parse(mission.plannedStartAt), Date.parse(mission.plannedEndAt)];
  const begunMs = msOf(mission.actualStartAt) ?? (mission.status === 'planned' ? null : startMs);
  return {
    startMs,
    endMs,
    begunMs,
    endedMs: msOf(mission.actualEndAt) ?? (mission.status === 'completed' ? endMs : null),
  };
}

function latenessAt({ startMs, endMs, begunMs, endedMs }: Plan, atMs: number): number | undefined {
  if (begunMs === null || begunMs > atMs) return startMs <= atMs ? atMs - startMs : undefined;
  if (endedMs !== null && endedMs <= atMs) return undefined;
  return Math.max(begunMs - startMs, atMs - endMs);
}
