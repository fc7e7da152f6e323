/**
 * How a vehicle goes from where it was taken to be to where a new fix says that it is: evenly, until the next frame is
 * due, instead of by a jump. The records of the frame before stay on the GPU, so that this costs no upload and no memory
 * a vehicle here; see docs/adr on smooth motion.
 */

/** The longest that it takes, milliseconds. */
const LONGEST_BLEND_MS = 1_000;
/** What is farther than so many seconds of driving was no error of dead reckoning: it is shown at once. */
export const BLEND_MOST_SECONDS = 5;
/** A vehicle that stands still has its fixes wander as if it drove so fast, metres per second. */
export const BLEND_LEAST_SPEED = 3;
/** Farther out a correction is too small to be seen as a jump, and the fleet is drawn too seldom for it. */
export const BLEND_FROM_ZOOM = 12.5;

export interface Blend {
  /** When the frame came, by the monotonic clock. */
  readonly arrivedAtMs: number;
  readonly durationMs: number;
}

/** A blend that is over when the next frame is due, if frames go on coming as these two did. */
export function blendBetween(beforeArrivedAtMs: number, arrivedAtMs: number): Blend {
  return { arrivedAtMs, durationMs: Math.min(LONGEST_BLEND_MS, arrivedAtMs - beforeArrivedAtMs) };
}

/** 0 where vehicles were taken to be before a frame came, 1 where the frame says; 1 where there was none before. */
export function blendAt(blend: Blend | undefined, monotonicMs: number): number {
  if (blend === undefined || blend.durationMs <= 0) return 1;
  return Math.max(0, Math.min(1, (monotonicMs - blend.arrivedAtMs) / blend.durationMs));
}
