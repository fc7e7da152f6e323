import { RECORD_BYTES } from '../../../shared/domain/index.ts';
import { drivenSeconds, STANDING_SPEED } from '../../workers/index.ts';
import type { FleetFrame } from '../fleet/index.ts';
import { type Camera, northing, RADIANS_PER_UNIT, wrapUnits } from './projection.ts';

const EARTH_RADIUS_METRES = 6_371_008.8;

/** Seconds from a frame's epoch to the server's clock now: the time that records are compared with. */
export function frameSeconds(frame: FleetFrame, serverNowMs: number): number {
  return (serverNowMs - frame.epochMs) / 1000;
}

/**
 * Where a vehicle is drawn, as its offset from the camera's point, in radians at the equator: the TypeScript twin of the
 * vertex shader, dead reckoning included.
 */
export function placeOf(
  frame: FleetFrame,
  slot: number,
  nowSeconds: number,
  camera: Pick<Camera, 'longitudeUnits' | 'latitudeUnits'>,
): { east: number; north: number } {
  const { records, timeScale } = frame;
  const offset = slot * RECORD_BYTES;
  const velocityEast = records.getFloat32(offset + 8, true);
  const velocityNorth = records.getFloat32(offset + 12, true);
  const standing = velocityEast ** 2 + velocityNorth ** 2 <= STANDING_SPEED ** 2;
  const age = nowSeconds - records.getFloat32(offset + 16, true);
  const driven = standing ? 0 : drivenSeconds(age * timeScale);
  const latitudeUnits = records.getInt32(offset + 4, true);
  const latitude = latitudeUnits * RADIANS_PER_UNIT;
  const longitudeDifference = wrapUnits(records.getInt32(offset, true) - camera.longitudeUnits) * RADIANS_PER_UNIT;
  const latitudeDifference = (latitudeUnits - camera.latitudeUnits) * RADIANS_PER_UNIT;
  return {
    east: longitudeDifference + (velocityEast * driven) / (EARTH_RADIUS_METRES * Math.cos(latitude)),
    north: northing(
      camera.latitudeUnits * RADIANS_PER_UNIT,
      latitudeDifference + (velocityNorth * driven) / EARTH_RADIUS_METRES,
    ),
  };
}
