import type { DrivenCourse, PlannedCourse, ScheduleDiagram } from '../../shared/contract/index.ts';
import { ON_TIME, type Timeliness, timeliness } from '../../shared/domain/index.ts';

/** How a journey stands: driven and so punctual; to come; due and not seen; nobody knows. */
export type JourneyState = Timeliness | 'unplanned' | 'to-come' | 'missing' | 'unknown';

/** A journey of a line: planned, driven, or both. */
export interface JourneyRow {
  readonly key: string;
  readonly planned: PlannedCourse | null;
  readonly driven: DrivenCourse | null;
  readonly state: JourneyState;
  /** When it began, or is to, UTC ms. */
  readonly beginsAtMs: number;
}

/** All journeys of a diagram, the earliest first. */
export function journeyRows(diagram: ScheduleDiagram, nowMs: number): JourneyRow[] {
  const byKey = new Map(diagram.planned.map((course) => [course.key, course]));
  const driven = diagram.driven.map((course): JourneyRow => {
    const planned = byKey.get(course.plannedKey ?? '') ?? null;
    const state = course.lateMs === null ? 'unplanned' : timeliness(course.lateMs);
    return { key: course.key, planned, driven: course, state, beginsAtMs: beginOf(planned ?? course) };
  });
  const seen = new Set(diagram.driven.map(({ plannedKey }) => plannedKey));
  const rest = diagram.planned
    .filter(({ key }) => !seen.has(key))
    .map((planned): JourneyRow => {
      const beginsAtMs = beginOf(planned);
      return {
        key: `planned ${planned.key}`,
        planned,
        driven: null,
        state: unseen(diagram, beginsAtMs, nowMs),
        beginsAtMs,
      };
    });
  return [...driven, ...rest].sort((a, b) => a.beginsAtMs - b.beginsAtMs || (a.key < b.key ? -1 : 1));
}

function beginOf({ points }: { readonly points: readonly { readonly atMs: number }[] }): number {
  return points[0]?.atMs ?? 0;
}

/** What was not recorded, or is on no known way, may well have been driven. */
function unseen({ isMeasured, knownFromMs, gaps }: ScheduleDiagram, beginsAtMs: number, nowMs: number): JourneyState {
  if (beginsAtMs + ON_TIME.lateMs > nowMs) return 'to-come';
  const isKnown =
    isMeasured && knownFromMs !== null && beginsAtMs >= knownFromMs && !gaps.includes('too-many-vehicles');
  return isKnown ? 'missing' : 'unknown';
}

/** Where a journey was heard last: the last stop that it has reached. */
export function lastStopOf(diagram: ScheduleDiagram, { points }: DrivenCourse): string | null {
  const metres = points.at(-1)?.metres;
  return metres === undefined ? null : (diagram.stops.findLast((stop) => stop.metres <= metres + 40)?.name ?? null);
}
