import { hopBearing, hopMetres, type Path } from './path.ts';

/** How a kind of vehicle drives: metres, seconds, metres per second. */
export interface Manner {
  cruise: number;
  /** Also how it brakes, metres per second squared. */
  acceleration: number;
  /** Metres between stops on the way; 0 for none. */
  stopEvery: number;
  dwellSeconds: number;
}

/** What passengers and loads bear sideways, metres per second squared. */
const SIDEWAYS = 1.6;
/** Nothing crawls slower than this through a bend. */
const LEAST = 2;

/**
 * The speed at each point of a way: the cruising speed, less where it bends (v² = a·r) and nothing at stops and at both
 * ends, with one pass forwards for the acceleration and one backwards for the braking.
 */
export function speedsAlong(path: Path, manner: Manner): { speed: Float64Array; stops: ReadonlySet<number> } {
  const lengths = path.slice(1).map((point, i) => hopMetres(path[i] ?? point, point));
  const speed = Float64Array.from(path, (_, i) => bendLimit(path, lengths, i, manner.cruise));
  const stops = stopsAlong(lengths, manner);
  speed[0] = 0;
  speed[path.length - 1] = 0;
  for (const stop of stops) speed[stop] = 0;
  const reach = (from: number, length: number) => Math.sqrt(from * from + 2 * manner.acceleration * length);
  for (let i = 1; i < speed.length; i += 1) {
    speed[i] = Math.min(speed[i] ?? 0, reach(speed[i - 1] ?? 0, lengths[i - 1] ?? 0));
  }
  for (let i = speed.length - 2; i >= 0; i -= 1) {
    speed[i] = Math.min(speed[i] ?? 0, reach(speed[i + 1] ?? 0, lengths[i] ?? 0));
  }
  return { speed, stops };
}

function bendLimit(path: Path, lengths: readonly number[], i: number, cruise: number): number {
  const [before, here, after] = [path[i - 1], path[i], path[i + 1]];
  if (before === undefined || here === undefined || after === undefined) return cruise;
  const turn = Math.abs(((hopBearing(here, after) - hopBearing(before, here) + 540) % 360) - 180) * (Math.PI / 180);
  if (turn < 1e-6) return cruise;
  const radius = ((lengths[i - 1] ?? 0) + (lengths[i] ?? 0)) / 2 / turn;
  return Math.max(LEAST, Math.min(cruise, Math.sqrt(SIDEWAYS * radius)));
}

/** The points nearest after each distance between stops, except close to the end, where the journey stops anyway. */
function stopsAlong(lengths: readonly number[], { stopEvery }: Manner): Set<number> {
  const stops = new Set<number>();
  if (stopEvery <= 0) return stops;
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let done = 0;
  let next = stopEvery;
  for (const [i, length] of lengths.entries()) {
    done += length;
    if (done < next) continue;
    if (total - done < stopEvery / 2) break;
    stops.add(i + 1);
    next = done + stopEvery;
  }
  return stops;
}
