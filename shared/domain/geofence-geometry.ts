import { z } from 'zod';
import { EARTH_RADIUS_METRES } from './geodesy.ts';

/** Corners of a polygon at most: what a person can still look after, and an edit can still carry. */
export const MAX_GEOFENCE_CORNERS = 500;
export const MAX_GEOFENCE_RADIUS_METRES = 1_000_000;
/** Beyond this a Mercator map shows nothing. */
const MOST_LATITUDE = 85.05;

/** Longitude, latitude: WGS 84 degrees. */
export const lngLat = z.tuple([z.number(), z.number()]);
export type LngLat = z.infer<typeof lngLat>;

/** A GeoJSON polygon of one ring, whose last position is its first; its edges are straight on a map. */
export const geofencePolygon = z.object({
  type: z.literal('Polygon'),
  coordinates: z.tuple([
    z
      .array(lngLat)
      .min(4)
      .max(MAX_GEOFENCE_CORNERS + 1),
  ]),
});
export const geofenceCircle = z.object({
  type: z.literal('Circle'),
  center: lngLat,
  radiusMetres: z.number().positive(),
});
/** What a stored geofence may be. Whether it makes sense is another question: see `geometryFault`. */
export const geofenceGeometry = z.discriminatedUnion('type', [geofencePolygon, geofenceCircle]);
export type GeofenceGeometry = z.infer<typeof geofenceGeometry>;

/** Why a geometry cannot be a geofence. A window has a sentence for each. */
export const GEOMETRY_FAULTS = [
  'malformed',
  'too-few-corners',
  'too-many-corners',
  'not-closed',
  'outside-world',
  'self-intersecting',
  'no-area',
  'bad-radius',
] as const;
export type GeometryFault = (typeof GEOMETRY_FAULTS)[number];

/** The corners of a polygon, each once. */
export function cornersOf({ coordinates: [ring] }: z.infer<typeof geofencePolygon>): LngLat[] {
  return ring.slice(0, -1);
}

export function polygonOf(corners: readonly LngLat[]): GeofenceGeometry {
  return { type: 'Polygon', coordinates: [[...corners, ...corners.slice(0, 1)]] };
}

/**
 * The corners of a polygon, each once, as they follow each other on the ground: an edge goes the short way round the world, so that of a
 * geofence across the antimeridian some have a longitude beyond 180 degrees. One that spans half of the world or more, or goes round a pole, is as it
 * was entered.
 */
export function unwrapped(corners: readonly LngLat[]): LngLat[] {
  let before: number | undefined;
  const result = corners.map(([longitude, latitude]): LngLat => {
    const turns = before === undefined ? 0 : Math.round((before - longitude) / 360);
    before = longitude + turns * 360;
    return [before, latitude];
  });
  const longitudes = result.map(([longitude]) => longitude);
  const first = longitudes[0] ?? 0;
  const isClosed = before === undefined || Math.abs(before - first) <= 180;
  const width = Math.max(...longitudes) - Math.min(...longitudes);
  // Both ends of the world are one meridian: a geofence from one to the other is all of it, and not nothing.
  return isClosed && width > 0 && width < 180 ? result : [...corners];
}

/** What no geofence may be: the same rules at the desk, in the data host and in the service. */
export function geometryFault(geometry: GeofenceGeometry): GeometryFault | undefined {
  if (geometry.type === 'Circle') return circleFault(geometry);
  const ring = geometry.coordinates[0];
  const [first, last] = [ring[0], ring.at(-1)];
  if (first === undefined || last === undefined || first[0] !== last[0] || first[1] !== last[1]) return 'not-closed';
  return cornersFault(cornersOf(geometry));
}

/** The same of corners that are still being drawn. */
export function cornersFault(corners: readonly LngLat[]): GeometryFault | undefined {
  if (corners.length < 3) return 'too-few-corners';
  if (corners.length > MAX_GEOFENCE_CORNERS) return 'too-many-corners';
  if (!corners.every(isInWorld)) return 'outside-world';
  if (crossesItself(unwrapped(corners))) return 'self-intersecting';
  return cornersArea(corners) < 1 ? 'no-area' : undefined;
}

function circleFault({ center, radiusMetres }: z.infer<typeof geofenceCircle>): GeometryFault | undefined {
  if (!isInWorld(center)) return 'outside-world';
  const isRadius = Number.isFinite(radiusMetres) && radiusMetres >= 1 && radiusMetres <= MAX_GEOFENCE_RADIUS_METRES;
  return isRadius ? undefined : 'bad-radius';
}

function isInWorld([longitude, latitude]: LngLat): boolean {
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= MOST_LATITUDE;
}

/** Whether two edges that are no neighbours touch, or a corner is there twice. 500 corners are 125,000 pairs: some milliseconds. */
function crossesItself(corners: readonly LngLat[]): boolean {
  const count = corners.length;
  for (let one = 0; one < count; one++) {
    const [a, b] = edgeOf(corners, one);
    if (a[0] === b[0] && a[1] === b[1]) return true;
    for (let other = one + 1; other < count; other++) {
      const [c, d] = edgeOf(corners, other);
      const isNext = other === one + 1;
      const isBefore = one === 0 && other === count - 1;
      // Neighbours share a corner: they must not lie on each other.
      if (isNext ? foldsBack(a, b, d) : isBefore ? foldsBack(b, a, c) : touch(a, b, c, d)) return true;
    }
  }
  return false;
}

function edgeOf(corners: readonly LngLat[], index: number): [LngLat, LngLat] {
  const [from, to] = [corners[index], corners[(index + 1) % corners.length]];
  if (from === undefined || to === undefined) throw new RangeError(`there is no edge ${index}`);
  return [from, to];
}

/** Twice the area of a triangle; its sign says on which side of the line from a to b the point lies. */
function side([ax, ay]: LngLat, [bx, by]: LngLat, [x, y]: LngLat): number {
  return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
}

function foldsBack(a: LngLat, shared: LngLat, b: LngLat): boolean {
  const isStraight = side(a, shared, b) === 0;
  return isStraight && (a[0] - shared[0]) * (b[0] - shared[0]) + (a[1] - shared[1]) * (b[1] - shared[1]) > 0;
}

function touch(a: LngLat, b: LngLat, c: LngLat, d: LngLat): boolean {
  const [c1, d1, a1, b1] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (c1 * d1 < 0 && a1 * b1 < 0) return true;
  const isOn = (value: number, from: LngLat, to: LngLat, [x, y]: LngLat) =>
    value === 0 &&
    Math.min(from[0], to[0]) <= x &&
    x <= Math.max(from[0], to[0]) &&
    Math.min(from[1], to[1]) <= y &&
    y <= Math.max(from[1], to[1]);
  return isOn(c1, a, b, c) || isOn(d1, a, b, d) || isOn(a1, c, d, a) || isOn(b1, c, d, b);
}

/** Square metres on the sphere, within a percent of the ellipsoid. */
export function geometryArea(geometry: GeofenceGeometry): number {
  if (geometry.type === 'Polygon') return cornersArea(cornersOf(geometry));
  // A cap of the sphere.
  return 2 * Math.PI * EARTH_RADIUS_METRES ** 2 * (1 - Math.cos(geometry.radiusMetres / EARTH_RADIUS_METRES));
}

/** R. Chamberlain and W. Duquette, "Some algorithms for polygons on a sphere", JPL 2007, equation 8. */
function cornersArea(corners: readonly LngLat[]): number {
  const radians = Math.PI / 180;
  let sum = 0;
  const known = unwrapped(corners);
  known.forEach((_, index) => {
    const [from, to] = edgeOf(known, index);
    sum += (to[0] - from[0]) * radians * (2 + Math.sin(from[1] * radians) + Math.sin(to[1] * radians));
  });
  return Math.abs((sum * EARTH_RADIUS_METRES ** 2) / 2);
}

/** A tenth of a metre, a metre of radius: finer than anybody draws, and the same text however it was reached. */
function normal(geometry: GeofenceGeometry): GeofenceGeometry {
  const degrees = (value: number) => Math.round(value * 1e6) / 1e6 + 0;
  const place = ([longitude, latitude]: LngLat): LngLat => [degrees(longitude), degrees(latitude)];
  return geometry.type === 'Circle'
    ? { type: 'Circle', center: place(geometry.center), radiusMetres: Math.round(geometry.radiusMetres * 10) / 10 }
    : { type: 'Polygon', coordinates: [geometry.coordinates[0].map(place)] };
}

/** One text for one geometry: what an edit carries, and compares. */
export function geometryText(geometry: GeofenceGeometry): string {
  const { type } = geometry;
  const known = normal(geometry);
  // The order of the members is fixed here, whatever it was.
  if (known.type === 'Circle') return JSON.stringify({ type, center: known.center, radiusMetres: known.radiusMetres });
  return JSON.stringify({ type, coordinates: known.coordinates });
}

/** The geometry in a text; undefined where it is none. */
export function readGeometryText(text: string): GeofenceGeometry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = geofenceGeometry.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
