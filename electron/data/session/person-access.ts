import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { createListeners } from '../../../shared/rpc/index.ts';
import { type BackoffPolicy, backoffMs } from '../../../shared/sync/index.ts';
import type { Log } from '../log.ts';
import type { Access } from '../remote/access.ts';
import { RemoteError } from '../remote/remote-error.ts';
import type { Granted, Issuer } from '../remote/sign-in/issuer.ts';
import { SignInEndedError, SignInError } from '../remote/sign-in/sign-in-error.ts';

/** An issuer that does not answer is asked again with these pauses. */
const RENEWAL_BACKOFF: BackoffPolicy = { baseMs: 2_000, maximumMs: 60_000, minimumMs: 1_000 };
/** Of an access token that does not say how long it holds, ms. */
const SHORT_LIFE_MS = 5 * 60_000;
/** The earliest and the latest part of a token's life at which it is renewed: a fleet of desktops does not come at once. */
const RENEW_FROM = 0.6;
const RENEW_UNTIL = 0.8;
/** A token with less left than this is not sent any more: it might end on its way. Part of its life, and ms. */
const LEFT_PART = 0.1;
const LEFT_MOST_MS = 30_000;
/** A token that is refused sooner than this after it was made is not renewed: the server would refuse the next one as well, ms. */
const FRESH_MS = 30_000;

export interface PersonAccess extends Access {
  /** Takes what a sign-in gave. */
  adopt(granted: Granted): void;
  /** The network may be back: a renewal that waits is tried now. */
  wake(): void;
  /** Asks the issuer now whether it still vouches for the person. @throws SignInError, SignInEndedError */
  confirm(): Promise<void>;
  /** For its revocation, and to end the session; null where there is none. */
  secrets(): { refreshToken: string | null; identityToken: string | null };
  /** Waits for a renewal under way: what it brings replaces what is kept. Never fails. */
  settle(): Promise<void>;
  /** Nothing is known any more, and nothing asked. */
  close: Disposer;
}

export interface PersonAccessOptions {
  issuer: Pick<Issuer, 'renew' | 'settings'>;
  clock: Clock;
  random: () => number;
  log: Log;
  /** Kept from an earlier run. */
  secrets: { refreshToken: string | null; identityToken: string | null };
  /** The issuer gave something new: it vouches for the person now. Kept before it is used. */
  onGranted(granted: Granted): void;
  /** The issuer vouches for them no more. */
  onEnded(): void;
}

interface Token {
  text: string;
  lifeMs: number;
  madeMonotonicMs: number;
  /** When it ends, by both clocks: one may stand still while the computer sleeps, the other may be set. */
  endsAtMs: number;
  endsMonotonicMs: number;
}

/** Keeps the access token of a person fresh: renewed before it ends, one renewal at a time, at a time that chance picks. */
export function createPersonAccess(options: PersonAccessOptions): PersonAccess {
  const { issuer, clock, random, log } = options;
  const renewed = createListeners<void>();
  let { refreshToken, identityToken } = options.secrets;
  let token: Token | undefined;
  let renewal: Promise<void> | undefined;
  let stopTimer: Disposer = () => undefined;
  let failures = 0;
  /** The present token was shown to somebody. */
  let hasGiven = false;
  let isClosed = false;

  /** For somebody who shows it. */
  function give(): string | null {
    hasGiven ||= token !== undefined;
    return token?.text ?? null;
  }

  function isGood({ lifeMs, endsAtMs, endsMonotonicMs }: Token): boolean {
    const neededMs = Math.min(lifeMs * LEFT_PART, LEFT_MOST_MS);
    return Math.min(endsAtMs - clock.nowMs(), endsMonotonicMs - clock.monotonicMs()) > neededMs;
  }

  function adopt(granted: Granted): void {
    if (isClosed) return;
    const lifeMs = granted.lifetimeMs ?? SHORT_LIFE_MS;
    token = {
      text: granted.accessToken,
      lifeMs,
      madeMonotonicMs: clock.monotonicMs(),
      endsAtMs: clock.nowMs() + lifeMs,
      endsMonotonicMs: clock.monotonicMs() + lifeMs,
    };
    refreshToken = granted.refreshToken ?? refreshToken;
    identityToken = granted.identity?.text ?? identityToken;
    failures = 0;
    options.onGranted(granted);
    plan(lifeMs * (RENEW_FROM + (RENEW_UNTIL - RENEW_FROM) * random()));
    if (hasGiven) renewed.emit();
    hasGiven = false;
  }

  function plan(delayMs: number): void {
    stopTimer();
    stopTimer = clock.after(delayMs, () => void renew().catch(() => undefined));
  }

  function renew(): Promise<void> {
    renewal ??= perform().finally(() => {
      renewal = undefined;
    });
    return renewal;
  }

  async function perform(): Promise<void> {
    if (refreshToken === null) throw ended();
    try {
      adopt(await issuer.renew(refreshToken));
    } catch (error) {
      if (isClosed) throw error;
      if (error instanceof SignInEndedError) throw ended();
      failures += 1;
      plan(backoffMs(failures, RENEWAL_BACKOFF, random));
      const message = error instanceof Error ? error.message : String(error);
      log.warn({ issuer: issuer.settings.issuer, failures }, `a sign-in could not be renewed: ${message}`);
      throw error;
    }
  }

  function ended(): SignInEndedError {
    stopTimer();
    token = undefined;
    refreshToken = null;
    options.onEnded();
    return new SignInEndedError(issuer.settings.issuer);
  }

  return {
    adopt,
    async token() {
      if (token !== undefined && isGood(token)) return give();
      try {
        await renew();
      } catch (error) {
        throw remoteErrorOf(error);
      }
      return give();
    },
    async refused(refusedText) {
      // Another one has come meanwhile.
      if (token !== undefined && token.text !== refusedText) return true;
      if (token !== undefined && clock.monotonicMs() - token.madeMonotonicMs < FRESH_MS) return false;
      token = undefined;
      try {
        await renew();
        return true;
      } catch (error) {
        throw remoteErrorOf(error);
      }
    },
    onRenewed: (listener) => renewed.add(listener),
    wake() {
      if (refreshToken === null) return;
      if (failures > 0 || token === undefined || !isGood(token)) void renew().catch(() => undefined);
    },
    confirm: renew,
    settle: () => renewal?.catch(() => undefined) ?? Promise.resolve(),
    secrets: () => ({ refreshToken, identityToken }),
    close() {
      isClosed = true;
      stopTimer();
      token = undefined;
      refreshToken = null;
      identityToken = null;
    },
  };
}

/** As those who talk to the server tell it: who must sign in again is refused, an issuer that is away is a network that is. */
function remoteErrorOf(error: unknown): RemoteError {
  if (error instanceof SignInEndedError) return new RemoteError('unauthorized', error.message, { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof SignInError && error.code !== 'issuer-unreachable')
    return new RemoteError('unauthorized', message, { cause: error });
  return new RemoteError('issuer-unreachable', message, { cause: error });
}
