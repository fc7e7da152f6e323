import { type LinePath, type PathPlace, type PathPoint, placesOn } from './line-path.ts';

/** A stop is by the side of the way: one farther off is not on it, metres. */
export const STOP_BOUND_METRES = 250;

interface Reached {
  place: PathPlace;
  cost: number;
  before: Reached | undefined;
}

/**
 * Where the stops of a trip are along a path, metres, in their order: never backwards, also where the path passes one spot twice. Of all
 * ways to place them so, the one whose stops are nearest to the path in sum of squares.
 * @returns null for a stop that is not on the path, or could only be placed backwards
 */
export function stopsOnPath(path: LinePath, stops: readonly PathPoint[]): (number | null)[] {
  let reached: Reached[] = [];
  /** Of each stop, the best way to each of its places, where it has any. */
  const steps = stops.map((stop) => {
    const next = placesOn(path, stop, STOP_BOUND_METRES).flatMap((place): Reached[] => {
      const before = cheapest(reached.filter((one) => one.place.metres <= place.metres));
      if (before === undefined && reached.length > 0) return [];
      return [{ place, cost: (before?.cost ?? 0) + place.offMetres ** 2, before }];
    });
    if (next.length > 0) reached = next;
    return next;
  });
  const result: (number | null)[] = stops.map(() => null);
  let at = cheapest(reached);
  for (let stop = stops.length - 1; stop >= 0 && at !== undefined; stop--) {
    if (!steps[stop]?.includes(at)) continue;
    result[stop] = at.place.metres;
    at = at.before;
  }
  return result;
}

function cheapest(all: readonly Reached[]): Reached | undefined {
  return all.reduce<Reached | undefined>(
    (best, one) => (best === undefined || one.cost < best.cost ? one : best),
    undefined,
  );
}
