import { createStore, type StoreApi } from 'zustand/vanilla';
import { type VigieContract, vigieContract } from '../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { createListeners, createRpcClient, type RpcClient, RpcError } from '../../shared/rpc/index.ts';

import { backoffMs } from '../workers/backoff.ts';
import type { Link, Transport, WorkerEnd } from './transport.ts';

/** The window's own link to its data host. Times are UTC ms by this machine's clock. */
export type HostState =
  | { readonly state: 'connecting'; readonly sinceMs: number }
  | { readonly state: 'open'; readonly sinceMs: number }
  | {
      readonly state: 'lost';
      readonly sinceMs: number;
      /** Tries that failed since. */
      readonly attempt: number;
      /** `unauthorized`: it will not come back by itself, and `nextTryAtMs` is null. */
      readonly code: string;
      readonly nextTryAtMs: number | null;
    };

/** A client that outlives its links: requests fail with `disconnected` in between, subscriptions stay. */
export type WindowClient = Pick<RpcClient<VigieContract>, 'request' | 'on'>;

export interface Connection {
  readonly kind: Transport['kind'];
  readonly host: StoreApi<HostState>;
  readonly client: WindowClient;
  /** Opens a stream on the present link; it ends with it. */
  openStream: RpcClient<VigieContract>['open'];
  /** Called each time a link opens, and at once when one is: what was shown must be asked again. */
  onOpen(listener: () => void): Disposer;
  /** Gives the worker a pipe of its own now and after each reconnection; tells it `lost` in between. */
  openWorkerChannel(worker: WorkerEnd): Disposer;
  /** Tries now instead of waiting. */
  retry: () => void;
  close(): void;
}

/** How long a data host that has just started may take for its first answer. */
const FIRST_ANSWER_TIMEOUT_MS = 10_000;
/** A link that was lost sooner than this was no success: the pauses go on growing. */
const STEADY_AFTER_MS = 3_000;

type EventName = keyof VigieContract['events'];
/** Failures that leave open whether anybody is there. */
const NO_ANSWER = new Set(['disconnected', 'timeout', 'cancelled']);
const EVENT_NAMES = Object.keys(vigieContract.events) as EventName[];

/** Keeps one link to the data host open: connects, notices the loss, tries again with growing, jittered pauses. */
export function createConnection(transport: Transport, clock: Clock, random: () => number = Math.random): Connection {
  const host = createStore<HostState>(() => ({ state: 'connecting', sinceMs: clock.nowMs() }));
  const opened = createListeners<void>();
  const events = createListeners<{ name: string; payload: unknown }>();
  const workers = new Set<WorkerEnd>();
  let link: Link | undefined;
  let client: RpcClient<VigieContract> | undefined;
  let attempt = 0;
  let openedAtMs = Number.NEGATIVE_INFINITY;
  let trying: AbortController | undefined;
  let stopWaiting: Disposer = () => undefined;
  let closed = false;

  function connect(): void {
    if (closed || trying !== undefined) return;
    stopWaiting();
    const controller = new AbortController();
    trying = controller;
    openAndGreet(controller.signal).then(
      (next) => {
        trying = undefined;
        if (closed) next.link.channel.close();
        else adopt(next.link, next.client);
      },
      (error: unknown) => {
        trying = undefined;
        if (!closed) lose(error instanceof RpcError ? error.code : 'disconnected');
      },
    );
  }

  /** A link counts as open when the data host has answered over it: a port alone may lead to a host that is dead. */
  async function openAndGreet(signal: AbortSignal): Promise<{ link: Link; client: RpcClient<VigieContract> }> {
    const next = await transport.open(signal);
    const current = createRpcClient(vigieContract, next.channel, clock);
    try {
      await current.request('health.get', {}, { signal, timeoutMs: FIRST_ANSWER_TIMEOUT_MS });
    } catch (error) {
      if (!(error instanceof RpcError) || NO_ANSWER.has(error.code)) {
        next.channel.close();
        throw error;
      }
    }
    return { link: next, client: current };
  }

  function adopt(next: Link, current: RpcClient<VigieContract>): void {
    const previous = link;
    link = next;
    client = current;
    previous?.channel.close();
    openedAtMs = clock.monotonicMs();
    for (const name of EVENT_NAMES) current.on(name, (payload) => events.emit({ name, payload }));
    host.setState({ state: 'open', sinceMs: clock.nowMs() }, true);
    current.onClose(() => {
      if (link !== next) return;
      link = undefined;
      client = undefined;
      for (const worker of workers) worker.postMessage({ type: 'lost' });
      if (closed) return;
      if (clock.monotonicMs() - openedAtMs >= STEADY_AFTER_MS) attempt = 0;
      lose('disconnected');
    });
    // The channel may have closed in between: the listener above was then called at once.
    if (link !== next) return;
    for (const worker of workers) next.attachWorker(worker);
    opened.emit();
  }

  function lose(code: string): void {
    const before = host.getState();
    const sinceMs = before.state === 'lost' ? before.sinceMs : clock.nowMs();
    const delayMs = code === 'unauthorized' ? null : backoffMs(attempt, random);
    attempt += 1;
    const nextTryAtMs = delayMs === null ? null : clock.nowMs() + delayMs;
    host.setState({ state: 'lost', sinceMs, attempt, code, nextTryAtMs }, true);
    if (delayMs !== null) stopWaiting = clock.after(delayMs, connect);
  }

  const stopOffers = transport.onOffer(connect);
  connect();

  return {
    kind: transport.kind,
    host,
    client: {
      request(name, params, options) {
        if (client !== undefined) return client.request(name, params, options);
        return Promise.reject(new RpcError('disconnected', 'there is no link to the data host'));
      },
      on: (name, listener) =>
        events.add((event) => {
          if (event.name === name) listener(event.payload as Parameters<typeof listener>[0]);
        }),
    },
    openStream(name, params, listener) {
      if (client !== undefined) return client.open(name, params, listener);
      void Promise.resolve().then(() =>
        listener.onEnd(new RpcError('disconnected', 'there is no link to the data host')),
      );
      return () => undefined;
    },
    onOpen(listener) {
      const stop = opened.add(listener);
      if (client !== undefined) listener();
      return stop;
    },
    openWorkerChannel(worker) {
      workers.add(worker);
      link?.attachWorker(worker);
      return () => void workers.delete(worker);
    },
    retry() {
      if (host.getState().state === 'lost') connect();
    },
    close() {
      closed = true;
      stopOffers();
      stopWaiting();
      trying?.abort();
      link?.channel.close();
    },
  };
}
