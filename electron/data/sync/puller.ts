import type { Fault, Health, RebuildReason } from '../../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { createListeners } from '../../../shared/rpc/index.ts';
import {
  initialPullState,
  isSameServer,
  type PullAction,
  type PullEvent,
  serverIdentity,
  stepPull,
} from '../../../shared/sync/index.ts';
import type { Log } from '../log.ts';
import { malformed } from '../remote/failure-sentences.ts';
import { RemoteError, ResyncError } from '../remote/remote-error.ts';
import type { RestClient } from '../remote/rest-client.ts';
import { StorageError } from '../store/storage-error.ts';
import type { Store } from '../store/store.ts';
import { CursorMovedError, type SyncState } from '../store/sync-state.ts';
import { applyPage } from './apply-page.ts';
import { createPageSource, type PageSource } from './page-source.ts';

export type SyncHealth = Health['sync'];

/** Keeps the cache the same as the server. */
export interface Puller {
  start(): void;
  /** There is something new on the server. */
  poke(): void;
  /** The server was lost or is back: worth asking at once. */
  connectionChanged(): void;
  /** Throws the rows away and reads them anew, as soon as the server answers: without it the old ones are better than none. */
  rebuild(): void;
  health(): SyncHealth;
  onHealth(listener: () => void): Disposer;
  /** What the last exchange with the server showed: undefined when it was well. */
  onServer(listener: (error: RemoteError | undefined) => void): Disposer;
  /**
   * The cache holds rows of the server that answers, of this epoch: edits may be sent to it. Undefined: not now, since another answers, or
   * nobody does, or the rows are being thrown away.
   */
  onOrigin(listener: (epoch: string | undefined) => void): Disposer;
  /** Waits for what is under way. The connection is its owner's to close. */
  close(): Promise<void>;
}

export interface PullerOptions {
  url: string;
  rest: Pick<RestClient, 'serviceInfo' | 'pull'>;
  store: Store;
  clock: Clock;
  random: () => number;
  log: Log;
  /** A Vigie server of the right version answers: from now on it may be shown the token. */
  onFound(): void;
}

/** After these it is not sure who answers. */
const IN_DOUBT: ReadonlySet<string> = new Set(['server-unreachable', 'server-not-vigie', 'server-incompatible']);

/** Carries out what `stepPull` decides. */
export function createPuller(options: PullerOptions): Puller {
  return new ServerPuller(options);
}

class ServerPuller implements Puller {
  readonly #options: PullerOptions;
  readonly #identity: string;
  readonly #ending = new AbortController();
  readonly #pages: PageSource;
  readonly #healthListeners = createListeners<void>();
  readonly #serverListeners = createListeners<RemoteError | undefined>();
  readonly #originListeners = createListeners<string | undefined>();
  readonly #stopListening: Disposer;
  #state = initialPullState();
  #stopWaiting: Disposer = () => undefined;
  #working: Promise<void> = Promise.resolve();
  #known: Pick<SyncState, 'isComplete' | 'lastSyncAtMs'> = { isComplete: false, lastSyncAtMs: null };
  #received = 0;
  #remaining: number | null = null;
  #fault: Fault | null = null;
  #isRebuildAsked = false;
  #rebuild: { reason: RebuildReason; atMs: number } | undefined;

  constructor(options: PullerOptions) {
    this.#options = options;
    this.#identity = serverIdentity(options.url);
    this.#pages = createPageSource(options.rest, { ...options, signal: this.#ending.signal });
    this.#stopListening = options.store.onRecovered(() => this.connectionChanged());
  }

  start(): void {
    this.#step({ type: 'start' });
  }

  poke(): void {
    this.#step({ type: 'poke' });
  }

  connectionChanged(): void {
    this.#step({ type: 'connection-changed' });
  }

  rebuild(): void {
    this.#isRebuildAsked = true;
    this.connectionChanged();
  }

  health(): SyncHealth {
    return {
      phase: this.#phase(),
      lastSyncAtMs: this.#known.lastSyncAtMs,
      received: this.#received,
      remaining: this.#remaining,
      fault: this.#fault,
      ...(this.#rebuild === undefined ? {} : { rebuild: this.#rebuild }),
    };
  }

  onHealth(listener: () => void): Disposer {
    return this.#healthListeners.add(listener);
  }

  onServer(listener: (error: RemoteError | undefined) => void): Disposer {
    return this.#serverListeners.add(listener);
  }

  onOrigin(listener: (epoch: string | undefined) => void): Disposer {
    return this.#originListeners.add(listener);
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#stopListening();
    this.#stopWaiting();
    await this.#working;
  }

  #phase(): SyncHealth['phase'] {
    if (this.#state.phase === 'waiting') return 'waiting';
    if (!this.#known.isComplete) return 'first';
    return this.#state.phase === 'idle' ? 'idle' : 'pulling';
  }

  #step(event: PullEvent): void {
    if (this.#ending.signal.aborted) return;
    const { state, action } = stepPull(this.#state, event, this.#options.random);
    this.#state = state;
    if (action.type === 'none') return;
    this.#stopWaiting();
    if (action.type === 'wait') {
      this.#stopWaiting = this.#options.clock.after(action.delayMs, () => this.#step({ type: 'elapsed' }));
    } else this.#working = this.#perform(action);
    this.#healthListeners.emit();
  }

  async #perform(action: PullAction): Promise<void> {
    let event: PullEvent;
    try {
      event = await this.#carryOut(action);
    } catch (error) {
      this.#pages.drop();
      if (this.#ending.signal.aborted) return;
      event = this.#failed(error);
    }
    this.#step(event);
  }

  async #carryOut(action: PullAction): Promise<PullEvent> {
    if (action.type === 'check') return this.#check();
    if (action.type === 'pull') return this.#pull();
    await this.#options.store.write((cache) => cache.clear());
    this.#isRebuildAsked = false;
    this.#known = { isComplete: false, lastSyncAtMs: null };
    this.#remaining = null;
    return { type: 'reset' };
  }

  async #check(): Promise<PullEvent> {
    const { epoch } = await this.#options.rest.serviceInfo(this.#ending.signal);
    this.#options.onFound();
    const { origin } = this.#readState();
    if (origin !== null && !isSameServer(origin, { serverIdentity: this.#identity, epoch }))
      return this.#resync(differenceOf(origin.epoch, epoch));
    if (this.#isRebuildAsked) return this.#resync('asked');
    if (origin !== null) this.#originListeners.emit(epoch);
    return { type: 'checked' };
  }

  async #pull(): Promise<PullEvent> {
    if (this.#isRebuildAsked) return this.#resync('asked');
    const { store, clock } = this.#options;
    const { origin, cursor } = this.#readState();
    const fetched = await this.#pages.take(cursor);
    const { page } = fetched;
    if (origin !== null && page.epoch !== origin.epoch) return this.#resync('epoch-changed');
    if (page.hasMore) this.#pages.fetchAhead(page.cursor);
    const beganAtMs = clock.monotonicMs();
    const source = { from: cursor, serverIdentity: this.#identity, atMs: clock.nowMs() };
    await store.write((cache) => applyPage(cache, page, source));
    this.#pages.applied(fetched, clock.monotonicMs() - beganAtMs);
    this.#readState();
    this.#received = (this.#remaining === null ? 0 : this.#received) + page.changes.length;
    this.#remaining = page.hasMore ? page.remaining : null;
    this.#fault = null;
    this.#serverListeners.emit(undefined);
    this.#originListeners.emit(page.epoch);
    // Asked for while this page was on its way: not at the next poll, but now.
    return { type: 'applied', hasMore: page.hasMore || this.#isRebuildAsked };
  }

  #readState(): SyncState {
    const state = this.#options.store.read((cache) => cache.syncState());
    this.#known = state;
    return state;
  }

  #resync(reason: RebuildReason): PullEvent {
    this.#pages.drop();
    this.#options.log.warn({ reason }, 'the cache is emptied and filled anew from the server');
    this.#rebuild = { reason, atMs: this.#options.clock.nowMs() };
    this.#originListeners.emit(undefined);
    return { type: 'resync' };
  }

  #failed(error: unknown): PullEvent {
    if (error instanceof ResyncError) {
      if (!this.#state.hasReset) return this.#resync('cursor-expired');
      return this.#failed(malformed(this.#options.url, 'it asks to read anew what is being read anew'));
    }
    // Asked for before the cache was emptied: the page is dropped, and the right one asked for.
    if (error instanceof CursorMovedError) return { type: 'applied', hasMore: true };
    if (error instanceof StorageError) {
      this.#setFault(error.code, error.message);
      return { type: 'failed', cause: 'storage' };
    }
    if (error instanceof RemoteError) {
      if (error.code === 'server-slow') this.#pages.tooSlow();
      this.#setFault(error.code, error.message);
      if (this.#state.phase === 'checking' || IN_DOUBT.has(error.code)) this.#originListeners.emit(undefined);
      this.#serverListeners.emit(error);
      return { type: 'failed', cause: 'server', retryAfterMs: error.retryAfterMs };
    }
    // A defect must not end the sync for good: it is logged whole, shown, and tried again.
    this.#options.log.error({ err: error }, 'the pull failed unexpectedly');
    this.#setFault('internal', 'The pull failed unexpectedly: the log says why.');
    return { type: 'failed', cause: 'server' };
  }

  #setFault(code: Fault['code'], message: string): void {
    const before = this.#fault;
    if (before?.code === code && before.message === message) return;
    this.#options.log.warn({ code, server: this.#options.url }, message);
    this.#fault = { code, message, sinceMs: before?.code === code ? before.sinceMs : this.#options.clock.nowMs() };
  }
}

/** An empty epoch: a version of Vigie that was sent less than this one wants had filled the cache. */
function differenceOf(epochHere: string, epochThere: string): RebuildReason {
  if (epochHere === '') return 'version-changed';
  return epochHere === epochThere ? 'server-changed' : 'epoch-changed';
}
