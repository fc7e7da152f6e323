import type { IdentityInfo } from '../../../shared/api/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { backoffMs, SYNC_BACKOFF } from '../../../shared/sync/index.ts';
import type { Log } from '../log.ts';
import { RemoteError } from '../remote/remote-error.ts';
import { SignInError } from '../remote/sign-in/sign-in-error.ts';
import type { IssuerSettings, SignInService } from './sign-in-service.ts';

/** A question before somebody is let in waits for so long, ms. */
const PERSON_MS = 5_000;

/** What the session asks the server, again and again where it must know. */
export interface ServerQuestions {
  /** The last answer; undefined before there was one. */
  settings(): IssuerSettings | null | undefined;
  /** Asks until there is an answer. */
  keepAsking(): void;
  stop(): void;
  /** The network may be back. */
  wake(): void;
  /**
   * Where people sign in now.
   * @param kept what the server said on an earlier day: the issuer may be there though the server is not
   * @throws SignInError, RemoteError
   */
  ask(kept: IssuerSettings | null): Promise<IssuerSettings>;
  /** Who the bearer of a token is to the server; null where it does not say, in time. */
  person(accessToken: string): Promise<IdentityInfo | null>;
  close(): void;
}

interface QuestionOptions {
  service: SignInService;
  server: { url: string };
  clock: Clock;
  random: () => number;
  log: Log;
}

export function createServerQuestions(
  { service, server, clock, random, log }: QuestionOptions,
  events: { onSettings(settings: IssuerSettings | null): void; onFault(error: RemoteError): void },
): ServerQuestions {
  const ending = new AbortController();
  let known: IssuerSettings | null | undefined;
  let isAsking = false;
  let failures = 0;
  let stopWaiting: Disposer = () => undefined;

  async function again(): Promise<void> {
    stopWaiting();
    if (!isAsking || ending.signal.aborted) return;
    try {
      known = await service.settings(ending.signal);
      failures = 0;
      if (isAsking) events.onSettings(known);
      isAsking = false;
    } catch (error) {
      if (ending.signal.aborted || !isAsking) return;
      failures += 1;
      stopWaiting = clock.after(backoffMs(failures, SYNC_BACKOFF, random), () => void again());
      if (error instanceof RemoteError) events.onFault(error);
      else log.error({ err: error }, 'the server could not be asked where people sign in');
    }
  }

  return {
    settings: () => known,
    keepAsking() {
      if (isAsking) return;
      isAsking = true;
      void again();
    },
    stop() {
      isAsking = false;
      stopWaiting();
    },
    wake() {
      if (isAsking && failures > 0) void again();
    },
    async ask(kept) {
      try {
        known = await service.settings(ending.signal);
      } catch (error) {
        if (!(error instanceof RemoteError)) throw error;
        if (kept === null) throw error;
        return kept;
      }
      if (known !== null) return known;
      throw new SignInError('sign-in-refused', `${server.url} names no issuer: it is opened by a token alone`);
    },
    async person(accessToken) {
      try {
        return await service.person(accessToken, AbortSignal.any([ending.signal, AbortSignal.timeout(PERSON_MS)]));
      } catch (error) {
        log.warn({ err: error }, 'the server did not say who signed in');
        return null;
      }
    },
    close() {
      isAsking = false;
      stopWaiting();
      ending.abort();
    },
  };
}
