import { type BackoffPolicy, backoffMs, STORAGE_BACKOFF, SYNC_BACKOFF } from './backoff.ts';

/**
 * The life of the outbox, without time, network or disk, as pull-machine.ts is that of the pull. The driver carries out the one action
 * that each step answers, and reports back.
 *
 *   closed    no server may be sent to: none was found, it is another one, or the cache is being read anew
 *   idle      nothing is there to send
 *   sending   a batch is on its way
 *   waiting   something failed; waiting to try again
 */
export type PushPhase = 'closed' | 'idle' | 'sending' | 'waiting';

export interface PushState {
  readonly phase: PushPhase;
  /** Failures in a row. */
  readonly failures: number;
  /** Something was queued that the batch under way does not hold. */
  readonly hasMore: boolean;
  /** The server was lost while a batch was under way: what comes of it is told, and then nothing is sent. */
  readonly mustClose: boolean;
  /** The server asked for this rest (Retry-After): nothing shortens it. */
  readonly mustRest: boolean;
}

export type PushEvent =
  /** The server whose rows the cache holds answers. */
  | { type: 'opened' }
  | { type: 'closed' }
  /** An edit was queued, or one that waited may go. */
  | { type: 'queued' }
  | { type: 'sent'; hasMore: boolean }
  | { type: 'failed'; cause: 'server' | 'storage'; retryAfterMs?: number | undefined }
  | { type: 'elapsed' }
  /** The server can be talked to again: worth finding out at once. */
  | { type: 'connection-changed' };

export type PushAction = { type: 'send' } | { type: 'wait'; delayMs: number } | { type: 'rest' } | { type: 'none' };

export interface PushPolicy {
  serverBackoff: BackoffPolicy;
  storageBackoff: BackoffPolicy;
}
export const PUSH_POLICY: PushPolicy = { serverBackoff: SYNC_BACKOFF, storageBackoff: STORAGE_BACKOFF };

export function initialPushState(): PushState {
  return { phase: 'closed', failures: 0, hasMore: false, mustClose: false, mustRest: false };
}

/**
 * One step. `rest` ends whatever wait was running. Events that do not fit the phase change nothing. A batch is never sent beside
 * another: order is kept by there being one.
 */
export function stepPush(
  state: PushState,
  event: PushEvent,
  random: () => number,
  policy: PushPolicy = PUSH_POLICY,
): { state: PushState; action: PushAction } {
  const stay = { state, action: { type: 'none' } } as const;
  const send = {
    state: { ...state, phase: 'sending', hasMore: false, mustClose: false, mustRest: false },
    action: { type: 'send' },
  } as const;
  const close = { state: { ...initialPushState(), failures: state.failures }, action: { type: 'rest' } } as const;
  switch (event.type) {
    case 'opened':
      if (state.phase === 'closed') return send;
      return state.mustClose ? { state: { ...state, mustClose: false }, action: { type: 'none' } } : stay;
    case 'closed':
      if (state.phase === 'sending') return { state: { ...state, mustClose: true }, action: { type: 'none' } };
      return state.phase === 'closed' ? stay : close;
    case 'queued':
      if (state.phase === 'idle') return send;
      return state.phase === 'sending' ? { state: { ...state, hasMore: true }, action: { type: 'none' } } : stay;
    case 'sent': {
      if (state.phase !== 'sending') return stay;
      if (state.mustClose) return { ...close, state: initialPushState() };
      const well = { ...state, failures: 0 };
      if (event.hasMore || state.hasMore) return { ...send, state: { ...send.state, failures: 0 } };
      return { state: { ...well, phase: 'idle' }, action: { type: 'rest' } };
    }
    case 'failed': {
      if (state.phase !== 'sending') return stay;
      const failures = state.failures + 1;
      if (state.mustClose) return { ...close, state: { ...initialPushState(), failures } };
      const backoff = event.cause === 'storage' ? policy.storageBackoff : policy.serverBackoff;
      const delayMs = backoffMs(failures, backoff, random, event.retryAfterMs);
      const mustRest = event.retryAfterMs !== undefined;
      return { state: { ...state, phase: 'waiting', failures, mustRest }, action: { type: 'wait', delayMs } };
    }
    case 'elapsed':
      return state.phase === 'waiting' ? send : stay;
    case 'connection-changed':
      return state.phase === 'waiting' && !state.mustRest ? send : stay;
  }
}
