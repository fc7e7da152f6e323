/** How fast the estimate gives in to frames that took longer, so that it follows a drifting clock: ms a ms. */
const DRIFT = 0.002;
/** A difference above this is not the network: the server's clock was set, or another server answers. */
const STEP_MS = 2_000;

/**
 * The server's clock as seen from here. Each frame says when it left the server; the one that took the least time on
 * the way says it best (the filter of D. L. Mills, RFC 5905, section 10, for one-way messages), so a late frame does
 * not set the clock back and moving vehicles do not jerk.
 */
export interface ServerClock {
  /** A frame said `serverTimeMs` and came at `receivedAtMs` of the local monotonic clock. */
  observe(serverTimeMs: number, receivedAtMs: number): void;
  /** The server's time at a moment of the local monotonic clock, UTC ms; undefined before any frame. */
  at(monotonicMs: number): number | undefined;
}

export function createServerClock(): ServerClock {
  let offsetMs: number | undefined;
  let observedAtMs = 0;
  return {
    observe(serverTimeMs, receivedAtMs) {
      const seen = serverTimeMs - receivedAtMs;
      if (offsetMs === undefined || Math.abs(seen - offsetMs) > STEP_MS) offsetMs = seen;
      else offsetMs = Math.max(seen, offsetMs - Math.max(0, receivedAtMs - observedAtMs) * DRIFT);
      observedAtMs = receivedAtMs;
    },
    at: (monotonicMs) => (offsetMs === undefined ? undefined : monotonicMs + offsetMs),
  };
}
