import type { Clock, Disposer } from '../domain/clock.ts';
import type { Channel } from './channel.ts';
import type { AskedOpenParamsOf, AskedParamsOf, Contract, EventOf, ItemOf, ResultOf } from './contract.ts';
import { RpcError } from './error.ts';
import { createListeners } from './listeners.ts';
import { type ClientMessage, type ServerMessage, serverMessage } from './messages.ts';

/** The part of AbortSignal that is needed here, so that this file needs no DOM. */
export interface AbortLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface RequestOptions {
  signal?: AbortLike;
  /** Milliseconds until the request fails with `timeout`; 30,000 when not said. */
  timeoutMs?: number;
}

export interface StreamListener<Item> {
  /** Called for each item; it is acknowledged when this returns, or when the promise that it returns settles. */
  onItem(item: Item): void | Promise<void>;
  /** Called once when the stream ends for another reason than the disposer, with why. */
  onEnd(error: RpcError): void;
}

/** A typed client of a contract. Every pending promise settles: answered, failed, timed out or disconnected. */
export interface RpcClient<C extends Contract> {
  request<M extends keyof C['methods'] & string>(
    name: M,
    params: AskedParamsOf<C, M>,
    options?: RequestOptions,
  ): Promise<ResultOf<C, M>>;
  on<E extends keyof C['events'] & string>(name: E, listener: (payload: EventOf<C, E>) => void): Disposer;
  open<S extends keyof C['streams'] & string>(
    name: S,
    params: AskedOpenParamsOf<C, S>,
    listener: StreamListener<ItemOf<C, S>>,
  ): Disposer;
  onClose(listener: () => void): Disposer;
  close(): void;
}

const DEFAULT_TIMEOUT_MS = 30_000;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: RpcError): void;
}

export function createRpcClient<C extends Contract>(_contract: C, channel: Channel, clock: Clock): RpcClient<C> {
  const waiting = new Map<number, Waiting>();
  const streams = new Map<number, StreamListener<unknown>>();
  const events = createListeners<{ name: string; payload: unknown }>();
  let nextId = 1;
  let closed = false;
  const send = (message: ClientMessage) => channel.send(message);

  function receive(message: ServerMessage): void {
    switch (message.type) {
      case 'response':
        return settle(message.id, (entry) => entry.resolve(message.value));
      case 'failure':
        return settle(message.id, (entry) => entry.reject(RpcError.fromShape(message.error)));
      case 'event':
        return events.emit(message);
      case 'item':
        void deliver(message.id, message.sequence, message.value);
        return;
      case 'end': {
        const listener = streams.get(message.id);
        streams.delete(message.id);
        listener?.onEnd(
          message.error === undefined
            ? new RpcError('disconnected', 'the stream ended')
            : RpcError.fromShape(message.error),
        );
      }
    }
  }

  async function deliver(id: number, sequence: number, value: unknown): Promise<void> {
    const listener = streams.get(id);
    if (listener === undefined) return;
    try {
      await listener.onItem(value);
    } catch (error) {
      // A reader that throws has lost the thread: end the stream, so that it opens anew from a known state.
      streams.delete(id);
      send({ type: 'close', id });
      listener.onEnd(new RpcError('internal', `the reader failed: ${String(error)}`));
      return;
    }
    if (streams.has(id)) send({ type: 'ack', id, sequence });
  }

  function settle(id: number, action: (entry: Waiting) => void): void {
    const entry = waiting.get(id);
    if (entry === undefined) return;
    waiting.delete(id);
    action(entry);
  }

  channel.onMessage((raw) => {
    const parsed = serverMessage.safeParse(raw);
    if (parsed.success) receive(parsed.data);
    else channel.close();
  });
  channel.onClose(() => {
    closed = true;
    const gone = () => new RpcError('disconnected', 'the connection closed before the answer came');
    for (const id of [...waiting.keys()]) settle(id, (entry) => entry.reject(gone()));
    const ended = [...streams.values()];
    streams.clear();
    for (const listener of ended) listener.onEnd(gone());
  });

  return {
    request(name, params, options = {}) {
      return new Promise((resolve, reject) => {
        if (closed) return reject(new RpcError('disconnected', 'the connection is closed'));
        if (options.signal?.aborted === true) return reject(new RpcError('cancelled', `${name} was cancelled`));
        const id = nextId++;
        const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
        const giveUp = (error: RpcError) => {
          if (!waiting.has(id)) return;
          settle(id, (entry) => entry.reject(error));
          send({ type: 'cancel', id });
        };
        const abort = () => giveUp(new RpcError('cancelled', `${name} was cancelled`));
        const stopTimer = clock.after(timeoutMs, () =>
          giveUp(new RpcError('timeout', `${name} was not answered within ${timeoutMs} ms`)),
        );
        const cleanUp = () => {
          stopTimer();
          options.signal?.removeEventListener('abort', abort);
        };
        options.signal?.addEventListener('abort', abort);
        waiting.set(id, {
          resolve: (value) => {
            cleanUp();
            resolve(value as ResultOf<C, typeof name>);
          },
          reject: (error) => {
            cleanUp();
            reject(error);
          },
        });
        send({ type: 'request', id, method: name, params });
      });
    },
    on(name, listener) {
      return events.add((event) => {
        if (event.name === name) listener(event.payload as EventOf<C, typeof name>);
      });
    },
    open(name, params, listener) {
      const id = nextId++;
      if (closed) {
        void Promise.resolve().then(() => listener.onEnd(new RpcError('disconnected', 'the connection is closed')));
        return () => undefined;
      }
      streams.set(id, listener);
      send({ type: 'open', id, stream: name, params });
      return () => {
        if (streams.delete(id)) send({ type: 'close', id });
      };
    },
    onClose: (listener) => channel.onClose(listener),
    close: () => channel.close(),
  };
}
