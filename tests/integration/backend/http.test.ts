import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  billingCyclesPage,
  missionsPage,
  type Problem,
  problem,
  pullPage,
  serviceInfo,
  thirdPartiesPage,
  vehiclesPage,
  vehicleTrack,
} from '../../../shared/api/index.ts';
import { mission } from '../../../shared/domain/index.ts';
import { encodeCursor } from '../../../backend/sync/cursor.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';

let running: RunningBackend;
beforeAll(async () => {
  running = await startBackend();
  await insertRows(running.backend.database, { vehicles: 5, thirdParties: 3, billingCycles: 2, missions: 25 });
});
afterAll(() => running.stop());

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json(;|$)/);
  const document = problem.parse(await response.json());
  expect(document.status).toBe(response.status);
  expect(document.detail).not.toBe('');
  expect(document.remedy, 'a remedy').toMatch(/\w/);
  return document;
}

describe('what needs no token', () => {
  it('says who answers, at /api/v2', async () => {
    for (const path of ['/api/v2', '/api/v2/']) {
      const response = await running.ask(path, { token: null });
      expect(response.status).toBe(200);
      expect(serviceInfo.parse(await response.json())).toMatchObject({ apiVersion: 2, epoch: running.backend.epoch });
    }
  });

  it('says that it works, at /health, and describes itself', async () => {
    expect(await (await running.ask('/health', { token: null })).json()).toEqual({
      status: 'ok',
      feed: 'live',
      vehicles: 0,
    });
    const document = (await (await running.ask('/api/v2/openapi.json', { token: null })).json()) as { openapi: string };
    expect(document.openapi).toBe('3.1.0');
  });
});

describe('lists', () => {
  const lists = [
    ['missions', missionsPage, 25],
    ['billing-cycles', billingCyclesPage, 2],
    ['third-parties', thirdPartiesPage, 3],
    ['vehicles', vehiclesPage, 5],
  ] as const;

  it.each(lists)('%s come in pages, each row once, and one by its id', async (name, schema, total) => {
    const ids: string[] = [];
    let next: string | null = null;
    do {
      const query: string = next === null ? 'limit=2' : `limit=2&after=${next}`;
      const page: { items: { id: string }[]; next: string | null } = schema.parse(
        await (await running.ask(`/api/v2/${name}?${query}`)).json(),
      );
      expect(page.items.length).toBeLessThanOrEqual(2);
      ids.push(...page.items.map(({ id }) => id));
      next = page.next;
    } while (next !== null);
    expect(new Set(ids).size).toBe(total);
    expect(ids).toHaveLength(total);

    const one = await running.ask(`/api/v2/${name}/${ids[0]}`);
    expect(one.status).toBe(200);
    expect(await one.json()).toMatchObject({ id: ids[0] });
  });

  it('missions are filtered by status, vehicle, billing cycle and third party', async () => {
    const all = missionsPage.parse(await (await running.ask('/api/v2/missions?limit=1000')).json()).items;
    const [first] = all;
    if (first === undefined) throw new Error('no missions');
    for (const [parameter, key] of [
      ['vehicleId', 'vehicleId'],
      ['billingCycleId', 'billingCycleId'],
      ['thirdPartyId', 'thirdPartyId'],
      ['status', 'status'],
    ] as const) {
      const page = missionsPage.parse(
        await (await running.ask(`/api/v2/missions?limit=1000&${parameter}=${first[key]}`)).json(),
      );
      expect(page.items).toEqual(all.filter((one) => one[key] === first[key]));
      expect(page.items.length).toBeGreaterThan(0);
    }
    expect(missionsPage.parse(await (await running.ask('/api/v2/missions?status=cancelled')).json()).items).toEqual([]);
    expect(mission.parse(first)).toEqual(first);
  });
});

describe('pull', () => {
  it('gives pages that follow each other', async () => {
    let cursor = '';
    let changes = 0;
    for (let more = true; more; ) {
      const page = pullPage.parse(
        await (await running.ask(`/api/v2/sync/pull?limit=10${cursor && `&cursor=${cursor}`}`)).json(),
      );
      expect(page.epoch).toBe(running.backend.epoch);
      changes += page.changes.length;
      ({ cursor, hasMore: more } = page);
    }
    expect(changes).toBe(35);
  });
});

describe('bad input', () => {
  const longest = 'x'.repeat(201);
  const uuid = '00000000-0000-4000-8000-000000000000';
  const foreign = encodeCursor({ kind: 'changes', epoch: uuid, xid: '5', seq: '5', remaining: 0 });
  const ahead = (epoch: string) =>
    encodeCursor({ kind: 'changes', epoch, xid: '18446744073709551615', seq: '5', remaining: 0 });

  it.each([
    ['/api/v2/missions?limit=0', 400, 'limit'],
    ['/api/v2/missions?limit=1001', 400, 'limit'],
    ['/api/v2/missions?limit=', 400, 'limit'],
    ['/api/v2/missions?limit=ten', 400, 'limit'],
    ['/api/v2/missions?limit=1.5', 400, 'limit'],
    ['/api/v2/missions?limit=1&limit=2', 400, 'limit'],
    ['/api/v2/missions?after=nonsense', 400, 'after'],
    ['/api/v2/missions?after=', 400, 'after'],
    ['/api/v2/missions?after=%00', 400, 'after'],
    [`/api/v2/missions?after=${Buffer.from('9'.repeat(19)).toString('base64url')}`, 400, 'after'],
    [`/api/v2/missions?after=${longest}`, 400, 'after'],
    ['/api/v2/missions?after[]=1', 400, 'after[]'],
    ['/api/v2/missions?after=a&after=b', 400, 'after'],
    ['/api/v2/missions?status=late', 400, 'status'],
    ['/api/v2/missions?vehicleId=BUS', 400, 'vehicleId'],
    ['/api/v2/missions?vehicleId=-1', 400, 'vehicleId'],
    ['/api/v2/missions?billingCycleId=1', 400, 'billingCycleId'],
    ["/api/v2/missions?thirdPartyId=' or 1=1 --", 400, 'thirdPartyId'],
    ['/api/v2/missions?page=2', 400, 'page'],
    ['/api/v2/missions?__proto__=1', 400, '__proto__'],
    ['/api/v2/missions/abc', 400, 'id'],
    ['/api/v2/missions/1%20', 400, 'id'],
    ['/api/v2/missions/9999999999999999999', 400, 'id'],
    ['/api/v2/missions/123456789012345678', 404, 'id'],
    ['/api/v2/vehicles/-1', 400, 'id'],
    ['/api/v2/third-parties/1', 400, 'id'],
    [`/api/v2/third-parties/${uuid}`, 404, 'id'],
    [`/api/v2/billing-cycles/${uuid}`, 404, 'id'],
    ['/api/v2/third-parties?after=MTIz', 400, 'after'],
    ['/api/v2/billing-cycles?state=open', 400, 'state'],
    ['/api/v2/sync/pull?cursor=nonsense', 400, 'cursor'],
    ['/api/v2/sync/pull?cursor=', 400, 'cursor'],
    [`/api/v2/sync/pull?cursor=${longest}`, 400, 'cursor'],
    [`/api/v2/sync/pull?cursor=${'A'.repeat(50)}`, 400, 'cursor'],
    [`/api/v2/sync/pull?cursor=${foreign}`, 410, 'cursor'],
    ['/api/v2/sync/pull?limit=10001', 400, 'limit'],
    ['/api/v2/sync/pull?limit=NaN', 400, 'limit'],
    ['/api/v2/sync/pull?since=1', 400, 'since'],
    ['/api/v2/nothing', 404, undefined],
    ['/', 404, undefined],
    ['/api/v2/%', 400, 'path'],
    [`/api/v2/missions/${'1'.repeat(300)}`, 400, undefined],
  ])('%s answers %i, naming %s', async (path, status, field) => {
    const response = await running.ask(path);
    expect(response.status).toBe(status);
    const document = await problemOf(response);
    if (field !== undefined) expect(document.field).toBe(field);
  });

  it('a cursor of a state that is still to come asks for a resync', async () => {
    const response = await running.ask(`/api/v2/sync/pull?cursor=${ahead(running.backend.epoch)}`);
    expect(response.status).toBe(410);
    expect(await problemOf(response)).toMatchObject({ type: '/problems/resync' });
  });

  it.each([
    ['POST', '/api/v2/missions', 'GET, HEAD'],
    ['DELETE', '/api/v2/missions/1', 'GET, HEAD'],
    ['OPTIONS', '/api/v2/missions', 'GET, HEAD'],
    ['PUT', '/api/v2/sync/pull', 'GET, HEAD'],
    ['GET', '/api/v2/positions', 'POST'],
  ])('%s %s is not allowed', async (method, path, allow) => {
    const response = await running.ask(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    await problemOf(response);
  });

  const json = { 'content-type': 'application/json' };
  const good = { vehicle: 'LYO-1', longitude: 4.8, latitude: 45.7, observedAtMs: Date.now() };
  const posted = (...positions: unknown[]) => JSON.stringify({ positions });
  it.each([
    ['nothing', {}, undefined, 400, 'body'],
    ['an empty body', json, '', 400, 'body'],
    ['no JSON', json, '{"positions":[', 400, 'body'],
    ['a list', json, '[]', 400, 'body'],
    ['null', json, 'null', 400, 'body'],
    ['no positions', json, '{}', 400, 'positions'],
    ['an empty list', json, posted(), 400, 'positions'],
    ['too many', json, posted(...Array.from({ length: 10_001 }, () => good)), 400, 'positions'],
    ['a text as a number', json, posted(good, { ...good, latitude: '45' }), 400, 'positions.1.latitude'],
    ['a number too large', json, posted(good).replace('45.7', '1e999'), 400, 'positions.0.latitude'],
    ['a state that is not known', json, posted({ ...good, state: 'flying' }), 400, 'positions.0.state'],
    ['a member that is not known', json, posted({ ...good, altitude: 3 }), 400, 'positions.0.altitude'],
    ['a long vehicle code', json, posted({ ...good, vehicle: 'x'.repeat(101) }), 400, 'positions.0.vehicle'],
    ['a polluted prototype', json, '{"__proto__":{"a":1},"positions":[]}', 400, 'body'],
    ['text', { 'content-type': 'text/plain' }, posted(good), 415, 'content-type'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=1', 415, 'content-type'],
    ['packed JSON', { ...json, 'content-encoding': 'gzip' }, posted(good), 415, 'content-encoding'],
    ['more than fits', json, posted({ ...good, vehicle: 'x'.repeat(5_000_000) }), 413, 'body'],
  ])('positions: %s', async (_, headers, body, status, field) => {
    const response = await running.ask('/api/v2/positions', {
      method: 'POST',
      headers,
      ...(body === undefined ? {} : { body }),
    });
    expect(response.status).toBe(status);
    if (field !== undefined) expect((await problemOf(response)).field).toBe(field);
  });

  it('counts positions that cannot be used by reason, and takes the others', async () => {
    const nowMs = Date.now();
    const body = posted(
      { ...good, observedAtMs: nowMs },
      { ...good, vehicle: 'LYO-2', latitude: 95 },
      { ...good, vehicle: 'LYO-2', latitude: 0, longitude: 0 },
      { ...good, vehicle: 'LYO-3', observedAtMs: nowMs + 600_000 },
      { ...good, vehicle: 'LYO-3', observedAtMs: 0 },
      { ...good, vehicle: 'nobody' },
      { ...good, observedAtMs: nowMs - 5000 },
    );
    const response = await running.ask('/api/v2/positions', { method: 'POST', headers: json, body });
    expect(await response.json()).toEqual({
      accepted: 1,
      suspect: 0,
      refused: { 'outside-world': 2, 'in-the-future': 1, 'no-time': 1, 'unknown-vehicle': 1, 'older-than-known': 1 },
      examples: [
        { index: 1, vehicle: 'LYO-2', field: 'latitude', reason: 'outside-world' },
        { index: 2, vehicle: 'LYO-2', field: 'longitude', reason: 'outside-world' },
        { index: 3, vehicle: 'LYO-3', field: 'observedAtMs', reason: 'in-the-future' },
        { index: 4, vehicle: 'LYO-3', field: 'observedAtMs', reason: 'no-time' },
        { index: 5, vehicle: 'nobody', field: 'vehicle', reason: 'unknown-vehicle' },
        { index: 6, vehicle: 'LYO-1', field: 'observedAtMs', reason: 'older-than-known' },
      ],
    });
  });

  it('the way of a vehicle is asked for by its id, for minutes that there are', async () => {
    const nowMs = Date.now();
    const body = posted(
      { ...good, vehicle: 'LYO-4', observedAtMs: nowMs - 20_000 },
      { ...good, vehicle: 'LYO-4', observedAtMs: nowMs },
    );
    await running.ask('/api/v2/positions', { method: 'POST', headers: json, body });
    const { items } = vehiclesPage.parse(await (await running.ask('/api/v2/vehicles')).json());
    const id = items.find(({ code }) => code === 'LYO-4')?.id ?? '';
    const track = vehicleTrack.parse(await (await running.ask(`/api/v2/vehicles/${id}/track?minutes=5`)).json());
    expect(track).toMatchObject({ vehicleId: id, keptMinutes: 60, timeScale: 1 });
    expect(track.toMs - track.fromMs).toBe(5 * 60_000);
    expect(track.samples.map(({ longitude, latitude }) => [longitude, latitude])).toEqual([
      [good.longitude, good.latitude],
      [good.longitude, good.latitude],
    ]);
    expect((await running.ask(`/api/v2/vehicles/${id}/track?minutes=0`)).status).toBe(400);
    expect((await problemOf(await running.ask('/api/v2/vehicles/999999/track'))).field).toBe('id');
    expect((await running.ask(`/api/v2/vehicles/${id}/track`, { token: null })).status).toBe(401);
  });

  it('bytes that are no HTTP are answered and the connection is closed', async () => {
    const answer = await raw(running.url, 'nonsense\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*application\/problem\+json[\s\S]*"remedy"/);
    const tooLong = await raw(running.url, `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`);
    expect(tooLong).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('who asks', () => {
  const everything = [
    '/api/v2/missions',
    '/api/v2/missions/1',
    '/api/v2/billing-cycles',
    '/api/v2/third-parties',
    '/api/v2/vehicles',
    '/api/v2/sync/pull',
  ];

  it.each(everything)('%s needs a token', async (path) => {
    const response = await running.ask(path, { token: null });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="vigie"');
    expect(await problemOf(response)).toMatchObject({ type: '/problems/unauthorized', field: 'authorization' });
  });

  it.each([
    ['no token at all', 'Bearer', /is not "Bearer" and a token/],
    ['another scheme', 'Basic dXNlcjpwYXNz', /is not "Bearer" and a token/],
    ['nonsense', 'Bearer nonsense', /not a signed token/],
    [
      'an unsigned token',
      `Bearer ${part({ alg: 'none' })}.${part({ sub: 'me', exp: 9e9, roles: ['administrator'] })}.`,
      /is no access token/,
    ],
    [
      'a token of somebody else',
      `Bearer ${part({ alg: 'Ed25519' })}.${part({ iss: 'vigie-development', sub: 'me' })}.${'A'.repeat(86)}`,
      /not issued by this service/,
    ],
  ])('%s is refused', async (_, authorization, reason) => {
    const response = await fetch(`${running.url}/api/v2/missions`, { headers: { authorization } });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="vigie", error="invalid_/);
    expect((await problemOf(response)).detail).toMatch(reason);
  });

  it('positions are only taken from feeds', async () => {
    const response = await running.ask('/api/v2/positions', {
      method: 'POST',
      token: await running.tokenFor('supervisor'),
    });
    expect(response.status).toBe(403);
    expect(await problemOf(response)).toMatchObject({ type: '/problems/forbidden' });
  });

  it('another name in the Host header is refused, so that no other site reaches this machine', async () => {
    for (const host of ['evil.example', '127.0.0.1.evil.example', '10.0.0.1', '']) {
      const answer = await raw(running.url, `GET /api/v2 HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
      expect(answer, host).toMatch(/^HTTP\/1\.1 421 /);
    }
    for (const host of ['localhost', 'localhost:80', '[::1]:8080', '127.0.0.1']) {
      const answer = await raw(running.url, `GET /api/v2 HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
      expect(answer, host).toMatch(/^HTTP\/1\.1 200 /);
    }
  });
});

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Sends bytes as they are. Answers what came back until the other side closed. */
function raw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.setEncoding('utf8');
    socket.on('data', (data: string) => {
      answer += data;
    });
    socket.on('error', reject).on('close', () => resolve(answer));
  });
}
