import type { z } from 'zod';
import type { BooksSource } from '../../../shared/contract/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import { RemoteError, type RemoteCode } from '../remote/remote-error.ts';
import type { RestClient } from '../remote/rest-client.ts';
import type { Store } from '../store/store.ts';

/** An answer, where it is from, and of when, UTC ms. */
export interface Told<T> {
  value: T;
  source: Exclude<BooksSource, 'foretold'>;
  asOfMs: number;
}

/** The way to the server, or undefined where none is set. */
export type Server = () => Pick<RestClient, 'get' | 'post'> | undefined;

/** Faults of the way, not of the question: then what was said before is better than nothing. */
const AWAY: ReadonlySet<RemoteCode> = new Set([
  ...(['server-unreachable', 'server-slow', 'server-not-vigie', 'server-failed', 'server-malformed'] as const),
  ...(['unauthorized', 'issuer-unreachable'] as const),
]);

/** Between two tries of a server that was away: windows ask again with every change of rows. */
const REST_MS = 2_000;

/**
 * Asks the server, and keeps what it says; while it is away, what it said before.
 * @throws RefusedError, RemoteError where there is nothing from before either
 */
export type AskServer = <T>(path: string, schema: z.ZodType<T>, signal: AbortSignal) => Promise<Told<T>>;

/** @param isBackSince whether the server was found again after a moment, UTC ms: then it is asked at once */
export function createAskServer(
  store: Store,
  server: Server,
  clock: Clock,
  isBackSince: (atMs: number) => boolean,
): { ask: AskServer; heard: () => void } {
  let failed: { error: RemoteError; atMs: number; utcMs: number } | undefined;
  const answered: AskServer = async (path, schema, signal) => {
    try {
      const value = await ask(path, schema, signal);
      const atMs = clock.nowMs();
      await store.write(({ answers }) => answers.keep(path, { answer: value, atMs })).catch(() => undefined);
      return { value, source: 'server', asOfMs: atMs };
    } catch (error) {
      if (!(error instanceof RemoteError) || !AWAY.has(error.code)) throw error;
      const kept = store.read(({ answers }) => answers.get(path));
      const parsed = kept && schema.safeParse(kept.answer);
      if (kept === undefined || !parsed?.success) throw error;
      return { value: parsed.data, source: 'kept', asOfMs: kept.atMs };
    }
  };
  return {
    ask: answered,
    /** It answered something else: it is asked at once. */
    heard() {
      failed = undefined;
    },
  };

  async function ask<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    const rest = server();
    if (rest === undefined) throw new RemoteError('server-unreachable', 'No Vigie server is set');
    const isFresh = failed !== undefined && clock.monotonicMs() - failed.atMs < REST_MS;
    if (failed !== undefined && isFresh && !isBackSince(failed.utcMs)) throw failed.error;
    try {
      const value = await rest.get(path, schema, signal);
      failed = undefined;
      return value;
    } catch (error) {
      const isAway = error instanceof RemoteError && AWAY.has(error.code);
      failed = isAway ? { error, atMs: clock.monotonicMs(), utcMs: clock.nowMs() } : undefined;
      throw error;
    }
  }
}
