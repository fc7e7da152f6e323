import { EARTH_RADIUS_METRES } from '../geodesy.ts';

/** WGS 84 degrees. */
export type PathPoint = readonly [longitude: number, latitude: number];

/** The way of a line in one direction: places, and how far each is from the first along the way, metres. */
export interface LinePath {
  readonly points: readonly PathPoint[];
  readonly metres: readonly number[];
  readonly lengthMetres: number;
}

/** A place on a path: how far along it, and how far beside it a position was, metres. */
export interface PathPlace {
  readonly metres: number;
  readonly offMetres: number;
}

const METRES_PER_DEGREE = (EARTH_RADIUS_METRES * Math.PI) / 180;
const RADIANS = Math.PI / 180;
/** A way that winds has many nearest places; those of other passes of the same spot are among the nearest few. */
const MOST_PLACES = 6;

/** A path along points, those that repeat the one before left out; null where fewer than two are left: it has no length. */
export function linePath(points: readonly PathPoint[]): LinePath | null {
  const kept: PathPoint[] = [];
  const metres: number[] = [];
  for (const point of points) {
    const before = kept.at(-1);
    const step = before === undefined ? 0 : stepMetres(before, point);
    if (before !== undefined && step === 0) continue;
    metres.push((metres.at(-1) ?? 0) + step);
    kept.push(point);
  }
  const lengthMetres = metres.at(-1) ?? 0;
  return kept.length < 2 ? null : { points: kept, metres, lengthMetres };
}

/** Metres between neighbours, on a plane that touches the Earth there: exact to a millimetre at the lengths of streets. */
function stepMetres([fromLongitude, fromLatitude]: PathPoint, [toLongitude, toLatitude]: PathPoint): number {
  const narrow = Math.cos(((fromLatitude + toLatitude) / 2) * RADIANS);
  return METRES_PER_DEGREE * Math.hypot(turn(toLongitude - fromLongitude) * narrow, toLatitude - fromLatitude);
}

/** The shorter way round: a line may cross the antimeridian. */
function turn(degrees: number): number {
  if (degrees > 180) return degrees - 360;
  return degrees < -180 ? degrees + 360 : degrees;
}

/**
 * The places of a path that are nearest to a position, one for each time the path passes it, and none that is farther away than the bound:
 * the nearest first. A path that crosses itself, ends where it began, or goes and returns by one street has several.
 * @param boundMetres beyond it a position is off the line
 */
export function placesOn(path: LinePath, [longitude, latitude]: PathPoint, boundMetres: number): PathPlace[] {
  const narrow = Math.cos(latitude * RADIANS);
  const places: PathPlace[] = [];
  const steps = path.points.length - 1;
  let isAtEndOfLast = false;
  for (let at = 0; at < steps; at++) {
    const { share, ...place } = nearestOfStep(path, at, longitude, latitude, narrow);
    // A corner is a nearest place where it is that of both steps that meet there.
    const isCorner = share === 0 && (at === 0 || isAtEndOfLast);
    const isNearest = (share > 0 && share < 1) || isCorner || (share === 1 && at === steps - 1);
    if (isNearest && place.offMetres <= boundMetres) places.push(place);
    isAtEndOfLast = share === 1;
  }
  return places.sort((a, b) => a.offMetres - b.offMetres).slice(0, MOST_PLACES);
}

function nearestOfStep(
  path: LinePath,
  at: number,
  longitude: number,
  latitude: number,
  narrow: number,
): PathPlace & { share: number } {
  const [fromLongitude = 0, fromLatitude = 0] = path.points[at] ?? [];
  const [toLongitude = 0, toLatitude = 0] = path.points[at + 1] ?? [];
  const alongX = turn(toLongitude - fromLongitude) * narrow;
  const alongY = toLatitude - fromLatitude;
  const awayX = turn(longitude - fromLongitude) * narrow;
  const awayY = latitude - fromLatitude;
  const squared = alongX * alongX + alongY * alongY;
  const share = squared === 0 ? 0 : Math.max(0, Math.min(1, (awayX * alongX + awayY * alongY) / squared));
  const from = path.metres[at] ?? 0;
  return {
    share,
    metres: from + share * ((path.metres[at + 1] ?? from) - from),
    offMetres: METRES_PER_DEGREE * Math.hypot(awayX - share * alongX, awayY - share * alongY),
  };
}
