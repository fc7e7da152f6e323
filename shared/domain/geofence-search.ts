import { distanceMetres, EARTH_RADIUS_METRES } from './geodesy.ts';
import { cornersOf, type GeofenceGeometry, unwrapped } from './geofence-geometry.ts';

const METRES_PER_DEGREE = (EARTH_RADIUS_METRES * Math.PI) / 180;

/** West, south, east, north in degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/**
 * A box that holds all of a geometry. A circle over a pole or the antimeridian has a box as wide as the world; that of a polygon across the
 * antimeridian goes beyond 180 or -180 degrees.
 */
export function geometryBox(geometry: GeofenceGeometry): Box {
  if (geometry.type === 'Polygon') {
    let [west, south, east, north] = [Infinity, 90, -Infinity, -90];
    for (const [longitude, latitude] of unwrapped(cornersOf(geometry))) {
      west = Math.min(west, longitude);
      east = Math.max(east, longitude);
      south = Math.min(south, latitude);
      north = Math.max(north, latitude);
    }
    return [west, south, east, north];
  }
  const { center, radiusMetres } = geometry;
  // A millionth more: a point on the edge must not fall out of the box for the last digit of a cosine.
  const tall = (radiusMetres / METRES_PER_DEGREE) * 1.000001;
  const [south, north] = [center[1] - tall, center[1] + tall];
  if (south <= -90 || north >= 90) return [-180, Math.max(south, -90), 180, Math.min(north, 90)];
  // Where a meridian touches the circle (sine rule on the sphere).
  const sine = Math.sin((tall * Math.PI) / 180) / Math.cos((center[1] * Math.PI) / 180);
  const wide = (Math.asin(Math.min(1, sine)) * 180) / Math.PI;
  const [west, east] = [center[0] - wide, center[0] + wide];
  return west < -180 || east > 180 ? [-180, south, 180, north] : [west, south, east, north];
}

/** Whether a place lies in a geometry. One on the very edge of a polygon may be said to be on either side. */
export function isInGeometry(geometry: GeofenceGeometry, longitude: number, latitude: number): boolean {
  return placeTest(geometry)(longitude, latitude);
}

/** The same, prepared once for many places. */
export function placeTest(geometry: GeofenceGeometry): (longitude: number, latitude: number) => boolean {
  if (geometry.type === 'Polygon') {
    const corners = unwrapped(cornersOf(geometry));
    const [west, , east] = geometryBox(geometry);
    const xs = Float64Array.from(corners, ([longitude]) => longitude);
    const ys = Float64Array.from(corners, ([, latitude]) => latitude);
    return (longitude, latitude) => {
      const beside = longitude < west ? longitude + 360 : longitude > east ? longitude - 360 : longitude;
      return beside >= west && beside <= east && isInCorners(xs, ys, beside, latitude);
    };
  }
  const { center, radiusMetres } = geometry;
  return (longitude, latitude) => distanceMetres(center[0], center[1], longitude, latitude) <= radiusMetres;
}

/** By the number of edges that a line to the east crosses (W. R. Franklin, "PNPOLY", 1970). */
function isInCorners(xs: Float64Array, ys: Float64Array, longitude: number, latitude: number): boolean {
  let isIn = false;
  let beforeX = xs.at(-1) ?? 0;
  let beforeY = ys.at(-1) ?? 0;
  for (let index = 0; index < xs.length; index++) {
    const x = xs[index] ?? 0;
    const y = ys[index] ?? 0;
    if (y > latitude !== beforeY > latitude && longitude < x + ((latitude - y) / (beforeY - y)) * (beforeX - x))
      isIn = !isIn;
    beforeX = x;
    beforeY = y;
  }
  return isIn;
}

/** Gives each place in turn: a fleet's records are read as they are, without an object a vehicle. */
export type PlaceAt = (index: number, use: (longitude: number, latitude: number) => void) => void;

/** Prepared once for many places: boxes beside the geometries, so that most places cost four comparisons a fence. */
export interface GeofenceSearch {
  /** Calls back for each pair of a place and a geometry, by their indices, in which the place lies. */
  each(places: number, placeAt: PlaceAt, found: (place: number, geometry: number) => void): void;
  /** How many places lie in each geometry. */
  count(places: number, placeAt: PlaceAt): Uint32Array;
}

export function createGeofenceSearch(geometries: readonly GeofenceGeometry[]): GeofenceSearch {
  const boxes = new Float64Array(geometries.length * 4);
  const tests = geometries.map(placeTest);
  geometries.forEach((geometry, index) => {
    const [west, south, east, north] = geometryBox(geometry);
    // One across the antimeridian is looked at for every place of its latitudes.
    boxes.set(west < -180 || east > 180 ? [-180, south, 180, north] : [west, south, east, north], index * 4);
  });

  const search: GeofenceSearch = {
    each(places, placeAt, found) {
      let place = 0;
      const look = (longitude: number, latitude: number): void => {
        for (let index = 0, at = 0; at < boxes.length; index += 1, at += 4) {
          if (longitude < (boxes[at] ?? 0) || latitude < (boxes[at + 1] ?? 0)) continue;
          if (longitude > (boxes[at + 2] ?? 0) || latitude > (boxes[at + 3] ?? 0)) continue;
          if (tests[index]?.(longitude, latitude) === true) found(place, index);
        }
      };
      for (; place < places; place++) placeAt(place, look);
    },
    count(places, placeAt) {
      const counts = new Uint32Array(geometries.length);
      search.each(places, placeAt, (_, geometry) => {
        counts[geometry] = (counts[geometry] ?? 0) + 1;
      });
      return counts;
    },
  };
  return search;
}
