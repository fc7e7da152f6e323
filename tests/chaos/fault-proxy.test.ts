import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type FaultProxy, type HttpFault, seededPlan, startFaultProxy } from '../support/fault-proxy.ts';

/** A server that notes what reaches it whole, and what breaks off. */
const ANSWER = JSON.stringify({ text: 'x'.repeat(50_000) });
const received: { path: string; body: string; whole: boolean }[] = [];
const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  const note = (whole: boolean) =>
    received.push({ path: request.url ?? '', body: Buffer.concat(chunks).toString(), whole });
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('error', () => note(false));
  request.on('end', () => {
    note(true);
    const isPacked = request.headers['accept-encoding']?.includes('gzip') === true;
    response.writeHead(200, {
      'content-type': 'application/json',
      ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
    });
    response.end(isPacked ? gzipSync(ANSWER) : ANSWER);
  });
});
const sockets = new WebSocketServer({ server });
sockets.on('connection', (socket) => socket.on('message', (data: Buffer) => socket.send(`heard ${data.toString()}`)));
let proxy: FaultProxy;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  received.length = 0;
  proxy = await startFaultProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(() => proxy.close());

const post = (body = 'a question', signal?: AbortSignal) =>
  fetch(`${proxy.url}/api/push`, {
    method: 'POST',
    body,
    redirect: 'manual',
    ...(signal === undefined ? {} : { signal }),
  });
const withFault = (fault: HttpFault) => {
  proxy.plan = { http: () => fault };
};

it('passes requests and answers as they are while there is no fault, packed ones too', async () => {
  expect(await (await post()).text()).toBe(ANSWER);
  const plain = await fetch(proxy.url, { headers: { 'accept-encoding': 'identity' } });
  expect(await plain.text()).toBe(ANSWER);
  expect(received).toEqual([
    { path: '/api/push', body: 'a question', whole: true },
    { path: '/', body: '', whole: true },
  ]);
  expect(proxy.faultCounts()).toEqual({});
});

describe('a fault', () => {
  it.each<[HttpFault, number]>([
    [{ kind: 'reset' }, 0],
    [{ kind: 'reset', reaches: true }, 1],
    [{ kind: 'cut-answer', at: 0.5 }, 1],
    [{ kind: 'cut-answer', at: 1 }, 1],
    [{ kind: 'half-close', at: 0.3 }, 1],
  ])('of %j gives the client no whole answer, and reaches the server %i times', async (fault, times) => {
    withFault(fault);
    await expect(post().then((answer) => answer.text())).rejects.toThrow();
    expect(received.filter(({ whole }) => whole)).toHaveLength(times);
    expect(proxy.faultCounts()).toEqual({ [fault.kind]: 1 });
    proxy.plan = undefined;
    expect((await post()).status).toBe(200);
  });

  it('cuts a request in the middle of its body: the server has a part of it', async () => {
    withFault({ kind: 'cut-request', at: 0.5 });
    await expect(post('y'.repeat(100_000))).rejects.toThrow();
    await expect.poll(() => received.length).toBe(1);
    expect(received[0]).toMatchObject({ whole: false, body: 'y'.repeat(50_000) });
  });

  it('corrupts bytes so that JSON is not JSON any more, in either direction', async () => {
    withFault({ kind: 'corrupt-answer', bytes: 2, seed: 5 });
    const text = await (await post()).text();
    expect(text).toHaveLength(ANSWER.length);
    expect(() => JSON.parse(text) as unknown).toThrow();
    withFault({ kind: 'corrupt-request', bytes: 1, seed: 5 });
    await post('{"amount": 12}');
    expect(received[1]?.body).toContain('\0');
    expect(received[1]?.body).toHaveLength(14);
  });

  it.each<[HttpFault, object]>([
    [
      { kind: 'status', status: 500 },
      { status: 500, 'retry-after': null, 'content-type': 'text/html; charset=utf-8' },
    ],
    [
      { kind: 'status', status: 429, retryAfter: '3' },
      { status: 429, 'retry-after': '3' },
    ],
    [{ kind: 'status', status: 413 }, { status: 413 }],
    [{ kind: 'captive-portal' }, { status: 200, 'content-type': 'text/html; charset=utf-8' }],
    [{ kind: 'redirect' }, { status: 302, location: 'http://portal.invalid/login' }],
  ])('of %j answers in the place of the server', async (fault, expected) => {
    for (const reaches of [false, true]) {
      received.length = 0;
      proxy.plan = { http: () => ({ ...fault, reaches }) as HttpFault };
      const { status, headers } = await post();
      expect({ ...Object.fromEntries(Object.keys(expected).map((name) => [name, headers.get(name)])), status }).toEqual(
        expected,
      );
      expect(received).toHaveLength(reaches ? 1 : 0);
    }
  });

  it('delays, drips and repeats without a loss', async () => {
    const began = performance.now();
    for (const of of ['request', 'answer'] as const) {
      withFault({ kind: 'delay', ms: 60, of });
      expect(await (await post()).text()).toBe(ANSWER);
    }
    expect(performance.now() - began).toBeGreaterThan(115);
    withFault({ kind: 'slow', bytesPerSecond: 500 });
    const slowly = performance.now();
    expect(await (await post()).text()).toBe(ANSWER);
    expect(performance.now() - slowly).toBeGreaterThan(60);
    received.length = 0;
    withFault({ kind: 'duplicate' });
    expect(await (await post()).text()).toBe(ANSWER);
    expect(received).toHaveLength(2);
  });

  it('is silence until the client gives up', async () => {
    withFault({ kind: 'stall', reaches: true });
    await expect(post('q', AbortSignal.timeout(100))).rejects.toThrow(/timeout/i);
    expect(received).toHaveLength(1);
  });
});

describe('WebSockets', () => {
  const open = async () => {
    const socket = new WebSocket(proxy.url.replace('http', 'ws'));
    await once(socket, 'open');
    return socket;
  };

  it('pass, and are cut when told', async () => {
    const socket = await open();
    socket.send('hello');
    const [message] = (await once(socket, 'message')) as [Buffer];
    expect(message.toString()).toBe('heard hello');
    const closed = once(socket, 'close');
    expect(proxy.cutWebSockets()).toBe(1);
    await closed;
    expect(proxy.cutWebSockets()).toBe(0);
  });

  it('are refused or cut by the plan', async () => {
    proxy.plan = { webSocket: () => ({ kind: 'refuse' }) };
    await expect(open()).rejects.toThrow();
    proxy.plan = { webSocket: () => ({ kind: 'cut', afterMs: 20 }) };
    await once(await open(), 'close');
    expect(proxy.faultCounts()).toEqual({ refuse: 1, cut: 1 });
  });
});

it('resets all that is open and all that comes while it is down, and is itself again afterwards', async () => {
  const socket = new WebSocket(proxy.url.replace('http', 'ws'));
  await once(socket, 'open');
  const closed = once(socket, 'close');
  proxy.isDown = true;
  await closed;
  await expect(post()).rejects.toThrow();
  proxy.isDown = false;
  expect((await post()).status).toBe(200);
  expect(received).toHaveLength(1);
});

describe('a seeded plan', () => {
  const exchange = (index: number, path = '/api/v2/sync/push') => ({ method: 'POST', path, index, bytes: 100 });
  const fates = (seed: number, rate?: number) => {
    const plan = seededPlan(seed, rate === undefined ? {} : { rate });
    return Array.from({ length: 2_000 }, (_, index) => plan.http?.(exchange(index)));
  };

  it('follows from its seed', () => {
    expect(fates(1)).toEqual(fates(1));
    expect(fates(1)).not.toEqual(fates(2));
  });

  it('does every kind of fault, about as often as asked, and only where it may', () => {
    const faults = fates(3, 0.5).filter((fault) => fault !== undefined);
    expect(faults.length).toBeGreaterThan(900);
    expect(faults.length).toBeLessThan(1_100);
    expect(new Set(faults.map(({ kind }) => kind)).size).toBe(12);
    const statuses = faults.flatMap((fault) => (fault.kind === 'status' ? [fault.status] : []));
    expect(new Set(statuses)).toEqual(new Set([500, 502, 503, 429, 413]));
    const plan = seededPlan(3, { rate: 1 });
    expect(plan.http?.(exchange(1, '/socket.io/'))).toBeUndefined();
    const sockets = Array.from({ length: 50 }, (_, index) => plan.webSocket?.(exchange(index))?.kind);
    expect(new Set(sockets)).toEqual(new Set(['refuse', 'cut']));
  });

  it('leaves a client that tries again its way through', async () => {
    proxy.plan = seededPlan(11, { rate: 0.6, longestMs: 20 });
    let well = 0;
    for (let attempt = 0; attempt < 60 && well < 10; attempt++) {
      const text = await post(undefined, AbortSignal.timeout(5_000))
        .then(
          (answer) => (answer.status === 200 ? answer.text() : ''),
          () => '',
        )
        .catch(() => '');
      if (text === ANSWER) well += 1;
    }
    expect(well).toBe(10);
    expect(Object.values(proxy.faultCounts()).length).toBeGreaterThan(4);
  });
});
