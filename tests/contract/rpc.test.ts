import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../electron/data/system-clock.ts';
import {
  type Channel,
  createListeners,
  createRpcClient,
  createRpcServer,
  event,
  type Handlers,
  method,
  type RequestContext,
  RpcError,
  type RpcClient,
  type RpcServer,
  stream,
} from '../../shared/rpc/index.ts';
import { type Transport, transports } from './transports.ts';

const contract = {
  methods: {
    add: method(z.strictObject({ left: z.number(), right: z.number() }), z.number()),
    refuse: method(z.strictObject({}), z.null()),
    crash: method(z.strictObject({}), z.null()),
    wait: method(z.strictObject({}), z.null()),
    lie: method(z.strictObject({}), z.number()),
  },
  events: { news: event(z.object({ number: z.number() })) },
  streams: {
    counts: stream(z.strictObject({ from: z.number() }), z.number()),
    bytes: stream(z.strictObject({}), z.instanceof(Uint8Array)),
  },
};
type TestContract = typeof contract;

/** A number that streams follow, newest wins. */
class Counter {
  value = 0;
  readonly changed = createListeners<void>();
  readonly open = new Set<object>();
  readonly taken: number[] = [];

  set(value: number): void {
    this.value = value;
    this.changed.emit();
  }

  source<T>(make: (value: number) => T) {
    const source = {
      seen: 0,
      onReady: (listener: () => void) => this.changed.add(listener),
      take: () => {
        if (source.seen === this.value) return undefined;
        if (this.value < 0) throw new RpcError('storage-failed', 'the counter broke');
        source.seen = this.value;
        this.taken.push(this.value);
        return make(this.value);
      },
      dispose: () => void this.open.delete(source),
    };
    this.open.add(source);
    return source;
  }
}

describe.each(transports)('the RPC %s', (_, openTransport) => {
  let counter: Counter;
  let waiting: RequestContext[];
  let server: RpcServer<TestContract>;
  let transport: Transport;
  let channel: Channel;
  let client: RpcClient<TestContract>;

  beforeEach(async () => {
    counter = new Counter();
    waiting = [];
    const handlers: Handlers<TestContract> = {
      methods: {
        add: ({ left, right }) => left + right,
        refuse: () => {
          throw new RpcError('not-found', 'there is none', { field: 'id', remedy: 'make one' });
        },
        crash: () => Promise.reject(new TypeError('a secret of the inside')),
        wait: (_params, context) =>
          new Promise(() => {
            waiting.push(context);
          }),
        lie: () => JSON.parse('"no number"') as number,
      },
      streams: {
        counts: ({ from }) => {
          if (from < 0) throw new RpcError('not-found', 'there is no such count');
          return counter.source((value) => value);
        },
        bytes: () => counter.source(toBytes),
      },
    };
    const mapError = () => new RpcError('internal', 'the host failed');
    server = createRpcServer(contract, handlers, { mapError, validateResults: true });
    transport = await openTransport((served) => void server.connect(served));
    channel = await transport.connect();
    client = createRpcClient(contract, channel, systemClock);
  });
  afterEach(async () => {
    client.close();
    server.dispose();
    await transport.close();
  });

  it('answers requests, each with its own answer', async () => {
    const sums = Array.from({ length: 50 }, (__, n) => client.request('add', { left: n, right: 1 }));
    await expect(Promise.all(sums)).resolves.toEqual(Array.from({ length: 50 }, (__, n) => n + 1));
  });

  it('carries a typed error whole, and tells nothing of an unexpected one', async () => {
    await expect(client.request('refuse', {})).rejects.toMatchObject({
      code: 'not-found',
      message: 'there is none',
      field: 'id',
      remedy: 'make one',
    });
    await expect(client.request('crash', {})).rejects.toMatchObject({ code: 'internal', message: 'the host failed' });
    await expect(client.request('lie', {})).rejects.toMatchObject({ code: 'internal' });
  });

  it('names the parameter that is wrong, and the method that is not there', async () => {
    const wrong = client.request('add', { left: 1, right: 'two' } as never);
    await expect(wrong).rejects.toMatchObject({ code: 'invalid-request', field: 'right' });
    await expect(client.request('toString' as never, {} as never)).rejects.toMatchObject({ code: 'unknown-method' });
    await expect(client.request('none' as never, {} as never)).rejects.toMatchObject({ code: 'unknown-method' });
  });

  it('answers what is no message with a typed error, and goes on', async () => {
    const answers: unknown[] = [];
    const stop = channel.onMessage((message) => answers.push(message));
    for (const malformed of [{ type: 'nonsense' }, 'text', null, [], { type: 'request', id: -1 }])
      channel.send(malformed);
    await vi.waitFor(() => expect(answers).toHaveLength(5));
    for (const answer of answers)
      expect(answer).toMatchObject({ type: 'failure', id: -1, error: { code: 'invalid-request' } });
    stop();
    await expect(client.request('add', { left: 1, right: 2 })).resolves.toBe(3);
  });

  it('cancels: the asker hears at once, the handler is told', async () => {
    const ending = new AbortController();
    const asked = client.request('wait', {}, { signal: ending.signal });
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    const told = vi.fn<() => void>();
    waiting[0]?.onCancel(told);
    ending.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
    expect(waiting[0]?.cancelled).toBe(true);
  });

  it('gives a request up after its time', async () => {
    await expect(client.request('wait', {}, { timeoutMs: 30 })).rejects.toMatchObject({ code: 'timeout' });
    await vi.waitFor(() => expect(waiting[0]?.cancelled).toBe(true));
  });

  it('sends events to every client', async () => {
    const second = createRpcClient(contract, await transport.connect(), systemClock);
    const heard: string[] = [];
    client.on('news', ({ number }) => heard.push(`first ${number}`));
    const stop = second.on('news', ({ number }) => heard.push(`second ${number}`));
    await second.request('add', { left: 0, right: 0 });
    server.emit('news', { number: 1 });
    await vi.waitFor(() => expect(heard.toSorted()).toEqual(['first 1', 'second 1']));
    stop();
    server.emit('news', { number: 2 });
    await vi.waitFor(() => expect(heard.at(-1)).toBe('first 2'));
    await second.request('add', { left: 0, right: 0 });
    expect(heard).toHaveLength(3);
    second.close();
    await vi.waitFor(() => expect(server.clientCount()).toBe(1));
  });

  it('streams the newest to a slow reader, one item in flight, never a queue', async () => {
    const items: number[] = [];
    let release = () => undefined as void;
    client.open(
      'counts',
      { from: 0 },
      {
        onItem(item) {
          items.push(item);
          return new Promise<void>((resolve) => {
            release = resolve;
          });
        },
        onEnd: () => undefined,
      },
    );
    await vi.waitFor(() => expect(counter.open.size).toBe(1));
    counter.set(1);
    await vi.waitFor(() => expect(items).toEqual([1]));
    for (let value = 2; value <= 10_000; value++) counter.set(value);
    await client.request('add', { left: 0, right: 0 });
    expect(counter.taken).toEqual([1]);
    release();
    await vi.waitFor(() => expect(items).toEqual([1, 10_000]));
    release();
    counter.set(10_001);
    await vi.waitFor(() => expect(items).toEqual([1, 10_000, 10_001]));
  });

  it('carries bytes as they are, also of a large frame', async () => {
    const items: Uint8Array[] = [];
    client.open('bytes', {}, { onItem: (item) => void items.push(item), onEnd: () => undefined });
    await vi.waitFor(() => expect(counter.open.size).toBe(1));
    counter.set(7);
    await vi.waitFor(() => expect(items).toHaveLength(1));
    expect(items[0]).toBeInstanceOf(Uint8Array);
    expect(items[0]).toEqual(toBytes(7));
    counter.set(2_400_000);
    await vi.waitFor(() => expect(items).toHaveLength(2));
    expect(items[1]?.byteLength).toBe(2_400_000);
    expect(Buffer.compare(items[1] ?? Buffer.of(), toBytes(2_400_000))).toBe(0);
  });

  it('ends a stream that is refused or breaks, with why', async () => {
    const ends: string[] = [];
    const listener = { onItem: () => undefined, onEnd: (error: RpcError) => void ends.push(error.code) };
    client.open('counts', { from: -1 }, listener);
    client.open('counts', { from: 'x' } as never, listener);
    client.open('none' as never, {} as never, listener);
    client.open('counts', { from: 0 }, listener);
    await vi.waitFor(() => expect(ends.toSorted()).toEqual(['invalid-request', 'not-found', 'unknown-method']));
    counter.set(-1);
    await vi.waitFor(() => expect(ends).toContain('storage-failed'));
    expect(counter.open.size).toBe(0);
  });

  it('lets go of a stream that is closed', async () => {
    const onEnd = vi.fn<(error: RpcError) => void>();
    const close = client.open('counts', { from: 0 }, { onItem: () => undefined, onEnd });
    await vi.waitFor(() => expect(counter.open.size).toBe(1));
    close();
    await vi.waitFor(() => expect(counter.open.size).toBe(0));
    expect(onEnd).not.toHaveBeenCalled();
  });

  it('ends everything on both sides when the client goes', async () => {
    const asked = client.request('wait', {});
    asked.catch(() => undefined);
    client.open('counts', { from: 0 }, { onItem: () => undefined, onEnd: () => undefined });
    await vi.waitFor(() => expect(counter.open.size + waiting.length).toBe(2));
    client.close();
    await expect(asked).rejects.toMatchObject({ code: 'disconnected' });
    await vi.waitFor(() =>
      expect([counter.open.size, server.clientCount(), waiting[0]?.cancelled]).toEqual([0, 0, true]),
    );
    await expect(client.request('add', { left: 1, right: 1 })).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('ends everything on both sides when the host goes', async () => {
    const onEnd = vi.fn<(error: RpcError) => void>();
    const onClose = vi.fn<() => void>();
    client.onClose(onClose);
    client.open('counts', { from: 0 }, { onItem: () => undefined, onEnd });
    const asked = client.request('wait', {});
    asked.catch(() => undefined);
    await vi.waitFor(() => expect(counter.open.size + waiting.length).toBe(2));
    server.dispose();
    await expect(asked).rejects.toMatchObject({ code: 'disconnected' });
    await vi.waitFor(() =>
      expect(onEnd).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'disconnected' })),
    );
    expect(onClose).toHaveBeenCalledOnce();
    expect(counter.open.size).toBe(0);
  });
});

/** So many bytes, each told by its place. */
function toBytes(count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count);
  for (let index = 0; index < count; index++) bytes[index] = (index * 31) & 255;
  return bytes;
}
