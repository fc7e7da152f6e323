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

/** Where a map looks, straight down: degrees, zoom levels of 512-pixel tiles, CSS pixels. */
export interface ViewOfMap {
  readonly longitude: number;
  readonly latitude: number;
  readonly zoom: number;
  readonly bearing: number;
  readonly width: number;
  readonly height: number;
}

const WORLD_PIXELS = 512;

/** CSS pixels of a radian at the equator. */
function pixelsPerRadian(zoom: number): number {
  return (WORLD_PIXELS * 2 ** zoom) / (2 * Math.PI);
}

export function cameraOf({ longitude, latitude, zoom, bearing, width, height }: ViewOfMap): Camera {
  const longitudeUnits = wrapUnits(Math.round((longitude * RADIANS_PER_DEGREE) / RADIANS_PER_UNIT));
  const latitudeUnits = Math.round((latitude * RADIANS_PER_DEGREE) / RADIANS_PER_UNIT);
  // From the rounded point to the middle of the map: at street zoom a part of a pixel. The longitude the shortest way round.
  const turns = Math.round((longitude * RADIANS_PER_DEGREE - longitudeUnits * RADIANS_PER_UNIT) / (2 * Math.PI));
  const east = longitude * RADIANS_PER_DEGREE - longitudeUnits * RADIANS_PER_UNIT - turns * 2 * Math.PI;
  const from = latitudeUnits * RADIANS_PER_UNIT;
  const north = northing(from, latitude * RADIANS_PER_DEGREE - from);
  // To the right and up on the screen: the top faces `bearing` degrees clockwise from north.
  const [sine, cosine] = [Math.sin(bearing * RADIANS_PER_DEGREE), Math.cos(bearing * RADIANS_PER_DEGREE)];
  const [across, up] = [(2 * pixelsPerRadian(zoom)) / width, (2 * pixelsPerRadian(zoom)) / height];
  const matrix: Matrix16 = [
    ...([across * cosine, up * sine, 0, 0] as const),
    ...([-across * sine, up * cosine, 0, 0] as const),
    ...([0, 0, 1, 0] as const),
    ...([-across * (cosine * east - sine * north), -up * (sine * east + cosine * north), 0, 1] as const),
  ];
  return { longitudeUnits, latitudeUnits, matrix, width, height, zoom, bearing };
}

/** A vehicle at the edge of its copy of the world reaches so far beyond it, CSS pixels. */
const SYMBOL_REACH = 100;

/**
 * The camera for each copy of the world that is on the screen, that of the middle first: far out a wide map shows the world several
 * times over. Each sees half a world to its east and west.
 */
export function worldCopies(camera: Camera): Camera[] {
  const world = WORLD_PIXELS * 2 ** camera.zoom;
  const reach = Math.hypot(camera.width, camera.height) / 2 + SYMBOL_REACH;
  const copies = Math.floor(reach / world + 0.5);
  const shifts = Array.from({ length: copies }, (_, index) => [index + 1, -index - 1]).flat();
  return [camera, ...shifts.map((turns) => shifted(camera, turns * 2 * Math.PI))];
}

/** As if all that is seen lay farther east, radians. */
function shifted(camera: Camera, east: number): Camera {
  const m = camera.matrix;
  const [x, y] = [m[12] + m[0] * east, m[13] + m[1] * east];
  const matrix: Matrix16 = [
    m[0],
    m[1],
    m[2],
    m[3],
    m[4],
    m[5],
    m[6],
    m[7],
    m[8],
    m[9],
    m[10],
    m[11],
    x,
    y,
    m[14],
    m[15],
  ];
  return { ...camera, matrix };
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
