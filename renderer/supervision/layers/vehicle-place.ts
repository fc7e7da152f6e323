import { drivenSeconds, POSITION_FLAGS, RECORD_BYTES, STANDING_SPEED } from '../../../shared/domain/index.ts';
import type { FleetFrame } from '../fleet/index.ts';
import { BLEND_LEAST_SPEED, BLEND_MOST_SECONDS } from '../../workers/index.ts';
import { type Camera, northing, RADIANS_PER_UNIT, wrapUnits } from './projection.ts';
import type { Sight } from './sight.ts';

const EARTH_RADIUS_METRES = 6_371_008.8;

/** A fleet as it is drawn in one picture. */
export interface FleetScene {
  readonly frame: FleetFrame;
  /** Seconds from the frame's epoch to the server's clock. */
  readonly nowSeconds: number;
  readonly camera: Camera;
  /** How far vehicles have come from where the frame before had them: see blend.ts. */
  readonly blend: number;
  readonly sees: Sight;
}

/** Seconds from a frame's epoch to the server's clock now: the time that records are compared with. */
export function frameSeconds(frame: FleetFrame, serverNowMs: number): number {
  return (serverNowMs - frame.epochMs) / 1000;
}

/**
 * Where a vehicle is drawn, as its offset from the camera's point, in radians at the equator: the TypeScript twin of the
 * vertex shader, dead reckoning and blending included.
 */
export function placeOf(
  {
    frame,
    nowSeconds,
    camera,
    blend,
  }: Pick<FleetScene, 'frame' | 'nowSeconds' | 'blend'> & {
    camera: Pick<Camera, 'longitudeUnits' | 'latitudeUnits'>;
  },
  slot: number,
): { east: number; north: number } {
  const { records, earlier, timeScale } = frame;
  const offset = slot * RECORD_BYTES;
  let { east, north } = reckon(records, offset, nowSeconds, timeScale, camera);
  if (blend < 1 && earlier !== undefined && isKnown(earlier, offset)) {
    const before = reckon(earlier, offset, nowSeconds, timeScale, camera);
    const parallel = Math.cos(records.getInt32(offset + 4, true) * RADIANS_PER_UNIT);
    const distance = EARTH_RADIUS_METRES * Math.hypot((east - before.east) * parallel, north - before.north);
    const speed = Math.max(speedOf(records, offset), speedOf(earlier, offset), BLEND_LEAST_SPEED);
    if (distance <= speed * BLEND_MOST_SECONDS * timeScale) {
      east -= (east - before.east) * (1 - blend);
      north -= (north - before.north) * (1 - blend);
    }
  }
  return { east, north: northing(camera.latitudeUnits * RADIANS_PER_UNIT, north) };
}

function isKnown(records: DataView, offset: number): boolean {
  if (offset + RECORD_BYTES > records.byteLength) return false;
  return (records.getUint8(offset + 22) & POSITION_FLAGS.hidden) === 0;
}

function speedOf(records: DataView, offset: number): number {
  return Math.hypot(records.getFloat32(offset + 8, true), records.getFloat32(offset + 12, true));
}

/** Radians from the camera's point: longitude, and latitude not yet projected. */
function reckon(
  records: DataView,
  offset: number,
  nowSeconds: number,
  timeScale: number,
  camera: Pick<Camera, 'longitudeUnits' | 'latitudeUnits'>,
): { east: number; north: number } {
  const velocityEast = records.getFloat32(offset + 8, true);
  const velocityNorth = records.getFloat32(offset + 12, true);
  const stands = velocityEast ** 2 + velocityNorth ** 2 <= STANDING_SPEED ** 2;
  const age = nowSeconds - records.getFloat32(offset + 16, true);
  const driven = stands ? 0 : drivenSeconds(age * timeScale);
  const latitudeUnits = records.getInt32(offset + 4, true);
  const parallelRadius = Math.max(1, EARTH_RADIUS_METRES * Math.cos(latitudeUnits * RADIANS_PER_UNIT));
  const longitudeDifference = wrapUnits(records.getInt32(offset, true) - camera.longitudeUnits) * RADIANS_PER_UNIT;
  return {
    east: longitudeDifference + (velocityEast * driven) / parallelRadius,
    north: (latitudeUnits - camera.latitudeUnits) * RADIANS_PER_UNIT + (velocityNorth * driven) / EARTH_RADIUS_METRES,
  };
}
