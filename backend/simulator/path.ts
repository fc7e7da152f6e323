import { distanceMetres, EARTH_RADIUS_METRES } from '../../shared/domain/index.ts';
import { fraction, PURPOSE } from './random.ts';

/** Longitude and latitude, WGS 84 degrees. */
export type Point = readonly [longitude: number, latitude: number];
/** A way from its first point to its last. */
export type Path = readonly Point[];

export const METRES_PER_DEGREE = (EARTH_RADIUS_METRES * Math.PI) / 180;
const RADIANS = Math.PI / 180;

export interface PathStyle {
  /** Metres between two points. */
  spacing: number;
  /** How far the way winds to either side, metres, and the length of its longest bends, metres. */
  wiggle: number;
  wavelength: number;
}

/** The point at a distance in metres and a bearing in degrees from another, on a plane: for distances of some 30 km. */
export function pointAt([longitude, latitude]: Point, bearing: number, distance: number): Point {
  const north = (distance * Math.cos(bearing * RADIANS)) / METRES_PER_DEGREE;
  const east = (distance * Math.sin(bearing * RADIANS)) / METRES_PER_DEGREE;
  return [longitude + east / Math.cos(latitude * RADIANS), latitude + north];
}

export function metresBetween(a: Point, b: Point): number {
  return distanceMetres(a[0], a[1], b[0], b[1]);
}

/** Metres between two neighbours on a way, on a plane: exact to a millimetre, and five times faster than on the sphere. */
export function hopMetres(a: Point, b: Point): number {
  const east = (b[0] - a[0]) * Math.cos(((a[1] + b[1]) / 2) * RADIANS);
  const north = b[1] - a[1];
  return METRES_PER_DEGREE * Math.sqrt(east * east + north * north);
}

/** Degrees clockwise from north, 0 to 360, from one neighbour on a way to the next. */
export function hopBearing(a: Point, b: Point): number {
  const east = (b[0] - a[0]) * Math.cos(((a[1] + b[1]) / 2) * RADIANS);
  return (Math.atan2(east, b[1] - a[1]) / RADIANS + 360) % 360;
}

/**
 * A smooth, slightly winding way through the given points (two or more): a cubic Hermite spline with unit tangents, so
 * that unevenly spaced points give no loops, then sideways bends that fade out at both ends.
 */
export function windingPath(controls: readonly Point[], style: PathStyle, seed: number, salt: number): Path {
  const smooth = spline(controls, style.spacing);
  const along = [0];
  for (let i = 1; i < smooth.length; i += 1)
    along.push((along[i - 1] ?? 0) + hopMetres(at(smooth, i - 1), at(smooth, i)));
  const total = along.at(-1) ?? 0;
  const phases = [0, 1].map((k) => 2 * Math.PI * fraction(seed, PURPOSE.wiggle, salt, k));
  return smooth.map((point, i) => {
    const done = along[i] ?? 0;
    const fade = Math.min(1, done / style.wavelength, (total - done) / style.wavelength);
    const turn = (2 * Math.PI * done) / style.wavelength;
    const bend = 0.65 * Math.sin(turn + (phases[0] ?? 0)) + 0.35 * Math.sin(2.3 * turn + (phases[1] ?? 0));
    return fade <= 0 ? point : sideways(smooth, i, style.wiggle * fade * bend);
  });
}

function spline(controls: readonly Point[], spacing: number): Point[] {
  const path: Point[] = [at(controls, 0)];
  for (let i = 0; i + 1 < controls.length; i += 1) {
    const [from, to] = [at(controls, i), at(controls, i + 1)];
    const length = metresBetween(from, to);
    const [start, end] = [tangent(controls, i), tangent(controls, i + 1)];
    const pieces = Math.max(1, Math.round(length / spacing));
    for (let k = 1; k < pieces; k += 1)
      path.push(hermite(from, to, start, end, length / METRES_PER_DEGREE, k / pieces));
    path.push(to);
  }
  return path;
}

/** Unit direction of travel at a control point: degrees of latitude northwards, and their equal eastwards. */
function tangent(controls: readonly Point[], i: number): Point {
  const before = at(controls, Math.max(0, i - 1));
  const after = at(controls, Math.min(controls.length - 1, i + 1));
  const east = (after[0] - before[0]) * Math.cos(at(controls, i)[1] * RADIANS);
  const north = after[1] - before[1];
  const length = Math.hypot(east, north);
  return length === 0 ? [0, 0] : [east / length, north / length];
}

function hermite(from: Point, to: Point, start: Point, end: Point, scale: number, t: number): Point {
  const a = t * t * (3 - 2 * t);
  const b = scale * t * (1 - t) * (1 - t);
  const c = scale * t * t * (t - 1);
  const latitude = from[1] + (to[1] - from[1]) * a + start[1] * b + end[1] * c;
  const widen = 1 / Math.cos(latitude * RADIANS);
  return [from[0] + (to[0] - from[0]) * a + (start[0] * b + end[0] * c) * widen, latitude];
}

function sideways(path: readonly Point[], i: number, metres: number): Point {
  const here = at(path, i);
  const [east, north] = tangent(path, i);
  const shift = metres / METRES_PER_DEGREE;
  return [here[0] - (north * shift) / Math.cos(here[1] * RADIANS), here[1] + east * shift];
}

function at(points: readonly Point[], i: number): Point {
  const point = points[i];
  if (point === undefined) throw new Error(`a path has no point ${i}`);
  return point;
}
