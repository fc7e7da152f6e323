import type { Course } from './course.ts';
import { latenessAt } from './lateness.ts';

/** A journey that deviates more on average is none of the trip, ms. */
export const MOST_DEVIATION_MS = 30 * 60_000;
/** Places at which a journey is held against a trip. */
const PLACES = 7;
/** Of those, so many must be on both. */
const LEAST_PLACES = 3;

/**
 * Which planned trip each journey is, where neither the feed nor a mission tells: that which it deviates from least, in time, on average over
 * the places that both pass. Pairs are made from the best on; a trip is driven once. An inference, and to be said as one.
 * @returns the index of the trip of each journey; null: none fits
 */
export function matchCourses(
  planned: readonly Course[],
  actual: readonly Course[],
  mostDeviationMs = MOST_DEVIATION_MS,
): (number | null)[] {
  const pairs = actual.flatMap((journey, run) =>
    planned.flatMap((trip, index) => {
      const deviation = deviationMs(trip, journey, mostDeviationMs);
      return deviation === null || deviation > mostDeviationMs ? [] : [{ run, index, deviation }];
    }),
  );
  const matched: (number | null)[] = actual.map(() => null);
  const taken = new Set<number>();
  for (const { run, index } of pairs.sort((a, b) => a.deviation - b.deviation)) {
    if (matched[run] !== null || taken.has(index)) continue;
    matched[run] = index;
    taken.add(index);
  }
  return matched;
}

/** Average deviation in time, ms; null where the two do not meet at enough places. */
function deviationMs(trip: Course, journey: Course, mostMs: number): number | null {
  const [first, last] = [journey[0], journey.at(-1)];
  const [begin, end] = [trip[0], trip.at(-1)];
  if (first === undefined || last === undefined || begin === undefined || end === undefined) return null;
  if (first.atMs > end.atMs + mostMs * 2 || last.atMs < begin.atMs - mostMs * 2) return null;
  const late = Array.from(
    { length: PLACES },
    (_, at) => first.metres + ((last.metres - first.metres) * at) / (PLACES - 1),
  )
    .map((metres) => latenessAt(trip, journey, metres))
    .filter((each) => each !== null);
  if (late.length < LEAST_PLACES) return null;
  return late.reduce((sum, each) => sum + Math.abs(each), 0) / late.length;
}
