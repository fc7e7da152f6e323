import { z } from 'zod';

/** What a vehicle is doing, as an index: the value of the `state` byte of a position record. */
export const VEHICLE_STATES = ['unknown', 'idle', 'on-mission', 'out-of-service'] as const;
export type VehicleState = (typeof VEHICLE_STATES)[number];
export const vehicleState = z.enum(VEHICLE_STATES);

/** One observation of one vehicle. Speed and heading may be absent: they are then derived from successive fixes. */
export interface Fix {
  /** The vehicle's `code`. */
  vehicle: string;
  /** WGS 84 degrees. */
  longitude: number;
  latitude: number;
  /** When it was observed, UTC milliseconds. */
  observedAtMs: number;
  /** Degrees clockwise from true north, 0 to 360. */
  headingDegrees?: number | undefined;
  speedMetresPerSecond?: number | undefined;
  state?: VehicleState | undefined;
}

/** Why a fix is refused. Counted by reason, shown, and never drawn. */
export const FIX_REFUSALS = [
  'malformed',
  'outside-world',
  'no-time',
  'in-the-future',
  'older-than-known',
  'unknown-vehicle',
] as const;
export type FixRefusal = (typeof FIX_REFUSALS)[number];

/** Which member of a fix a refusal is about. */
export function refusedField(fix: Fix, refusal: FixRefusal): keyof Fix {
  switch (refusal) {
    case 'unknown-vehicle':
      return 'vehicle';
    case 'no-time':
    case 'in-the-future':
    case 'older-than-known':
      return 'observedAtMs';
    case 'outside-world':
      return Math.abs(fix.latitude) > 90 ? 'latitude' : 'longitude';
    case 'malformed':
      if (fix.vehicle === '') return 'vehicle';
      if (!Number.isFinite(fix.longitude)) return 'longitude';
      if (!Number.isFinite(fix.latitude)) return 'latitude';
      return Number.isFinite(fix.headingDegrees ?? 0) ? 'speedMetresPerSecond' : 'headingDegrees';
  }
}

/** A clock that runs ahead by more than this is wrong rather than skewed. */
export const FUTURE_TOLERANCE_MS = 2 * 60_000;

/** Checks one fix on its own. Returns why it must be refused, or undefined when it may be used. */
export function refusalOf(fix: Fix, nowMs: number): FixRefusal | undefined {
  const { longitude, latitude, observedAtMs, headingDegrees, speedMetresPerSecond, vehicle } = fix;
  if (vehicle === '') return 'malformed';
  if (!Number.isFinite(observedAtMs) || observedAtMs <= 0) return 'no-time';
  if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) return 'malformed';
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) return 'outside-world';
  // Receivers without a fix report 0, 0: the Gulf of Guinea is not a place that fleets drive in.
  if (longitude === 0 && latitude === 0) return 'outside-world';
  if (headingDegrees !== undefined && !Number.isFinite(headingDegrees)) return 'malformed';
  if (speedMetresPerSecond !== undefined && !(speedMetresPerSecond >= 0 && Number.isFinite(speedMetresPerSecond))) {
    return 'malformed';
  }
  return observedAtMs > nowMs + FUTURE_TOLERANCE_MS ? 'in-the-future' : undefined;
}
