import { distanceMetres } from './geodesy.ts';
import type { VehicleKind } from './vehicle.ts';

/** A place at a time, as a receiver reported it. */
export interface Sighting {
  longitude: number;
  latitude: number;
  observedAtMs: number;
}

/**
 * How far off a receiver among buildings may be, and two receivers' clocks with it: a jump of less than this is noise,
 * however short the time was.
 */
export const JUMP_TOLERANCE_METRES = 500;
/** So many fixes in a row at a new place make it believable, however far it is: the vehicle was carried, or we were wrong. */
export const FIXES_TO_BELIEVE = 3;

/** Above any road vehicle: 250 km/h. */
const ROAD_TOP_SPEED = 70;
/** Above any train in service (320 km/h), and what is assumed of the rest: 324 km/h. */
const RAIL_TOP_SPEED = 90;

/** No vehicle of the kind is faster, in metres per second. */
export function topSpeedMetresPerSecond(kind: VehicleKind): number {
  return kind === 'train' || kind === 'other' ? RAIL_TOP_SPEED : ROAD_TOP_SPEED;
}

/**
 * Can one vehicle have been at both places? After a long silence nearly every place can be reached; a short one must be
 * within top speed, give or take the noise of receivers.
 * @param timeScale how much faster than real time the times run, where a recorded day is replayed
 */
export function isReachable(from: Sighting, to: Sighting, topSpeed: number, timeScale = 1): boolean {
  const seconds = (Math.abs(to.observedAtMs - from.observedAtMs) / 1000) * timeScale;
  const metres = distanceMetres(from.longitude, from.latitude, to.longitude, to.latitude);
  return metres <= JUMP_TOLERANCE_METRES + topSpeed * seconds;
}
