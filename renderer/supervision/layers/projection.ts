/**
 * Web Mercator relative to a point, exact at every zoom. Coordinates are 32-bit integers on the wire and the difference
 * of two of them is exact, so the offset of a vehicle from the centre of the map keeps all its digits even in the
 * float32 of a shader; the shader (fleet-vertex.ts) computes the same.
 *
 * Northing: with the Gudermannian, y(a) - y(b) = 2 artanh(sin((a - b) / 2) / cos((a + b) / 2)), which loses nothing
 * where a is close to b (L. P. Lee, "The Transverse Mercator Projection of the Entire Spheroid", 1962).
 */
export const RADIANS_PER_UNIT = Math.PI / 2 ** 31;
export const RADIANS_PER_DEGREE = Math.PI / 180;

/** The edge of a square Web Mercator map (EPSG:3857), in radians. */
export const MAX_LATITUDE = 85.051129 * RADIANS_PER_DEGREE;

/** Northing of a latitude that is `difference` radians north of `latitude`, relative to it, in radians at the equator. */
export function northing(latitude: number, difference: number): number {
  const half = Math.max(-MAX_LATITUDE - latitude, Math.min(MAX_LATITUDE - latitude, difference)) / 2;
  return 2 * Math.atanh(Math.sin(half) / Math.cos(latitude + half));
}

/** A column-major 4 x 4 matrix. */
export type Matrix16 = readonly [
  ...[number, number, number, number],
  ...[number, number, number, number],
  ...[number, number, number, number],
  ...[number, number, number, number],
];

/** A map's view, as the fleet layer and picking need it. */
export interface Camera {
  /** A point near the centre, as a wire coordinate: 180 / 2^31 degrees. */
  readonly longitudeUnits: number;
  readonly latitudeUnits: number;
  /**
   * Column-major 4 x 4 matrix (float64) from easting and northing relative to that point, in radians at the equator, to
   * clip space.
   */
  readonly matrix: Matrix16;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
  /** Degrees clockwise from north that the top of the screen faces. */
  readonly bearing: number;
}

/** The part of a deck.gl WebMercatorViewport that a camera is made of. */
export interface ViewportLike {
  readonly longitude: number;
  readonly latitude: number;
  readonly zoom: number;
  readonly bearing: number;
  readonly width: number;
  readonly height: number;
  /** From the common space of deck.gl (512 units a world, y to the north) to clip space. */
  readonly viewProjectionMatrix: readonly number[];
  projectFlat(position: number[]): number[];
}

const COMMON_UNITS_PER_RADIAN = 512 / (2 * Math.PI);

export function cameraOf(viewport: ViewportLike): Camera {
  const longitudeUnits = wrapUnits(Math.round((viewport.longitude * RADIANS_PER_DEGREE) / RADIANS_PER_UNIT));
  const latitudeUnits = Math.round((viewport.latitude * RADIANS_PER_DEGREE) / RADIANS_PER_UNIT);
  const longitude = (longitudeUnits * RADIANS_PER_UNIT) / RADIANS_PER_DEGREE;
  const latitude = (latitudeUnits * RADIANS_PER_UNIT) / RADIANS_PER_DEGREE;
  const [x = 0, y = 0] = viewport.projectFlat([longitude, latitude]);
  const m = viewport.viewProjectionMatrix;
  const at = (index: number) => m[index] ?? 0;
  const radians = (index: number) => at(index) * COMMON_UNITS_PER_RADIAN;
  // In float64: this is where large numbers cancel out.
  const shifted = (row: number) => at(row) * x + at(4 + row) * y + at(12 + row);
  const matrix: Matrix16 = [
    ...([radians(0), radians(1), radians(2), radians(3)] as const),
    ...([radians(4), radians(5), radians(6), radians(7)] as const),
    ...([at(8), at(9), at(10), at(11)] as const),
    ...([shifted(0), shifted(1), shifted(2), shifted(3)] as const),
  ];
  const { width, height, zoom, bearing } = viewport;
  return { longitudeUnits, latitudeUnits, matrix, width, height, zoom, bearing };
}

/** Wraps to 32 bits, as the subtraction of two wire longitudes does: the shortest way round the world. */
export function wrapUnits(units: number): number {
  return units | 0;
}

/** CSS pixels from the top left of the map, of a point by its offset from the camera's own in radians. */
export function toScreen(camera: Camera, east: number, north: number): { x: number; y: number } {
  const m = camera.matrix;
  const along = (row: number) => (m[row] ?? 0) * east + (m[4 + row] ?? 0) * north + (m[12 + row] ?? 0);
  const w = along(3);
  return {
    x: ((along(0) / w + 1) / 2) * camera.width,
    y: ((1 - along(1) / w) / 2) * camera.height,
  };
}
