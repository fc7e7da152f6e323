export const FIRST_DELAY_MS = 250;
export const LONGEST_DELAY_MS = 10_000;

/**
 * How long to wait before try number `attempt` (0 for the first after a loss), in milliseconds: doubling from
 * `FIRST_DELAY_MS` to `LONGEST_DELAY_MS`, of which a random half is taken off, so that windows that were cut off
 * together do not come back together ("equal jitter", M. Brooker, "Exponential Backoff and Jitter", AWS 2015).
 */
export function backoffMs(attempt: number, random: () => number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 30));
  return full / 2 + (full / 2) * random();
}
