/** Where a vehicle is along a line at an instant: UTC ms, and metres from the beginning of the line. */
export interface CoursePoint {
  readonly atMs: number;
  readonly metres: number;
}

/** A way through time and along a line, forwards in both. A stop is two points at one place. */
export type Course = readonly CoursePoint[];

/** Between two fixes that are further apart in time nobody knows how a vehicle went: nothing is drawn or told of it, ms. */
export const LONGEST_GAP_MS = 6 * 60_000;
/** A vehicle that comes so near to a stop has reached it, metres. */
export const NEAR_METRES = 40;

/** When a course is at a place: from when to when, UTC ms; null where it does not come there, or nobody knows when. */
export interface Passing {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * When a course passes a place, in between by even speed. The ends count as reached from `NEAR_METRES` on.
 * @param longestGapMs what is further apart in time is not filled in: Infinity for a plan
 */
export function passingOf(course: Course, metres: number, longestGapMs: number): Passing | null {
  const [first, last] = [course[0], course.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (metres < first.metres - NEAR_METRES || metres > last.metres + NEAR_METRES) return null;
  const place = Math.max(first.metres, Math.min(last.metres, metres));
  const next = course.findIndex((point) => point.metres >= place);
  const [before, after] = [course[next - 1], course[next]];
  if (after === undefined) return null;
  if (after.metres > place) {
    if (before === undefined || after.atMs - before.atMs > longestGapMs) return null;
    const share = (place - before.metres) / (after.metres - before.metres);
    const atMs = before.atMs + share * (after.atMs - before.atMs);
    return { fromMs: atMs, toMs: atMs };
  }
  const end = course.findLast((point) => point.metres <= place) ?? after;
  return { fromMs: after.atMs, toMs: end.atMs };
}

/** Where a course is at an instant, by even speed; null before it begins, after it ends, and in a gap. */
export function metresAt(course: Course, atMs: number, longestGapMs: number): number | null {
  const next = course.findIndex((point) => point.atMs >= atMs);
  const [before, after] = [course[next - 1], course[next]];
  if (after === undefined) return null;
  if (after.atMs === atMs) return after.metres;
  if (before === undefined || after.atMs - before.atMs > longestGapMs) return null;
  return before.metres + ((after.metres - before.metres) * (atMs - before.atMs)) / (after.atMs - before.atMs);
}

/**
 * The course with fewer points: none of those left out is farther than the tolerance, metres, from where the others say the vehicle was.
 * Gaps stay, and none is made. Without recursion (D. Douglas, T. Peucker, 1973, measured along the line alone).
 */
export function thinCourse(course: Course, toleranceMetres: number): CoursePoint[] {
  const keep = new Uint8Array(course.length).fill(0);
  const parts: [number, number][] = [];
  let from = 0;
  for (let at = 1; at <= course.length; at++) {
    const isGap = at === course.length || (course[at]?.atMs ?? 0) - (course[at - 1]?.atMs ?? 0) > LONGEST_GAP_MS;
    // Even driving needs no point in between, and would then look like a gap.
    const isLong = (course[at]?.atMs ?? 0) - (course[from]?.atMs ?? 0) > LONGEST_GAP_MS;
    if (!isGap && !isLong) continue;
    parts.push([from, at - 1]);
    from = isGap ? at : at - 1;
  }
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const [begin, end] = part;
    keep[begin] = 1;
    keep[end] = 1;
    const worst = farthest(course, begin, end);
    if (worst.away <= toleranceMetres) continue;
    parts.push([begin, worst.at], [worst.at, end]);
  }
  return course.filter((_, at) => keep[at] === 1);
}

function farthest(course: Course, begin: number, end: number): { at: number; away: number } {
  const [first, last] = [course[begin], course[end]];
  let [at, away] = [begin, 0];
  if (first === undefined || last === undefined) return { at, away };
  const span = last.atMs - first.atMs;
  for (let index = begin + 1; index < end; index++) {
    const point = course[index];
    if (point === undefined) continue;
    const share = span === 0 ? 0 : (point.atMs - first.atMs) / span;
    const off = Math.abs(point.metres - first.metres - share * (last.metres - first.metres));
    if (off > away) [at, away] = [index, off];
  }
  return { at, away };
}
