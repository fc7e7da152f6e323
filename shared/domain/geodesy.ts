/** Mean radius of the Earth in metres (IUGG R1). */
export const EARTH_RADIUS_METRES = 6_371_008.8;
const RADIANS = Math.PI / 180;

/**
 * Great-circle distance in metres between two points in WGS 84 degrees, on the sphere (haversine formula, R. W.
 * Sinnott, "Virtues of the Haversine", 1984): within 0.6 % of the ellipsoid.
 */
export function distanceMetres(
  fromLongitude: number,
  fromLatitude: number,
  toLongitude: number,
  toLatitude: number,
): number {
  const sinLatitude = Math.sin(((toLatitude - fromLatitude) * RADIANS) / 2);
  const sinLongitude = Math.sin(((toLongitude - fromLongitude) * RADIANS) / 2);
  const a =
    sinLatitude * sinLatitude +
    Math.cos(fromLatitude * RADIANS) * Math.cos(toLatitude * RADIANS) * sinLongitude * sinLongitude;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(a)));
}

/** Initial bearing from one point to another, degrees clockwise from true north, 0 to 360. */
export function bearingDegrees(
  fromLongitude: number,
  fromLatitude: number,
  toLongitude: number,
  toLatitude: number,
): number {
  const deltaLongitude = (toLongitude - fromLongitude) * RADIANS;
  const y = Math.sin(deltaLongitude) * Math.cos(toLatitude * RADIANS);
  const x =
    Math.cos(fromLatitude * RADIANS) * Math.sin(toLatitude * RADIANS) -
    Math.sin(fromLatitude * RADIANS) * Math.cos(toLatitude * RADIANS) * Math.cos(deltaLongitude);
  return (Math.atan2(y, x) / RADIANS + 360) % 360;
}
