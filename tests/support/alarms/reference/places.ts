import type { Geofence } from '../../../../shared/domain/index.ts';

const RADIUS_METRES = 6_371_008.8;

/** A place as a point on a ball of radius 1. */
function pointOf(longitude: number, latitude: number): [number, number, number] {
  const [east, north] = [(longitude / 180) * Math.PI, (latitude / 180) * Math.PI];
  return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
}

/** Metres over the ground, by the straight way through it. */
export function metresBetween(
  fromLongitude: number,
  fromLatitude: number,
  toLongitude: number,
  toLatitude: number,
): number {
  const from = pointOf(fromLongitude, fromLatitude);
  const to = pointOf(toLongitude, toLatitude);
  const chord = Math.hypot(from[0] - to[0], from[1] - to[1], from[2] - to[2]);
  return 2 * RADIUS_METRES * Math.asin(Math.min(1, chord / 2));
}

/** Whether a place is in a geofence: by the angle through which its corners go round the place. */
export function isIn({ geometry }: Geofence, longitude: number, latitude: number): boolean {
  if (geometry.type === 'Circle') {
    return metresBetween(geometry.center[0], geometry.center[1], longitude, latitude) <= geometry.radiusMetres;
  }
  const ring = geometry.coordinates[0].map(([x, y]) => [shortWay(x - longitude), y - latitude] as const);
  let turned = 0;
  for (let index = 0; index + 1 < ring.length; index++) {
    const [ax, ay] = ring[index] ?? [0, 0];
    const [bx, by] = ring[index + 1] ?? [0, 0];
    turned += Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  }
  return Math.abs(turned) > Math.PI;
}

/** Degrees east of a place, the short way round the world. */
function shortWay(degrees: number): number {
  return degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;
}
