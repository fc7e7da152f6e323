import type { z } from 'zod';
import type { Disposer } from '../domain/clock.ts';
import type { Channel } from './channel.ts';
import type { Contract, EventOf, Handlers, RequestContext, StreamSource } from './contract.ts';
import { RpcError } from './error.ts';
import { createListeners } from './listeners.ts';
import { type ClientMessage, clientMessage, NO_REQUEST, type ServerMessage } from './messages.ts';
import { createOpenStream, type OpenStream } from './open-stream.ts';

export interface RpcServerOptions {
  /** Turns what a handler threw into what may be told. Unknown errors must become `internal` and be logged. */
  mapError(error: unknown): RpcError;
  /** Checks results against the contract before they leave. For tests: it costs time on every answer. */
  validateResults?: boolean;
}

export interface RpcServer<C extends Contract> {
  /** Serves one client until its channel closes or the disposer is called. */
  connect(channel: Channel): Disposer;
  /** Sends an event to every client. */
  emit<E extends keyof C['events'] & string>(name: E, payload: EventOf<C, E>): void;
  clientCount(): number;
  dispose(): void;
}

/** Serves a contract over any number of channels. Every request is answered, be it with a typed error. */
export function createRpcServer<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  options: RpcServerOptions,
): RpcServer<C> {
  const connections = new Map<Channel, Disposer>();
  return {
    connect(channel) {
      const stop = serveChannel(contract, handlers, options, channel);
      const forget = () => {
        if (!connections.delete(channel)) return;
        stop();
      };
      connections.set(channel, forget);
      channel.onClose(forget);
      return forget;
    },
    emit(name, payload) {
      for (const channel of connections.keys()) channel.send({ type: 'event', name, payload } satisfies ServerMessage);
    },
    clientCount: () => connections.size,
    dispose() {
      for (const [channel, forget] of [...connections]) {
        forget();
        channel.close();
      }
    },
  };
}

interface PendingRequest extends RequestContext {
  cancelled: boolean;
  cancel(): void;
}

function serveChannel<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  options: RpcServerOptions,
  channel: Channel,
): Disposer {
  const pending = new Map<number, PendingRequest>();
  const streams = new Map<number, OpenStream>();
  const send = (message: ServerMessage) => channel.send(message);
  const fail = (id: number, error: unknown) => send({ type: 'failure', id, error: toShape(error, options) });

  async function answer(message: ClientMessage & { type: 'request' }): Promise<void> {
    const { id, method: name } = message;
    const definition = Object.hasOwn(contract.methods, name) ? contract.methods[name] : undefined;
    if (definition === undefined) return fail(id, new RpcError('unknown-method', `there is no method '${name}'`));
    if (pending.has(id)) return fail(id, new RpcError('invalid-request', `request ${id} is already under way`));
    const request = createPendingRequest();
    pending.set(id, request);
    try {
      const params = parseOrThrow(definition.params, message.params, name);
      const handler = handlers.methods[name as keyof C['methods']];
      const value = await handler(params as never, request);
      if (options.validateResults === true) definition.result.parse(value);
      if (pending.get(id) === request) send({ type: 'response', id, value });
    } catch (error) {
      if (pending.get(id) === request) fail(id, error);
    } finally {
      if (pending.get(id) === request) pending.delete(id);
    }
  }

  function open(message: ClientMessage & { type: 'open' }): void {
    const { id, stream: name } = message;
    const definition = Object.hasOwn(contract.streams, name) ? contract.streams[name] : undefined;
    if (definition === undefined) return end(id, new RpcError('unknown-method', `there is no stream '${name}'`));
    if (streams.has(id)) return end(id, new RpcError('invalid-request', `stream ${id} is already open`));
    try {
      const params = parseOrThrow(definition.params, message.params, name);
      const source: StreamSource<unknown> = handlers.streams[name as keyof C['streams']](params as never);
      streams.set(
        id,
        createOpenStream(id, source, send, (error) => end(id, error)),
      );
    } catch (error) {
      end(id, error);
    }
  }

  function end(id: number, error: unknown): void {
    streams.get(id)?.dispose();
    streams.delete(id);
    send({ type: 'end', id, error: toShape(error, options) });
  }

  function receive(raw: unknown): void {
    const parsed = clientMessage.safeParse(raw);
    if (!parsed.success) return fail(NO_REQUEST, invalid('message', parsed.error));
    const message = parsed.data;
    switch (message.type) {
      case 'request':
        void answer(message);
        return;
      case 'cancel':
        if (pending.has(message.id)) {
          pending.get(message.id)?.cancel();
          pending.delete(message.id);
          fail(message.id, new RpcError('cancelled', 'the request was cancelled'));
        }
        return;
      case 'open':
        return open(message);
      case 'ack':
        return streams.get(message.id)?.acknowledge(message.sequence);
      case 'close':
        streams.get(message.id)?.dispose();
        streams.delete(message.id);
        return;
    }
  }

  const stopListening = channel.onMessage(receive);
  return () => {
    stopListening();
    for (const request of pending.values()) request.cancel();
    for (const openStream of streams.values()) openStream.dispose();
    pending.clear();
    streams.clear();
  };
}

function createPendingRequest(): PendingRequest {
  const listeners = createListeners<void>();
  return {
    cancelled: false,
    onCancel: (listener) => listeners.add(listener),
    cancel() {
      this.cancelled = true;
      listeners.emit();
    },
  };
}

function parseOrThrow(schema: z.ZodType, value: unknown, name: string): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalid(name, parsed.error);
  return parsed.data;
}

function invalid(name: string, error: z.ZodError): RpcError {
  const issue = error.issues[0];
  const field = issue === undefined ? '' : issue.path.map(String).join('.');
  const message = `${name}: ${field === '' ? '' : `${field}: `}${issue?.message ?? 'invalid'}`;
  return new RpcError('invalid-request', message, field === '' ? {} : { field });
}

function toShape(error: unknown, options: RpcServerOptions) {
  return (error instanceof RpcError ? error : options.mapError(error)).toShape();
}
