import { setImmediate as nextTurn } from 'node:timers/promises';
import { MAX_PUSH_BYTES, type Mutation, type MutationAnswer, type PushResponse } from '../../../shared/api/index.ts';
import type { Fault } from '../../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { createListeners } from '../../../shared/rpc/index.ts';
import {
  initialPushState,
  isSameServer,
  type PushAction,
  type PushEvent,
  serverIdentity,
  stepPush,
} from '../../../shared/sync/index.ts';
import type { Log } from '../log.ts';
import { RemoteError, ResyncError, TooLargeError } from '../remote/remote-error.ts';
import type { RestClient } from '../remote/rest-client.ts';
import { StorageError } from '../store/storage-error.ts';
import type { Store } from '../store/store.ts';
import { createPushBatches } from './push-batches.ts';

/** Brings the edits of the outbox to the server, in order, one batch at a time. */
export interface Pusher {
  /** The cache holds rows of the server that answers, of this epoch: edits may be sent to it. */
  opened(epoch: string): void;
  /** It is not known who answers, or the cache is being read anew. */
  closed(): void;
  /** An edit was made, or one may go that could not. */
  queued(): void;
  /** The server can be talked to again: worth finding out at once. */
  connectionChanged(): void;
  health(): { isSending: boolean; fault: Fault | null };
  onHealth(listener: () => void): Disposer;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

export interface PusherOptions {
  url: string;
  rest: Pick<RestClient, 'push'>;
  store: Store;
  clock: Clock;
  random: () => number;
  log: Log;
  /** It seems that another server, or another history of it, answers: worth finding out. */
  onDoubt(): void;
  /** Edits were applied: others may have come with them. */
  onApplied(): void;
}

/** Answers are stored for so long before others get their turn, ms. */
const SLICE_MS = 6;

/** A server that asks for a longer rest is asked again after this, ms. */
const LONGEST_REST_MS = 10 * 60_000;

/** The cache went to another server or epoch while a batch was made or under way: what was answered is asked for again. */
class OriginMovedError extends Error {
  override name = 'OriginMovedError';
}

/** Carries out what `stepPush` decides. */
export function createPusher(options: PusherOptions): Pusher {
  return new OutboxPusher(options);
}

class OutboxPusher implements Pusher {
  readonly #options: PusherOptions;
  readonly #identity: string;
  readonly #ending = new AbortController();
  readonly #batches = createPushBatches();
  readonly #healthListeners = createListeners<void>();
  #state = initialPushState();
  #epoch = '';
  #stopWaiting: Disposer = () => undefined;
  #working: Promise<void> = Promise.resolve();
  #fault: Fault | null = null;
  /** A rest that the server asked for outlives a lost connection, monotonic ms. */
  #restUntilMs = 0;
  /** Asked already, with no success since, who answers: asking again and again would be no pause at all. */
  #hasDoubted = false;
  /** On its way, or answered and not stored. */
  #batch: readonly Mutation[] = [];

  constructor(options: PusherOptions) {
    this.#options = options;
    this.#identity = serverIdentity(options.url);
  }

  opened(epoch: string): void {
    this.#epoch = epoch;
    const restMs = this.#restUntilMs - this.#options.clock.monotonicMs();
    if (this.#state.phase !== 'closed' || restMs <= 0) return this.#step({ type: 'opened' });
    this.#stopWaiting();
    this.#stopWaiting = this.#options.clock.after(restMs, () => this.opened(epoch));
  }

  closed(): void {
    if (this.#state.phase === 'closed') this.#stopWaiting();
    this.#step({ type: 'closed' });
  }

  queued(): void {
    this.#step({ type: 'queued' });
  }

  connectionChanged(): void {
    this.#step({ type: 'connection-changed' });
  }

  health(): { isSending: boolean; fault: Fault | null } {
    return { isSending: this.#batch.length > 0, fault: this.#fault };
  }

  onHealth(listener: () => void): Disposer {
    return this.#healthListeners.add(listener);
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#stopWaiting();
    await this.#working;
  }

  #step(event: PushEvent): void {
    if (this.#ending.signal.aborted) return;
    const { state, action } = stepPush(this.#state, event, this.#options.random);
    this.#state = state;
    if (action.type === 'none') return;
    this.#stopWaiting();
    if (action.type === 'send') this.#working = this.#perform();
    else if (action.type === 'wait') this.#wait(action);
    this.#healthListeners.emit();
  }

  #wait({ delayMs }: PushAction & { type: 'wait' }): void {
    this.#stopWaiting = this.#options.clock.after(delayMs, () => this.#step({ type: 'elapsed' }));
  }

  async #perform(): Promise<void> {
    const event = await this.#send().catch((error: unknown) => this.#failed(error));
    this.#batch = [];
    this.#step(event);
  }

  async #send(): Promise<PushEvent> {
    const { rest, clock } = this.#options;
    const epoch = this.#epoch;
    const batch = await this.#begin(epoch);
    if (batch.length === 0) {
      this.#fault = null;
      return { type: 'sent', hasMore: false };
    }
    this.#healthListeners.emit();
    const beganAtMs = clock.monotonicMs();
    const { answers } = await rest.push({ epoch, mutations: batch }, this.#ending.signal);
    if (answers.length === 0) throw this.#withoutAnswer();
    await this.#settle(answers, epoch);
    this.#batches.settled(batch, clock.monotonicMs() - beganAtMs);
    this.#fault = null;
    this.#hasDoubted = false;
    this.#tell(answers, batch.length);
    return { type: 'sent', hasMore: true };
  }

  /** Notes, before it is done, that these are sent: whoever is killed in between finds that they may have arrived. */
  async #begin(epoch: string): Promise<Mutation[]> {
    const { store, clock } = this.#options;
    const isEmpty = store.read((cache) => cache.outbox.sendable(this.#identity, 1, MAX_PUSH_BYTES)).length === 0;
    if (isEmpty) return [];
    this.#batch = await store.write((cache) => {
      this.#checkOrigin(epoch);
      const batch = this.#batches.take(cache.outbox, this.#identity);
      cache.outbox.attempted(
        batch.map(({ mutationId }) => mutationId),
        clock.nowMs(),
      );
      return batch;
    });
    return [...this.#batch];
  }

  /** All answers, with the rows that they bring, or none. */
  #settle(answers: PushResponse['answers'], epoch: string): Promise<void> {
    return this.#options.store.write(async (cache) => {
      this.#checkOrigin(epoch);
      let beganAtMs = performance.now();
      for (const answer of answers) {
        if (performance.now() - beganAtMs > SLICE_MS) {
          await nextTurn();
          beganAtMs = performance.now();
        }
        cache.outbox.settle([answer]);
      }
    });
  }

  /** Within a transaction, where nobody else can move it. Rows of one history have nothing to do with those of another. */
  #checkOrigin(epoch: string): void {
    const { origin } = this.#options.store.read((cache) => cache.syncState());
    if (origin === null || !isSameServer(origin, { serverIdentity: this.#identity, epoch }))
      throw new OriginMovedError('the cache does not hold the rows of this server and epoch');
  }

  #withoutAnswer(): RemoteError {
    return new RemoteError('server-slow', `${this.#options.url} took none of the edits in its time: Vigie asks again`);
  }

  #tell(answers: readonly MutationAnswer[], sent: number): void {
    const count = (...results: MutationAnswer['result'][]) =>
      answers.filter(({ result }) => results.includes(result)).length;
    const counts = { sent, applied: count('applied'), duplicates: count('duplicate') };
    const refused = { conflicts: count('conflict'), rejected: count('rejected') };
    this.#options.log.info({ ...counts, ...refused }, 'edits were sent');
    if (counts.applied + counts.duplicates > 0) this.#options.onApplied();
  }

  async #failed(error: unknown): Promise<PushEvent> {
    const batch = this.#batch;
    // Whatever it says, it is about the end.
    if (this.#ending.signal.aborted || error instanceof OriginMovedError) return { type: 'failed', cause: 'server' };
    if (error instanceof ResyncError) {
      this.#doubt();
      return { type: 'failed', cause: 'server' };
    }
    if (error instanceof StorageError) {
      this.#setFault(error.code, error.message);
      return { type: 'failed', cause: 'storage' };
    }
    if (error instanceof TooLargeError) return this.#tooLarge(error, batch);
    if (error instanceof RemoteError) {
      if (error.code === 'server-slow' || error.isCut) this.#batches.tooMuch(batch);
      else if (error.code === 'server-failed' || error.code === 'server-malformed') this.#batches.failedAt(batch);
      else if (error.code === 'server-not-vigie' || error.code === 'server-incompatible') this.#doubt();
      this.#setFault(error.code, error.message);
      if (error.retryAfterMs !== undefined)
        this.#restUntilMs = this.#options.clock.monotonicMs() + Math.min(error.retryAfterMs, LONGEST_REST_MS);
      return { type: 'failed', cause: 'server', retryAfterMs: error.retryAfterMs };
    }
    // A defect must not stop the queue for good: it is logged whole, shown, and tried again with less.
    this.#batches.failedAt(batch);
    this.#options.log.error({ err: error }, 'the push failed unexpectedly');
    this.#setFault('internal', 'The push failed unexpectedly: the log says why.');
    return { type: 'failed', cause: 'server' };
  }

  /** Less is sent, at once; what is too large even alone is for a person to see. */
  async #tooLarge(error: TooLargeError, batch: readonly Mutation[]): Promise<PushEvent> {
    this.#batches.tooMuch(batch);
    const [only] = batch;
    if (only === undefined || batch.length > 1) return { type: 'sent', hasMore: true };
    this.#options.log.warn({ mutationId: only.mutationId }, 'an edit is larger than the server takes');
    try {
      await this.#options.store.write((cache) => cache.outbox.refuse(only.mutationId, error.message));
    } catch (failure) {
      return this.#failed(failure);
    }
    return { type: 'sent', hasMore: true };
  }

  #doubt(): void {
    if (this.#hasDoubted) return;
    this.#hasDoubted = true;
    this.#options.onDoubt();
  }

  #setFault(code: Fault['code'], message: string): void {
    const before = this.#fault;
    if (before?.code === code && before.message === message) return;
    this.#options.log.warn({ code, server: this.#options.url }, message);
    this.#fault = { code, message, sinceMs: before?.code === code ? before.sinceMs : this.#options.clock.nowMs() };
  }
}
