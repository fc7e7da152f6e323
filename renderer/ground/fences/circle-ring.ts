import { EARTH_RADIUS_METRES, type LngLat } from '../../../shared/domain/index.ts';

const STEPS = 72;

/** A circle on the ground as a ring, first and last the same: as many corners as look round at any zoom. */
export function circleRing([longitude, latitude]: LngLat, radiusMetres: number): LngLat[] {
  const ring = Array.from({ length: STEPS }, (_, index) =>
    destination([longitude, latitude], radiusMetres, (index * 2 * Math.PI) / STEPS),
  );
  return [...ring, ...ring.slice(0, 1)];
}

/** Where one comes to from a place, so many metres along a bearing in radians clockwise from north (spherical law of sines). */
export function destination([longitude, latitude]: LngLat, metres: number, bearing: number): LngLat {
  const arc = metres / EARTH_RADIUS_METRES;
  const south = (latitude * Math.PI) / 180;
  const north = Math.asin(Math.sin(south) * Math.cos(arc) + Math.cos(south) * Math.sin(arc) * Math.cos(bearing));
  const east = Math.atan2(
    Math.sin(bearing) * Math.sin(arc) * Math.cos(south),
    Math.cos(arc) - Math.sin(south) * Math.sin(north),
  );
  return [longitude + (east * 180) / Math.PI, (north * 180) / Math.PI];
}
