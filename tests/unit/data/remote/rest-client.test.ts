import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRestClient, REST_LIMITS, type RestClient } from '../../../../electron/data/remote/rest-client.ts';
import { ResyncError } from '../../../../electron/data/remote/remote-error.ts';
import { systemClock } from '../../../../electron/data/system-clock.ts';
import type { Mutation, MutationAnswer } from '../../../../shared/api/index.ts';
import { fleetChanges, thirdPartyRow, upsert, vehicleRow } from '../../../support/vigie-server/rows.ts';
import { json, problem, startVigieServer, type VigieServer } from '../../../support/vigie-server/vigie-server.ts';

let server: VigieServer;
const clients: RestClient[] = [];
beforeEach(async () => {
  server = await startVigieServer();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server.close();
});

const limits = { ...REST_LIMITS, silenceMs: 300, answerMs: 600, answerBytes: 100_000 };
function newClient(url = server.url, token: string | null = server.token): RestClient {
  const client = createRestClient({ url, token }, systemClock, limits);
  clients.push(client);
  return client;
}
const never = new AbortController().signal;
const info = (client = newClient()) => client.serviceInfo(never);
const pull = (client = newClient()) => client.pull({ cursor: null, limit: 10 }, never);

describe('who answers', () => {
  it('is asked without the token', async () => {
    let authorization: string | undefined = 'none came';
    server.intercept = (request) => {
      authorization = request.headers.authorization;
      return false;
    };
    await expect(info()).resolves.toMatchObject({ service: 'vigie', epoch: server.epoch });
    expect(authorization).toBeUndefined();
  });

  it.each([
    ['another program', { service: 'other' }, 'server-not-vigie'],
    ['a later version', { apiVersion: 3 }, 'server-incompatible'],
    ['an earlier version', { apiVersion: 1 }, 'server-incompatible'],
    ['a server that needs later clients', { oldestClientSchemaVersion: 99 }, 'server-incompatible'],
    ['a server with older rows', { syncSchemaVersion: 0 }, 'server-incompatible'],
    ['a server that says too little', { epoch: undefined }, 'server-malformed'],
  ])('is %s', async (_, said, code) => {
    server.intercept = (_request, response) => {
      const base = {
        service: 'vigie',
        apiVersion: 2,
        syncSchemaVersion: 1,
        oldestClientSchemaVersion: 1,
        serverVersion: '1',
        epoch: 'e',
      };
      json(response, 200, { ...base, serverTime: '2026-01-01T00:00:00Z', ...said });
      return true;
    };
    await expect(info()).rejects.toMatchObject({ code });
  });

  it('is nobody', async () => {
    await server.close();
    await expect(info()).rejects.toMatchObject({ code: 'server-unreachable' });
    server = await startVigieServer();
    await expect(info(newClient('http://no-such-host.invalid'))).rejects.toMatchObject({ code: 'server-unreachable' });
  });

  it('is a page to sign in at', async () => {
    server.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to the hotel</html>');
      return true;
    };
    await expect(info()).rejects.toMatchObject({ code: 'server-not-vigie' });
    server.intercept = (_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/portal' }).end();
      return true;
    };
    await expect(info()).rejects.toMatchObject({ code: 'server-not-vigie' });
  });

  it('is something that does not speak HTTP', async () => {
    const other = net.createServer(
      (socket) => void socket.on('error', () => undefined).write('220 mail.example.com ESMTP\r\n'),
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(info(newClient(`http://127.0.0.1:${port}`))).rejects.toMatchObject({ code: 'server-not-vigie' });
    other.close();
  });

  it('is a server below a path', async () => {
    const below = await startVigieServer({ path: '/vigie' });
    await expect(info(newClient(below.url))).resolves.toMatchObject({ service: 'vigie' });
    await below.close();
  });
});

describe('a pull', () => {
  it('brings a checked page', async () => {
    server.add(fleetChanges(5));
    const page = await pull();
    expect(page).toMatchObject({ epoch: server.epoch, hasMore: true, remaining: 77 });
    expect(page.changes).toHaveLength(10);
    const next = await newClient().pull({ cursor: page.cursor, limit: 100 }, never);
    expect(next.changes).toHaveLength(77);
    expect(server.requests.at(-1)).toBe(
      `/api/v2/sync/pull?cursor=${encodeURIComponent(page.cursor)}&limit=100&schema=6`,
    );
  });

  it('is refused with a wrong token, and with none', async () => {
    await expect(pull(newClient(server.url, 'wrong'))).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(pull(newClient(server.url, null))).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('is refused whole when one row of it is wrong', async () => {
    server.add([upsert('vehicle', vehicleRow(1)), { ...upsert('vehicle', vehicleRow(2)), id: '3' }]);
    await expect(pull()).rejects.toMatchObject({
      code: 'server-malformed',
      message: expect.stringContaining('changes.1.row.id') as string,
    });
  });

  it('does not wait for ever for a server that is silent', async () => {
    server.intercept = () => true;
    await expect(pull()).rejects.toMatchObject({ code: 'server-slow' });
  });

  it('does not wait for ever for an answer that drips in', async () => {
    const timers: NodeJS.Timeout[] = [];
    server.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      timers.push(setInterval(() => response.write(' '), 50));
      return true;
    };
    await expect(pull()).rejects.toMatchObject({ code: 'server-slow' });
    for (const timer of timers) clearInterval(timer);
  });

  it('does not take an answer without end', async () => {
    server.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(`"${'x'.repeat(200_000)}"`);
      return true;
    };
    await expect(pull()).rejects.toMatchObject({ code: 'server-malformed' });
  });

  it('tells a connection that breaks within an answer', async () => {
    server.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"epoch":');
      setTimeout(() => response.destroy(), 20);
      return true;
    };
    await expect(pull()).rejects.toMatchObject({ code: 'server-unreachable' });
  });

  it('ends with whoever asked', async () => {
    server.intercept = () => true;
    const ending = new AbortController();
    const asked = newClient().pull({ cursor: null, limit: 10 }, ending.signal);
    ending.abort();
    await expect(asked).rejects.toThrow(/abort/i);
  });
});

describe('a push', () => {
  const id = (n: number) => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  const renamed = (n: number): Mutation => ({
    mutationId: id(n),
    entity: 'third-party',
    id: thirdPartyRow(n).id,
    baseVersion: 1,
    madeAtMs: Date.UTC(2026, 2, 1),
    op: 'patch',
    fields: { name: { from: thirdPartyRow(n).name, to: `Renamed ${n}` } },
    seen: {},
  });
  const applied = (n: number, change: Partial<MutationAnswer> = {}) => ({
    mutationId: id(n),
    result: 'applied',
    current: upsert('third-party', thirdPartyRow(n), 2),
    ...change,
  });
  const push = (mutations = [renamed(1), renamed(2)], client = newClient()) =>
    client.push({ epoch: 'e1', mutations }, never);

  /** Answers pushes with this, and keeps what came. */
  function answerPushes(answers: readonly object[], epoch = 'e1'): { bodies: unknown[] } {
    const bodies: unknown[] = [];
    server.intercept = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
        json(response, 200, { epoch, serverTime: '2026-03-01T00:00:00Z', answers });
      });
      return true;
    };
    return { bodies };
  }

  it('sends the edits in their order with the epoch and the token, and brings the answers', async () => {
    const { bodies } = answerPushes([applied(1), applied(2)]);
    await expect(push()).resolves.toMatchObject({ answers: [applied(1), applied(2)] });
    expect(bodies).toEqual([{ epoch: 'e1', mutations: [renamed(1), renamed(2)] }]);
    expect(server.requests).toEqual(['/api/v2/sync/push']);
  });

  it('may be answered in part, in any of the four ways', async () => {
    const tombstone = { op: 'delete', entity: 'third-party', id: thirdPartyRow(2).id, version: 3 };
    const answers = [
      applied(1, { result: 'duplicate' }),
      { ...applied(2, { result: 'conflict' }), fields: [], current: tombstone },
      {
        ...applied(3, { result: 'rejected' }),
        reason: { code: 'not-found', detail: 'there never was one' },
        current: null,
      },
    ];
    answerPushes(answers);
    const response = await push([1, 2, 3, 4].map(renamed));
    expect(response.answers).toEqual(answers);
  });

  it.each<[string, object[], string]>([
    ['for an edit that was not sent', [applied(1), applied(9)], 'answers.1.mutationId'],
    ['twice for one edit', [applied(1), applied(1)], 'answers.1.mutationId'],
    [
      'with a row of another edit',
      [applied(1, { current: upsert('third-party', thirdPartyRow(2), 2) })],
      'answers.0.current.id',
    ],
    ['with a row of another kind', [applied(1, { current: upsert('vehicle', vehicleRow(1)) })], 'answers.0.current'],
    [
      'with a row that is not the one it names',
      [applied(1, { current: { ...upsert('third-party', thirdPartyRow(2), 2), id: thirdPartyRow(1).id } })],
      'answers.0.current.row.id',
    ],
    ['with an unknown result', [{ ...applied(1), result: 'perhaps' }], 'answers.0.result'],
    ['with a conflict that names no fields', [{ ...applied(1), result: 'conflict' }], 'answers.0.fields'],
  ])('is refused whole when it is answered %s', async (_, answers, where) => {
    answerPushes(answers);
    await expect(push()).rejects.toMatchObject({
      code: 'server-malformed',
      message: expect.stringContaining(where) as string,
    });
  });

  it('answered from another history is no answer', async () => {
    answerPushes([applied(1)], 'e2');
    await expect(push()).rejects.toBeInstanceOf(ResyncError);
  });

  it.each<[string, number, string, object]>([
    ['too large', 413, 'too-large', { name: 'TooLargeError' }],
    ['of another history', 410, 'resync', { name: 'ResyncError' }],
    ['with a wrong token', 401, 'unauthorized', { code: 'unauthorized' }],
    ['of somebody who may not edit', 403, 'forbidden', { code: 'forbidden' }],
    ['too often', 429, 'too-many-requests', { code: 'server-slow', retryAfterMs: 7_000 }],
    ['to a server that fails', 503, 'unavailable', { code: 'server-failed', retryAfterMs: 7_000 }],
  ])('%s is refused as such', async (_, status, type, expected) => {
    server.intercept = (request, response) => {
      request.resume();
      problem(response, status, type, { 'retry-after': '7' });
      return true;
    };
    await expect(push()).rejects.toMatchObject(expected);
  });

  it('that meets a page to sign in at is told so', async () => {
    server.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to the hotel</html>');
      return true;
    };
    await expect(push()).rejects.toMatchObject({ code: 'server-not-vigie' });
  });

  it('cut in the middle, on the way there or back, is told as cut', async () => {
    server.intercept = (request) => {
      request.once('data', () => request.socket.destroy());
      return true;
    };
    await expect(push()).rejects.toMatchObject({ code: 'server-unreachable', isCut: true });
    server.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"epoch":');
      setTimeout(() => response.destroy(), 20);
      return true;
    };
    await expect(push()).rejects.toMatchObject({ code: 'server-unreachable', isCut: true });
    await server.close();
    await expect(push()).rejects.toMatchObject({ code: 'server-unreachable', isCut: false });
    server = await startVigieServer();
  });

  it('does not wait for ever', async () => {
    server.intercept = () => true;
    await expect(push()).rejects.toMatchObject({ code: 'server-slow' });
  });
});

describe('the way of a vehicle', () => {
  const track = (client = newClient()) => client.track({ id: '1/7', minutes: 30 }, never);
  const known = { vehicleId: '1/7', fromMs: 1, toMs: 2, keptMinutes: 60, timeScale: 1 };
  const sample = { observedAtMs: 1, longitude: 4, latitude: 45, speedMetresPerSecond: 3, state: 'idle' };

  it('is asked for with the token, by an id that is written as such', async () => {
    let asked: (string | undefined)[] = [];
    server.intercept = (request, response) => {
      asked = [request.url, request.headers.authorization];
      json(response, 200, { ...known, samples: [{ ...sample, suspectKilometres: null }] });
      return true;
    };
    await expect(track()).resolves.toMatchObject({ samples: [{ longitude: 4 }] });
    expect(asked).toEqual(['/api/v2/vehicles/1%2F7/track?minutes=30', `Bearer ${server.token}`]);
  });

  it.each([
    ['of a vehicle that the server does not have', 404, { type: '/problems/not-found', field: 'id' }, 'not-found'],
    ['of a server that knows no such thing', 404, { type: '/problems/not-found' }, 'server-incompatible'],
    ['of a server that fails', 500, { type: 'about:blank' }, 'server-failed'],
  ])('is told apart: %s', async (_, status, document, code) => {
    server.intercept = (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ title: 'no', status, ...document }));
      return true;
    };
    await expect(track()).rejects.toMatchObject({ code });
  });

  it('is refused whole where a sample is no sample', async () => {
    server.intercept = (_request, response) => {
      json(response, 200, { ...known, samples: [sample] });
      return true;
    };
    await expect(track()).rejects.toMatchObject({ code: 'server-malformed' });
  });
});
