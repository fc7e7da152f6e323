import { type BackoffPolicy, backoffMs, STORAGE_BACKOFF, SYNC_BACKOFF } from './backoff.ts';

/**
 * The life of a pull, without time, network or disk: what to do next, given what has just happened. The driver carries
 * out the one action that each step answers (ending whatever wait was running) and reports back with an event.
 *
 *   checking   asking the server who it is
 *   resetting  throwing the rows of another server or epoch away
 *   pulling    a page is being fetched or applied
 *   idle       all is here; waiting for a poke or the next poll
 *   waiting    something failed; waiting to try again
 */
export type PullPhase = 'checking' | 'resetting' | 'pulling' | 'idle' | 'waiting';

export interface PullState {
  readonly phase: PullPhase;
  /** Failures in a row. */
  readonly failures: number;
  /** Something new was announced that the pull under way may not bring. In `idle`: a pull is about to begin. */
  readonly poked: boolean;
  /** A reset was done and no page has been applied since: a further one would go round in circles. */
  readonly hasReset: boolean;
  /** The server asked for this rest (Retry-After): nothing shortens it. */
  readonly mustRest: boolean;
}

export type PullEvent =
  | { type: 'start' }
  /** The server is a Vigie server, and the one that the cache belongs to. */
  | { type: 'checked' }
  /** The cache belongs to another server or epoch, or its cursor is not known any more. */
  | { type: 'resync' }
  | { type: 'reset' }
  | { type: 'applied'; hasMore: boolean }
  | { type: 'failed'; cause: 'server' | 'storage'; retryAfterMs?: number | undefined }
  | { type: 'elapsed' }
  /** The server said that there is something new. */
  | { type: 'poke' }
  /** The server can be talked to again, or has just been lost: worth finding out at once. */
  | { type: 'connection-changed' };

export type PullAction =
  | { type: 'check' }
  | { type: 'reset' }
  | { type: 'pull' }
  | { type: 'wait'; delayMs: number }
  | { type: 'none' };

export interface PullPolicy {
  /** Between pulls when no poke comes, ms: sockets may be blocked where HTTP passes. */
  pollMs: number;
  /** A poke is followed within this, ms. Not at once: many pokes make one pull, and many desktops do not come together. */
  pokeMs: number;
  serverBackoff: BackoffPolicy;
  storageBackoff: BackoffPolicy;
}

export const PULL_POLICY: PullPolicy = {
  pollMs: 30_000,
  pokeMs: 300,
  serverBackoff: SYNC_BACKOFF,
  storageBackoff: STORAGE_BACKOFF,
};

export function initialPullState(): PullState {
  return { phase: 'idle', failures: 0, poked: false, hasReset: false, mustRest: false };
}

/** One step. Events that do not fit the phase (a late timer, say) change nothing. */
export function stepPull(
  state: PullState,
  event: PullEvent,
  random: () => number,
  policy: PullPolicy = PULL_POLICY,
): { state: PullState; action: PullAction } {
  const stay = { state, action: { type: 'none' } } as const;
  const check = { state: { ...state, phase: 'checking' }, action: { type: 'check' } } as const;
  const pull = { state: { ...state, phase: 'pulling', poked: false }, action: { type: 'pull' } } as const;
  switch (event.type) {
    case 'start':
      return check;
    case 'checked':
      return state.phase === 'checking' ? pull : stay;
    case 'resync':
      if (state.phase !== 'checking' && state.phase !== 'pulling') return stay;
      if (state.hasReset) return fail(state, { type: 'failed', cause: 'server' }, random, policy);
      return { state: { ...state, phase: 'resetting' }, action: { type: 'reset' } };
    case 'reset':
      if (state.phase !== 'resetting') return stay;
      return { state: { ...state, phase: 'pulling', poked: false, hasReset: true }, action: { type: 'pull' } };
    case 'applied': {
      if (state.phase !== 'pulling') return stay;
      const well = { ...state, failures: 0, hasReset: false };
      if (event.hasMore) return { state: well, action: { type: 'pull' } };
      return {
        state: { ...well, phase: 'idle' },
        action: { type: 'wait', delayMs: untilNextPull(well, random, policy) },
      };
    }
    case 'failed':
      return state.phase === 'idle' || state.phase === 'waiting' ? stay : fail(state, event, random, policy);
    case 'elapsed':
      if (state.phase === 'idle') return pull;
      return state.phase === 'waiting' ? check : stay;
    case 'poke':
      if (state.poked) return stay;
      return {
        state: { ...state, poked: true },
        // A server that fails is not asked more often because it pokes.
        action: state.phase === 'idle' ? { type: 'wait', delayMs: pokeDelay(random, policy) } : { type: 'none' },
      };
    case 'connection-changed':
      return state.phase === 'idle' || (state.phase === 'waiting' && !state.mustRest) ? check : stay;
  }
}

function fail(
  state: PullState,
  event: PullEvent & { type: 'failed' },
  random: () => number,
  policy: PullPolicy,
): { state: PullState; action: PullAction } {
  const failures = state.failures + 1;
  const backoff = event.cause === 'storage' ? policy.storageBackoff : policy.serverBackoff;
  const delayMs = backoffMs(failures, backoff, random, event.retryAfterMs);
  const mustRest = event.retryAfterMs !== undefined;
  return { state: { ...state, phase: 'waiting', failures, mustRest }, action: { type: 'wait', delayMs } };
}

/** Some jitter on the poll as well: desktops that were started by the same power switch drift apart. */
function untilNextPull(state: PullState, random: () => number, policy: PullPolicy): number {
  return state.poked ? pokeDelay(random, policy) : Math.round(policy.pollMs * (0.9 + 0.2 * random()));
}

function pokeDelay(random: () => number, policy: PullPolicy): number {
  return Math.round(policy.pokeMs * random());
}
