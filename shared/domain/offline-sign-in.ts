/** When an issuer last vouched for a person, as this computer remembers it. */
export interface Confirmation {
  /** By this computer's clock, UTC ms. */
  readonly hereAtMs: number;
  /** By the issuer's clock, UTC ms. */
  readonly issuerAtMs: number;
  /** What is known to have passed since, ms: it never shrinks, whatever happens to the clock. */
  readonly elapsedMs: number;
}

/** Two clocks that show the same time may be this far apart, ms. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * How much time has passed since the confirmation, ms, by a clock that may be wrong, and may have been set since. It either still has the
 * error that it had then, or was put right meanwhile: the smaller of the two is believed, since a person must not be locked out by a clock
 * that someone mended. A clock that was set to a time before the confirmation says nothing: what is known to have passed holds.
 * @param nowMs this computer's clock, UTC ms
 */
export function elapsedSince({ hereAtMs, issuerAtMs, elapsedMs }: Confirmation, nowMs: number): number {
  const believable = [nowMs - hereAtMs, nowMs - issuerAtMs].filter((passedMs) => passedMs >= -TOLERANCE_MS);
  const passedMs = believable.length === 0 ? 0 : Math.min(...believable);
  return Math.max(elapsedMs, passedMs, 0);
}

/**
 * How much longer, ms, what is kept on this computer may be shown to the person without their issuer; 0: no longer.
 * @param offlineMs how long a sign-in is kept without a network
 */
export function offlineLeftMs(confirmation: Confirmation, nowMs: number, offlineMs: number): number {
  return Math.max(0, offlineMs - elapsedSince(confirmation, nowMs));
}

/** The same confirmation, a while later: `ranMs` is what this process measured itself since it was last noted. */
export function laterConfirmation(confirmation: Confirmation, nowMs: number, ranMs: number): Confirmation {
  return { ...confirmation, elapsedMs: Math.max(confirmation.elapsedMs + ranMs, elapsedSince(confirmation, nowMs)) };
}
