import { type Course, LONGEST_GAP_MS, passingOf } from './course.ts';

/** A headway of less than half the planned one: the two run together; of more than one and a half: a gap. */
export const BUNCHED_SHARE = 0.5;
export const GAP_SHARE = 1.5;
export type HeadwayState = 'bunched' | 'regular' | 'gap';

/** A journey for the headways: which planned one it is, where that is known. */
export interface HeadwayCourse {
  readonly id: string;
  readonly points: Course;
  /** The id of the planned one. */
  readonly plannedId: string | null;
}

/** Of two vehicles of a line at one place, one after the other. */
export interface Headway {
  readonly id: string;
  readonly beforeId: string;
  /** When the later one passed, UTC ms. */
  readonly atMs: number;
  readonly headwayMs: number;
  /** What the plan has between these two, or at that time of day; null: there is no plan to hold it against. */
  readonly plannedMs: number | null;
  /** Null without a plan. */
  readonly state: HeadwayState | null;
}

export interface StopHeadways {
  readonly passed: readonly Headway[];
  /** Since the last one passed, ms, and what the plan has there; null where none has. */
  readonly since: {
    readonly sinceMs: number;
    readonly plannedMs: number | null;
    readonly state: HeadwayState | null;
  } | null;
}

interface Pass {
  id: string;
  atMs: number;
  plannedId: string | null;
}

/**
 * The headways at a place of a line: the time between each vehicle and the one before it, and since the last. Departures count, so that two
 * that wait behind each other at a terminus are not taken for a pair on the road.
 * @param nowMs UTC ms; null: nothing is told of since when
 */
export function headwaysAt(
  metres: number,
  planned: readonly HeadwayCourse[],
  actual: readonly HeadwayCourse[],
  nowMs: number | null,
): StopHeadways {
  const plannedPasses = passes(planned, metres, Infinity);
  const plannedAt = new Map(plannedPasses.map(({ id, atMs }, index) => [id, { atMs, index }]));
  const plannedHeadway = (id: string | null, atMs: number): number | null => {
    const own = id === null ? undefined : plannedAt.get(id);
    const index = own?.index ?? plannedPasses.findIndex((pass) => pass.atMs >= atMs);
    const [before, after] = [plannedPasses[index - 1], plannedPasses[index]];
    return before === undefined || after === undefined ? null : after.atMs - before.atMs;
  };
  const driven = passes(actual, metres, LONGEST_GAP_MS);
  const passed = driven.slice(1).map((pass, at): Headway => {
    const before = driven[at];
    const headwayMs = pass.atMs - (before?.atMs ?? pass.atMs);
    const plannedMs = plannedHeadway(pass.plannedId, pass.atMs);
    return {
      ...{ id: pass.id, beforeId: before?.id ?? '', atMs: pass.atMs, headwayMs, plannedMs },
      state: stateOf(headwayMs, plannedMs),
    };
  });
  const last = driven.at(-1);
  if (last === undefined || nowMs === null || nowMs < last.atMs) return { passed, since: null };
  const sinceMs = nowMs - last.atMs;
  const plannedMs = plannedHeadway(null, nowMs);
  // That nobody has come yet is no bunching.
  const state = stateOf(sinceMs, plannedMs) === 'gap' ? 'gap' : plannedMs === null ? null : 'regular';
  return { passed, since: { sinceMs, plannedMs, state } };
}

function stateOf(headwayMs: number, plannedMs: number | null): HeadwayState | null {
  if (plannedMs === null || plannedMs <= 0) return null;
  if (headwayMs < plannedMs * BUNCHED_SHARE) return 'bunched';
  return headwayMs > plannedMs * GAP_SHARE ? 'gap' : 'regular';
}

function passes(courses: readonly HeadwayCourse[], metres: number, longestGapMs: number): Pass[] {
  return courses
    .flatMap(({ id, points, plannedId }) => {
      const passing = passingOf(points, metres, longestGapMs);
      return passing === null ? [] : [{ id, atMs: passing.toMs, plannedId }];
    })
    .sort((a, b) => a.atMs - b.atMs);
}
