import type { FleetView, ViewArea } from '../../workers/index.ts';
import { DOT_HALO } from './fleet-dots.ts';
import { type Camera, RADIANS_PER_UNIT } from './projection.ts';

/** How much more than the screen an area holds, of the screen's own size at each side: a map that is moved a little needs no other. */
const AROUND = 0.5;
/** A picture that is so much smaller than the area, along a side, is worth an area of its own. */
const MOST_AROUND = 3 * (1 + 2 * AROUND);
/** Symbols reach so far beyond their place, CSS pixels: the largest are those of a wall. */
const SYMBOL = 100;
const WORLD_UNITS = 2 ** 32;

/** What a map draws vehicles with. */
export interface ViewOf {
  readonly camera: Camera;
  /** Of a vehicle's body, CSS pixels. */
  readonly radius: number;
  readonly pixelRatio: number;
  /** Whether vehicles are dots there, and none is filtered out. */
  readonly isCrowd: boolean;
  readonly lateMs: number;
  /** Opacity of the casing around a dot, see FleetStyle. */
  readonly casingOpacity: number;
}

/** What a map shows, for the worker that finds what need be drawn on it; undefined for one that does not look straight down. */
export function fleetViewOf({
  camera,
  radius,
  pixelRatio,
  isCrowd,
  lateMs,
  casingOpacity,
}: ViewOf): FleetView | undefined {
  const { width, height, longitudeUnits, latitudeUnits } = camera;
  const area = areaAround(camera, AROUND);
  if (area === undefined) return undefined;
  const [across, down] = [width * pixelRatio, height * pixelRatio];
  // Elsewhere the canvas is rounded to whole pixels, and what lies where is not known to a part of one.
  const isWhole = Number.isInteger(across) && Number.isInteger(down);
  if (!isCrowd || !isWhole) return { area, crowd: null };
  const [a, b, c, d, f, g] = planeOf(camera);
  const toPixels = [a * across, b * across, c * across, d * down, f * down, g * down] as const;
  const dots = { radius: radius * pixelRatio, halo: DOT_HALO * pixelRatio, casingOpacity };
  return { area, crowd: { longitudeUnits, latitudeUnits, toPixels, width: across, height: down, ...dots, lateMs } };
}

/** Whether what was found for a view holds for a camera as well: all that it shows, and not much more. */
export function holdsFor(view: FleetView, camera: Camera): boolean {
  const needed = areaAround(camera, 0);
  if (needed === undefined) return false;
  const { west, east, south, north } = view.area;
  const middle = Math.abs(((west + east) / 2 - (needed.west + needed.east) / 2) | 0);
  const wide = east - west;
  const isWithin =
    middle + (needed.east - needed.west) / 2 <= wide / 2 && needed.south >= south && needed.north <= north;
  return isWithin && wide <= MOST_AROUND * (needed.east - needed.west);
}

/** Shares of the picture's width and height from easting and northing: x = a e + b n + c, y = d e + f n + g, from the top left. */
function planeOf({ matrix: m }: Camera): [number, number, number, number, number, number] {
  const w = m[15];
  return [m[0] / w / 2, m[4] / w / 2, (m[12] / w + 1) / 2, -m[1] / w / 2, -m[5] / w / 2, (1 - m[13] / w) / 2];
}

/** What lies on the screen and around it, a share of its size at each side; undefined for a view that is tilted. */
function areaAround(camera: Camera, share: number): ViewArea | undefined {
  const { matrix: m, width, height } = camera;
  const [a, b, c, d, f, g] = planeOf(camera);
  const determinant = a * f - b * d;
  const isFlat = Math.abs(m[3]) + Math.abs(m[7]) < 1e-9 * Math.abs(m[15]);
  if (!isFlat || !(Math.abs(determinant) > 0) || width === 0 || height === 0) return undefined;
  const [besides, above] = [share + SYMBOL / width, share + SYMBOL / height];
  const corners = [-besides, 1 + besides].flatMap((x) =>
    [-above, 1 + above].map((y) => ({
      east: (f * (x - c) - b * (y - g)) / determinant,
      north: (a * (y - g) - d * (x - c)) / determinant,
    })),
  );
  const origin = Math.asinh(Math.tan(camera.latitudeUnits * RADIANS_PER_UNIT));
  const easts = corners.map(({ east }) => camera.longitudeUnits + east / RADIANS_PER_UNIT);
  const norths = corners.map(({ north }) => Math.atan(Math.sinh(origin + north)) / RADIANS_PER_UNIT);
  const [west, east] = [Math.min(...easts), Math.max(...easts)];
  const beyond = Math.max(0, (WORLD_UNITS - (east - west)) / 2);
  // All around the world and more is all of it.
  const wide =
    beyond === 0
      ? { west: camera.longitudeUnits - WORLD_UNITS / 2, east: camera.longitudeUnits + WORLD_UNITS / 2 }
      : { west, east };
  return { ...wide, south: Math.min(...norths), north: Math.max(...norths) };
}
