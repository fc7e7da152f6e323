import { POSITION_FLAGS, RECORD_BYTES } from '../../../shared/domain/index.ts';
import { placeOf, RADIANS_PER_UNIT } from '../layers/index.ts';
import type { FleetScene } from '../layers/index.ts';
import type { MapPosition } from './map-camera.ts';

/** A vehicle that is nearer to the middle is not gone after: a picture of the ground costs more than one of the fleet. CSS pixels. */
const SLACK = 2;
/** Following begins no farther out than this: nearer, one sees it drive. */
export const FOLLOW_ZOOM = 13;

/** Where to look so that a vehicle is in the middle; undefined when it is already, or is not to be seen. */
export function followPosition(scene: FleetScene, slot: number, view: MapPosition): MapPosition | undefined {
  if (slot >= scene.frame.count) return undefined;
  // It left, was never heard, or this window has not been sent it yet.
  if ((scene.frame.records.getUint8(slot * RECORD_BYTES + 22) & POSITION_FLAGS.hidden) !== 0) return undefined;
  const { longitudeUnits, latitudeUnits, matrix, width, height } = scene.camera;
  const { east, north } = placeOf(scene, slot);
  const [x, y, w] = [0, 1, 3].map(
    (row) => (matrix[row] ?? 0) * east + (matrix[4 + row] ?? 0) * north + (matrix[12 + row] ?? 0),
  ) as [number, number, number];
  if (Math.hypot((x / w) * width, (y / w) * height) < 2 * SLACK) return undefined;
  const degrees = 180 / Math.PI;
  // The inverse of the northing: see projection.ts.
  const latitude = latitudeUnits * RADIANS_PER_UNIT;
  const isometric = Math.asinh(Math.tan(latitude)) + north;
  return {
    ...view,
    longitude: (longitudeUnits * RADIANS_PER_UNIT + east) * degrees,
    latitude: Math.atan(Math.sinh(isometric)) * degrees,
  };
}
