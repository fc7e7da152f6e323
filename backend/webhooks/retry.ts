const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Before each further try of an event, as the Standard Webhooks specification suggests. */
const PAUSES_MS = [5_000, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS];
/** Pauses are longer or shorter by up to this part of them. */
const JITTER = 0.2;

/** An event is given up after so many tries. */
export const MOST_ATTEMPTS = PAUSES_MS.length + 1;
/** An address that has failed for so long, without a success, is told nothing more. */
export const DISABLED_AFTER_MS = 3 * 24 * HOUR_MS;

/**
 * Milliseconds until the next try.
 * @param attempts tries so far, from 1
 * @param random uniform in [0, 1)
 * @param asked what the receiver asked for: not less is waited
 */
export function pauseMs(attempts: number, random: () => number, asked = 0): number {
  const pause = PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1] ?? 0;
  return Math.max(Math.round(pause * (1 - JITTER + 2 * JITTER * random())), asked);
}
