import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import type { BackendOptions } from '../../../backend/app.ts';
import { createBackend } from '../../../backend/app.ts';
import { createLog } from '../../../backend/log.ts';
import { POSITIONS_NAMESPACE } from '../../../shared/api/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';
import { migratedDatabase } from '../../support/database.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const started: RunningBackend[] = [];
afterEach(async () => {
  for (const running of started.splice(0)) await running.stop();
});
async function start(options: Partial<BackendOptions>): Promise<RunningBackend> {
  const running = await startBackend(options);
  started.push(running);
  return running;
}

/** Nothing else is answered by the database until `release` is called. */
async function holdDatabase({ backend: { database } }: RunningBackend) {
  const began = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const ended = database.transaction(async () => {
    began.resolve();
    await release.promise;
  });
  await began.promise;
  return async () => {
    release.resolve();
    await ended;
  };
}

describe('readiness', () => {
  it('follows the database and its migrations; being alive does not', async () => {
    const running = await start({});
    const get = (path: string) => running.ask(path, { token: null });
    const ready = await get('/health/ready');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ status: 'ready', checks: { database: true, migrations: true } });

    const { database } = running.backend;
    await database.execute('create table kept as table vigie_migrations; delete from vigie_migrations where true');
    await expect.poll(async () => (await get('/health/ready')).status).toBe(503);
    expect(await (await get('/health/ready')).json()).toMatchObject({ detail: 'it does not work: migrations' });
    await database.execute('insert into vigie_migrations select * from kept');
    await expect.poll(async () => (await get('/health/ready')).status).toBe(200);

    await database.close();
    await expect.poll(async () => (await get('/health/ready')).status).toBe(503);
    expect((await get('/health/live')).status).toBe(200);
  });
});

describe('a graceful stop', () => {
  it('is said first, then lets answers be finished, ends sockets, and leaves nothing', async () => {
    const running = await startBackend({ drainMs: 800, finishWithinMs: 20_000 });
    const { backend, token, url } = running;
    const socket = io(url + POSITIONS_NAMESPACE, { auth: { token }, transports: ['websocket'], reconnection: false });
    await new Promise<void>((resolve) => socket.on('connect', resolve));
    const socketEnded = new Promise<string>((resolve) => socket.on('disconnect', resolve));

    const release = await holdDatabase(running);
    const inFlight = running.ask('/api/v2/missions');
    let isClosed = false;
    const closed = backend.close().then(() => {
      isClosed = true;
    });
    // While load balancers notice, everything else goes on.
    expect((await running.ask('/health/ready')).status).toBe(503);
    expect((await running.ask('/api/v2', { token: null })).status).toBe(200);
    expect(await socketEnded).toMatch(/io server disconnect|transport close/);
    await expect
      .poll(() =>
        fetch(`${url}/api/v2`).then(
          () => 'answered',
          () => 'refused',
        ),
      )
      .toBe('refused');
    expect(isClosed).toBe(false);

    await release();
    const response = await inFlight;
    expect(response.status).toBe(200);
    expect(response.headers.get('connection')).toBe('close');
    expect(await response.json()).toEqual({ items: [], next: null });
    await closed;
    await running.stop();
  });

  it('is bounded: what does not end is cut', async () => {
    const running = await startBackend({ finishWithinMs: 300 });
    const { hostname, port } = new URL(running.url);
    const authorization = `authorization: Bearer ${running.token}`;
    const slow = connect(Number(port), hostname);
    const cut = new Promise<void>((resolve) => slow.on('close', () => resolve()).on('error', () => undefined));
    await new Promise<void>((resolve) => {
      slow.on('connect', () => resolve());
    });
    slow.write(`POST /api/v2/positions HTTP/1.1\r\nhost: localhost\r\n${authorization}\r\n`);
    slow.write('content-type: application/json\r\ncontent-length: 50\r\nexpect: 100-continue\r\n\r\n');
    // The service has begun to read the request.
    await new Promise<void>((resolve) => slow.once('data', () => resolve()));
    await running.stop();
    await cut;
  });
});

describe('figures', () => {
  it('tell of requests, sockets, positions and the process, with few labels, on a port of their own', async () => {
    const backend = await createBackend({
      ...{ dataFolder: newFolder(), database: await migratedDatabase(), log: createLog('silent') },
      metrics: { host: '127.0.0.1', port: 0 },
    });
    try {
      const { url, metricsUrl = '' } = await backend.listen();
      await insertRows(backend.database, { vehicles: 3 });
      const token = await backend.tokenFor('tester', ['supervisor']);
      const ask = (path: string) => fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
      await ask('/api/v2/missions');
      for (let id = 1; id < 60; id++) await ask(`/api/v2/missions/${id}?q=${id}`);
      for (let id = 1; id < 60; id++) await ask(`/api/v2/nothing-${id}`);
      const socket = io(url + POSITIONS_NAMESPACE, { auth: { token }, transports: ['websocket'] });
      socket.on('directory', (_part: unknown, acknowledge: () => void) => acknowledge());
      const frame = new Promise<void>((resolve) => socket.on('frame', () => resolve()));
      await expect.poll(() => backend.supervision.isKnown('LYO-1')).toBe(true);
      const fix = { longitude: 4.8, latitude: 45.7, observedAtMs: Date.now() };
      backend.supervision.ingest([
        { ...fix, vehicle: 'LYO-1' },
        { ...fix, vehicle: 'nobody' },
      ]);
      socket.emit('subscribe', {});
      await frame;

      expect((await fetch(`${url}/metrics`)).status).toBe(404);
      const response = await fetch(`${metricsUrl}/metrics`);
      expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
      const text = await response.text();
      const figures = new Map(
        text.split('\n').flatMap((line) => {
          const [, name = '', value] = /^([^#]\S*) (\S+)$/.exec(line) ?? [];
          return value === undefined ? [] : [[name, Number(value)] as const];
        }),
      );
      expect(figures.get('vigie_http_requests_total{operation="listMissions",status="200"}')).toBe(1);
      expect(figures.get('vigie_http_requests_total{operation="getMission",status="400"}')).toBe(59);
      expect(figures.get('vigie_http_requests_total{operation="none",status="404"}')).toBe(60);
      expect(figures.get('vigie_http_request_duration_seconds_count{operation="none"}')).toBe(60);
      expect(figures.get('vigie_ready{phase="serving"}')).toBe(1);
      expect(figures.get('vigie_dependency_up{dependency="database"}')).toBe(1);
      expect(figures.get('vigie_sockets{kind="positions"}')).toBe(1);
      expect(figures.get('vigie_socket_messages_total{kind="out-binary"}')).toBeGreaterThan(0);
      expect(figures.get('vigie_socket_bytes_total{kind="out-binary"}')).toBeGreaterThanOrEqual(48);
      expect(figures.get('vigie_positions_total{result="believed"}')).toBe(1);
      expect(figures.get('vigie_positions_refused_total{reason="unknown-vehicle"}')).toBe(1);
      expect(figures.get('vigie_vehicles')).toBe(1);
      expect(figures.get('vigie_event_relay_behind')).toBe(0);
      expect(figures.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
      // What the examples of alerts look at is there.
      const alerts = readFileSync(path.join(import.meta.dirname, '../../../docs/operations/alerts.yml'), 'utf8');
      const watched = [...alerts.matchAll(/\b(?:vigie|nodejs)_\w+/g)].map(([name]) => name);
      expect(watched.length).toBeGreaterThan(8);
      expect(watched.filter((name) => !text.includes(`# TYPE ${name.replace(/_bucket$/, '')} `))).toEqual([]);
      expect(text).not.toMatch(/LYO-|tester|nothing-/);
      expect(await (await fetch(`${metricsUrl}/health/ready`)).text()).toBe('ready\n');
      expect((await fetch(`${metricsUrl}/health/live`)).status).toBe(200);
      expect((await fetch(`${metricsUrl}/api/v2`)).status).toBe(404);
      socket.disconnect();
    } finally {
      await backend.close();
    }
  });
});

/** All the ways in which something about a person reaches the service. */
describe('the log of a service that is flooded with personal data', () => {
  it('holds none of it', async () => {
    let text = '';
    const log = createLog('trace', {
      write(line) {
        text += line;
      },
    });
    const running = await start({ log });
    const { backend, token, url } = running;
    const marks = {
      name: 'Perrin-Duvallon',
      phone: '0611223344',
      mail: 'camille.pd@example.org',
      secret: 'hunter2hunter2',
    };
    const everything = Object.values(marks).join(' ');
    const spoken = encodeURIComponent(everything);
    await insertRows(backend.database, { vehicles: 1 });
    await backend.database.execute(`
      create function raise_name() returns trigger language plpgsql as $$
        begin raise exception 'no more of %', new.name; end $$;
      create trigger raise_name before insert on third_parties for each row execute function raise_name();`);
    const post = (path: string, body: string, headers: Record<string, string> = {}) =>
      running.ask(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
    const now = Date.now();
    const mutation = (fields: object, id = '00000000-0000-4000-8000-000000000001') => ({
      ...{ mutationId: '01890000-0000-7000-8000-000000000001', entity: 'third-party', id, op: 'create' },
      ...{ baseVersion: 0, madeAtMs: now, fields },
    });
    const push = (...mutations: object[]) =>
      post('/api/v2/sync/push', JSON.stringify({ epoch: backend.epoch, mutations }));
    const pushed = await push(mutation({ name: marks.name, type: 'customer', 'contactInfo.email': marks.mail }));
    expect(JSON.stringify(await pushed.json())).toContain('rejected');

    await running.ask(`/api/v2/missions?q=${spoken}`);
    await running.ask(`/api/v2/missions/${spoken}`);
    await running.ask(`/${spoken}?access_token=${token}`);
    await running.ask('/api/v2/missions', {
      headers: { 'x-request-id': marks.name, cookie: everything, 'x-more': everything },
    });
    await fetch(`${url}/api/v2/missions`, { headers: { authorization: `Bearer ${token}x` } });
    await fetch(`${url}/api/v2/missions`, { headers: { authorization: `Basic ${marks.secret}` } });
    await post('/api/v2/sync/push', everything);
    await post('/api/v2/sync/push', JSON.stringify({ [marks.name]: everything }));
    await post('/api/v2/positions', JSON.stringify({ positions: [{ vehicle: marks.name }] }));
    await post(
      '/api/v2/positions',
      JSON.stringify({ positions: [{ vehicle: marks.name, longitude: 1, latitude: 1, observedAtMs: now }] }),
    );
    for (const auth of [{ token: everything }, { token }]) {
      const socket = io(url + POSITIONS_NAMESPACE, {
        auth,
        transports: ['websocket'],
        reconnection: false,
        query: { q: everything },
      });
      await new Promise<void>((resolve) => {
        socket.on('connect', () => socket.emit('subscribe', { [marks.name]: everything }));
        socket.on('connect_error', () => resolve()).on('disconnect', () => resolve());
      });
      socket.disconnect();
    }
    // A fault that is the service's own.
    await backend.database.execute('alter table missions rename to gone');
    expect((await running.ask(`/api/v2/missions?after=${Buffer.from('1').toString('base64url')}`)).status).toBe(500);

    expect(text).toContain('a request failed');
    expect(text).toContain('the database refused an edit');
    expect(text).toContain('subscribed wrongly');
    expect(text.split('\n').filter(Boolean).length).toBeGreaterThan(10);
    for (const [what, mark] of Object.entries(marks)) expect(text.includes(mark), what).toBe(false);
    expect(text).not.toContain(encodeURIComponent(marks.mail));
    expect(text).not.toContain(token.slice(0, 30));
    expect(text).not.toContain('tester');
  });
});
