import { connect, type Socket as TcpSocket } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { POSITIONS_NAMESPACE, problem, SYNC_NAMESPACE } from '../../../shared/api/index.ts';
import { parseRetryAfterMs } from '../../../shared/sync/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';

const LIMITS = {
  ...{ requestsPerSubject: 30, requestsPerAddress: 120, sockets: 6, socketsPerSubject: 2, messagesPerSocket: 50 },
  ...{ headersWithinMs: 500, requestWithinMs: 1_000 },
};

let running: RunningBackend;
beforeAll(async () => {
  running = await startBackend({ limits: LIMITS, trustedProxies: ['127.0.0.1'] });
});
afterAll(() => running.stop());

const sockets: Socket[] = [];
const raws: TcpSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  for (const raw of raws.splice(0)) raw.destroy();
});

/** Asks as somebody, through a proxy that says from where. */
const askFrom = (address: string, path: string, token: string | null) =>
  running.ask(path, { token, headers: { 'x-forwarded-for': address } });
const tokenOf = (subject: string) => running.backend.tokenFor(subject, ['supervisor']);

async function refusedAfter(ask: () => Promise<Response>, most: number): Promise<Response> {
  for (let count = 0; count < most; count++) {
    const { status } = await ask();
    if (status === 429) throw new Error(`refused after ${count}, not after ${most}`);
  }
  return ask();
}

describe('too many requests', () => {
  it.each([
    [
      'of one subject, wherever it asks from',
      async () => {
        const token = await tokenOf('busy');
        let host = 0;
        return {
          ask: () => askFrom(`10.1.0.${host++}`, '/api/v2/missions?limit=1', token),
          most: 30,
          detail: /this sign-in/,
        };
      },
    ],
    [
      'of one address, whoever asks',
      async () => {
        return { ask: () => askFrom('10.2.0.1', '/api/v2/nothing', null), most: 120, detail: /this address/ };
      },
    ],
  ])('%s are refused with the time to wait, and others are not', async (_, plan) => {
    const { ask, most, detail } = await plan();
    const response = await refusedAfter(ask, most);
    expect(response.status).toBe(429);
    const document = problem.parse(await response.json());
    expect(document.type).toBe('/problems/too-many-requests');
    expect(document.detail).toMatch(detail);
    expect(document.remedy).toMatch(/^Wait \d+ s/);
    // As the desktop reads it.
    const waitMs = parseRetryAfterMs(response.headers.get('retry-after') ?? undefined, Date.now()) ?? 0;
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(60_000);
    expect((await askFrom('10.3.0.1', '/api/v2/missions?limit=1', await tokenOf('calm'))).status).toBe(200);
    // A monitor is not turned away.
    expect((await askFrom('10.2.0.1', '/health/ready', null)).status).toBe(200);
  });
});

function open(namespace: string, token: string): Socket {
  const socket = io(running.url + namespace, {
    auth: { token },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  sockets.push(socket);
  return socket;
}
const connected = (socket: Socket) =>
  new Promise<void>((resolve, reject) => socket.on('connect', resolve).on('connect_error', reject));
const refused = (socket: Socket) =>
  new Promise<Error & { data?: unknown }>((resolve, reject) =>
    socket.on('connect_error', resolve).on('connect', () => reject(new Error('it was let in'))),
  );
const ended = (socket: Socket) => new Promise<string>((resolve) => socket.on('disconnect', resolve));

describe('too many sockets', () => {
  it('of one subject are refused as unavailable until one ends', async () => {
    const token = await tokenOf('two desktops');
    const first = open(SYNC_NAMESPACE, token);
    await connected(first);
    await connected(open(POSITIONS_NAMESPACE, token));
    const third = open(SYNC_NAMESPACE, token);
    expect((await refused(third)).data).toEqual({ code: 'unavailable' });
    first.disconnect();
    await expect
      .poll(async () => {
        const socket = open(SYNC_NAMESPACE, token);
        return connected(socket).then(
          () => true,
          () => false,
        );
      })
      .toBe(true);
  });

  it('in all are refused, and let in again when there is room', async () => {
    const others = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        const socket = open(SYNC_NAMESPACE, await tokenOf(`desktop ${index}`));
        await connected(socket);
        return socket;
      }),
    );
    await refused(open(SYNC_NAMESPACE, await tokenOf('one more')));
    expect((await running.ask('/api/v2/missions', { token: await tokenOf('by http') })).status).toBe(200);
    for (const socket of others) socket.disconnect();
    await expect
      .poll(async () =>
        connected(open(SYNC_NAMESPACE, await tokenOf('one more'))).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  });
});

describe('a socket', () => {
  it('that sends a flood is closed, and the others go on', async () => {
    const calm = open(POSITIONS_NAMESPACE, await tokenOf('calm'));
    await connected(calm);
    const flood = open(POSITIONS_NAMESPACE, await tokenOf('flood'));
    await connected(flood);
    const end = ended(flood);
    for (let message = 0; message < 200; message++) flood.emit('subscribe', {});
    expect(await end).toMatch(/transport/);
    expect(calm.connected).toBe(true);
  });
});

/** What comes back over a connection until the other side closes it. */
function talk(write: (socket: TcpSocket) => void): Promise<string> {
  const { hostname, port } = new URL(running.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => write(socket));
    raws.push(socket);
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    socket.on('error', reject).on('close', () => resolve(answer));
  });
}

describe('a connection that is kept busy with little', () => {
  it('by headers that never end is answered 408 and closed', async () => {
    const answer = await talk((socket) => socket.write('GET /api/v2 HTTP/1.1\r\nhost: localhost\r\nx-slow: '));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('application/problem+json');
  });

  it('by a body that never ends is closed, and nobody else waits', async () => {
    const token = await running.backend.tokenFor('feed', ['feed']);
    const head = `POST /api/v2/positions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n`;
    const slow = talk((socket) => {
      socket.write(`${head}content-type: application/json\r\ncontent-length: 100\r\n\r\n{`);
    });
    expect((await running.ask('/api/v2', { token: null })).status).toBe(200);
    expect(await slow).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
  });
});

describe('a proxy', () => {
  it('is believed only where it is trusted: elsewhere anybody could pretend to be another address', async () => {
    const strict = await startBackend({ limits: { requestsPerAddress: 3 } });
    try {
      const ask = (address: string) => strict.ask('/api/v2', { token: null, headers: { 'x-forwarded-for': address } });
      for (const last of [1, 2, 3]) expect((await ask(`10.0.0.${last}`)).status).toBe(200);
      expect((await ask('10.0.0.4')).status).toBe(429);
    } finally {
      await strict.stop();
    }
  });
});

it('every answer has the headers that keep a browser from doing anything with it, and an id to find it by', async () => {
  for (const path of ['/api/v2', '/api/v2/missions', '/nothing']) {
    const { headers } = await askFrom('10.4.0.1', path, null);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    expect(headers.get('x-powered-by')).toBeNull();
  }
  const given = await running.ask('/api/v2', {
    token: null,
    headers: { 'x-request-id': '6ba7b8109dad11d180b400c04fd430c8' },
  });
  expect(given.headers.get('x-request-id')).toBe('6ba7b8109dad11d180b400c04fd430c8');
  const odd = await running.ask('/api/v2', { token: null, headers: { 'x-request-id': 'Camille-Perrin' } });
  expect(odd.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
});
