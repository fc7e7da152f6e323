import type { CoursePoint } from './course.ts';
import { type LinePath, type PathPlace, placesOn } from './line-path.ts';

/** One believed position. Degrees WGS 84, UTC ms. */
export interface LineFix {
  readonly atMs: number;
  readonly longitude: number;
  readonly latitude: number;
}

/** One journey along a line, from where it joined to where it left or is. */
export interface Run {
  readonly points: readonly CoursePoint[];
  /** Whether the vehicle has been off the line since the last point. */
  readonly isOffLine: boolean;
}

/** A position farther from the path is off the line, metres. */
export const OFF_LINE_METRES = 150;
/** A receiver that stands may seem to go back by so much, metres. */
const NOISE_METRES = 60;
/** No vehicle of a line goes faster, metres a second; and the first metres cost a fix that is late nothing. */
const TOP_SPEED = 90;
const SLACK_METRES = 250;
/** What moves less along the line stands at it, or goes the other way, metres. */
const LEAST_ADVANCE_METRES = 300;
/** A line that is shorter than thrice that is driven by a third of it. */
const LEAST_ADVANCE_SHARE = 1 / 3;
/** A journey that was away from the line, or unheard, for longer is over, ms. */
const LONGEST_ABSENCE_MS = 30 * 60_000;

// Costs, in units of a fix at the edge of the bound: what is off for many fixes was off, and a journey does not begin anew for one.
const OFF_COST = 1.2;
const RESUME_COST = 2;
const BEGIN_COST = 8;
/** Of the greatest advance that a vehicle can make. Where a path turns back along itself, even speed decides. */
const LEAP_COST = 0.2;

interface State {
  /** Null: off the line. */
  place: PathPlace | null;
  cost: number;
  before: State | undefined;
  fix: LineFix;
  /** The last state on the line of the same journey, this one included. */
  onLine: State | undefined;
  /** How far this journey has come, metres: what creeps back, fix by fix, goes back. */
  most: number;
  isBegin: boolean;
}

/**
 * The journeys of a vehicle along a line in its direction, out of its fixes, the oldest first. Progress never goes back, and never leaps
 * farther than a vehicle drives: where a path passes one spot twice, the pass is chosen that makes a whole of the journey (A. Viterbi, "Error
 * bounds for convolutional codes", 1967, over the places that each fix may be at). What goes the other way is off this direction.
 */
export function runsAlong(path: LinePath, fixes: readonly LineFix[], boundMetres = OFF_LINE_METRES): Run[] {
  let states: State[] = [];
  for (const fix of fixes)
    states = advance(states, fix, placesOn(path, [fix.longitude, fix.latitude], boundMetres), boundMetres);
  const least = Math.min(LEAST_ADVANCE_METRES, path.lengthMetres * LEAST_ADVANCE_SHARE);
  return journeysOf(cheapest(states)).flatMap((run) => {
    const points = trimmed(forwards(run.points));
    const advanced = (points.at(-1)?.metres ?? 0) - (points[0]?.metres ?? 0);
    return points.length < 2 || advanced < least ? [] : [{ ...run, points }];
  });
}

function advance(before: readonly State[], fix: LineFix, places: readonly PathPlace[], boundMetres: number): State[] {
  const best = cheapest(before);
  const base = best?.cost ?? 0;
  // Costs are told from the cheapest on, so that a day of fixes stays exact.
  const off: State = {
    ...{ place: null, fix, isBegin: false, onLine: best?.onLine, before: best },
    ...{ cost: OFF_COST, most: best?.most ?? 0 },
  };
  const on = places.map((place): State => {
    const own = (place.offMetres / boundMetres) ** 2;
    const chosen: State = {
      ...{ place, fix, before: best, onLine: undefined, isBegin: true },
      ...{ cost: BEGIN_COST + own, most: place.metres },
    };
    for (const one of before) {
      const leap = leapShare(one.onLine, place, fix);
      if (leap === null) continue;
      const cost = one.cost - base + own + (one.place === null ? RESUME_COST : 0) + LEAP_COST * leap ** 2;
      if (cost >= chosen.cost) continue;
      Object.assign(chosen, { cost, before: one, isBegin: false, most: Math.max(one.most, place.metres) });
    }
    chosen.onLine = chosen;
    return chosen;
  });
  return [off, ...on];
}

/** How much of what a vehicle can drive in that time lies between, 0 to 1; null: it cannot have come from there. */
function leapShare(last: State | undefined, place: PathPlace, fix: LineFix): number | null {
  if (last === undefined || last.place === null || place.metres < last.most - NOISE_METRES) return null;
  const elapsedMs = fix.atMs - last.fix.atMs;
  if (elapsedMs > LONGEST_ABSENCE_MS) return null;
  const share = (place.metres - last.place.metres) / (SLACK_METRES + (TOP_SPEED * elapsedMs) / 1000);
  return share > 1 ? null : Math.max(0, share);
}

function cheapest(states: readonly State[]): State | undefined {
  return states.reduce<State | undefined>(
    (best, one) => (best === undefined || one.cost < best.cost ? one : best),
    undefined,
  );
}

/** The chosen states from the last to the first, as journeys from the first to the last. */
function journeysOf(last: State | undefined): Run[] {
  const runs: Run[] = [];
  let points: CoursePoint[] = [];
  let isOffLine = false;
  for (let state = last; state !== undefined; state = state.before) {
    if (state.place === null) {
      if (points.length === 0) isOffLine = true;
      continue;
    }
    points.push({ atMs: state.fix.atMs, metres: state.place.metres });
    if (!state.isBegin) continue;
    runs.push({ points: points.reverse(), isOffLine });
    [points, isOffLine] = [[], false];
  }
  return runs.reverse();
}

/** What the receiver took back is not driven back. */
function forwards(points: readonly CoursePoint[]): CoursePoint[] {
  let most = -Infinity;
  return points.map(({ atMs, metres }) => ({ atMs, metres: (most = Math.max(most, metres)) }));
}

/** Without the waiting before the first metres and after the last. */
function trimmed(points: readonly CoursePoint[]): CoursePoint[] {
  const first = points[0]?.metres ?? 0;
  const last = points.at(-1)?.metres ?? 0;
  const begin = Math.max(
    0,
    points.findLastIndex(({ metres }) => metres <= first + NOISE_METRES / 2),
  );
  const end = points.findIndex(({ metres }) => metres >= last - NOISE_METRES / 2);
  return points.slice(begin, Math.max(begin, end) + 1);
}
