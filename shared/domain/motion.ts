/**
 * Dead reckoning: where a vehicle is taken to be between two fixes. The vertex shader of the fleet layer computes the
 * same (`renderer/supervision/layers/fleet-vertex.ts`); picking, labels and counts use this one.
 *
 * A vehicle keeps the velocity of its last fix for `FULL_SPEED_SECONDS`, then slows down evenly and stands still at
 * `STOPPED_SECONDS`: one that is not heard from does not drive on. Seconds are the vehicle's own, so a day replayed 60
 * times faster is bounded by the same distance, 40 seconds of driving, as the day itself was.
 */
export const FULL_SPEED_SECONDS = 20;
export const STOPPED_SECONDS = 60;

/** Below this a receiver's noise and a standing vehicle look the same: metres per second. */
export const STANDING_SPEED = 0.3;

/** The longest time at full speed that an extrapolation is worth, in seconds. */
export const LONGEST_DRIVE_SECONDS = FULL_SPEED_SECONDS + (STOPPED_SECONDS - FULL_SPEED_SECONDS) / 2;

/**
 * Seconds at full speed that lead as far as the bounded motion does in `ageSeconds` of the vehicle's own time. Zero for
 * a fix that a fast clock has put into the future.
 */
export function drivenSeconds(ageSeconds: number): number {
  const age = Math.max(0, Math.min(STOPPED_SECONDS, ageSeconds));
  const slowing = Math.max(0, age - FULL_SPEED_SECONDS);
  return age - (slowing * slowing) / (2 * (STOPPED_SECONDS - FULL_SPEED_SECONDS));
}

/** Whether a vehicle with this velocity (metres per second) and age is drawn moving. */
export function isMoving(velocityEast: number, velocityNorth: number, ageSeconds: number): boolean {
  return (
    ageSeconds < STOPPED_SECONDS && velocityEast * velocityEast + velocityNorth * velocityNorth > STANDING_SPEED ** 2
  );
}

/** Metres in a degree of latitude, or of longitude on the equator, on the sphere of `shared/domain/geodesy.ts`. */
export const METRES_PER_DEGREE = (Math.PI / 180) * 6_371_008.8;
