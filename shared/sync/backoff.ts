/** How the pauses between tries grow. */
export interface BackoffPolicy {
  /** Upper bound of the first pause, ms; it doubles with each further failure. */
  baseMs: number;
  /** Upper bound of any pause, ms. */
  maximumMs: number;
  /** No pause is shorter, ms: chance may not turn a pause into none. */
  minimumMs: number;
}

export const SYNC_BACKOFF: BackoffPolicy = { baseMs: 1_000, maximumMs: 60_000, minimumMs: 200 };
/** A disk that is full or read-only: tried so often that it is back within seconds of being mended. */
export const STORAGE_BACKOFF: BackoffPolicy = { baseMs: 2_000, maximumMs: 5_000, minimumMs: 1_000 };

/** A server that asks for a longer rest than this gets asked again after it: an hour would look like a defect. */
const LONGEST_RETRY_AFTER_MS = 10 * 60_000;

/**
 * Milliseconds to wait before try number `failures + 1`: exponential with full jitter (M. Brooker, "Exponential Backoff
 * And Jitter", AWS Architecture Blog, 2015), so that a thousand desktops do not come back in the same instant.
 * @param failures failures in a row so far, from 1
 * @param random uniform in [0, 1)
 * @param retryAfterMs what the server asked for: never less is waited, and a little more, again for the jitter
 */
export function backoffMs(
  failures: number,
  policy: BackoffPolicy,
  random: () => number,
  retryAfterMs?: number,
): number {
  const ceiling = Math.min(policy.maximumMs, policy.baseMs * 2 ** Math.min(failures - 1, 30));
  const jittered = Math.max(policy.minimumMs, Math.round(random() * ceiling));
  if (retryAfterMs === undefined) return jittered;
  return Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS) + Math.round(random() * policy.baseMs);
}
