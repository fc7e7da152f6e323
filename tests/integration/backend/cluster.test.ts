import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createPokeLink } from '../../../electron/data/remote/realtime.ts';
import { createRestClient } from '../../../electron/data/remote/rest-client.ts';
import { EventFollower } from '../../../electron/data/sync/event-follower.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { type Balancer, startBalancer } from '../../drills/cluster/balancer.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';
import { findPostgres, type PostgresServer, startPostgres } from '../../support/postgres.ts';
import { findRedis, type RedisServer, startRedis } from '../../support/redis.ts';
import { silentLog } from '../../support/silent-log.ts';

const [postgresProgram, redisProgram] = [findPostgres(), findRedis()];
const PATIENTLY = { timeout: 45_000 };

describe.skipIf(postgresProgram === undefined || redisProgram === undefined)('two processes on one database', () => {
  let postgres: PostgresServer;
  let redis: RedisServer;
  let balancer: Balancer;
  let first: RunningBackend;
  let second: RunningBackend;
  /** Of both: it holds the key of the sign-in. */
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-cluster-'));

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(postgresProgram ?? ''), startRedis(redisProgram ?? '')]);
    const common = { databaseUrl: await postgres.url('cluster'), redisUrl: redis.url, dataFolder: folder };
    first = await startBackend(common);
    second = await startBackend(common);
    await insertRows(first.backend.database, { vehicles: 2 });
    balancer = await startBalancer([first, second].map(({ url }) => Number(new URL(url).port)));
  });
  afterAll(async () => {
    await balancer.close();
    await first.stop();
    await second.stop();
    await redis.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const database = () => first.backend.database;
  const addParty = (name: string) => database().query('insert into third_parties (name) values ($1)', [name]);

  it('give a desktop that was cut off what it missed, from whichever of them it comes back to', async () => {
    const server = { url: balancer.url, token: first.token };
    const rest = createRestClient(server, systemClock);
    const read: typeof rest.events = (query, signal) => rest.events(query, signal);
    const heard: number[] = [];
    const ready = vi.fn<() => void>();
    const common = { clock: systemClock, random: () => 0.9, log: silentLog, place: undefined, read };
    const follower = new EventFollower({ ...common, onPlace: () => ready(), onGap: () => undefined });
    follower.onEvents((events) => heard.push(...events.map(({ position }) => position)));
    const changes: (string | undefined)[] = [];
    const link = createPokeLink(
      { server, clock: systemClock, random: () => 0.9 },
      { onPoke: () => undefined, onChange: (error) => changes.push(error?.code) },
      follower,
    );
    try {
      await expect.poll(() => ready.mock.calls.length, PATIENTLY).toBeGreaterThan(0);
      // One over Redis, so that the desktop knows its place there; the lease takes a moment.
      await expect
        .poll(async () => {
          await addParty('P');
          return database().query(`select from event_head where relay_until > now()`);
        }, PATIENTLY)
        .toHaveLength(1);
      await addParty('before');
      await expect.poll(async () => heard.at(-1) === (await headOf(database())), PATIENTLY).toBe(true);
      await sleep(100);
      balancer.cut();
      await expect.poll(() => changes.at(-1), PATIENTLY).toBe('server-unreachable');
      for (let count = 0; count < 5; count++) await addParty(`missed ${count}`);
      await expect.poll(() => changes.at(-1), PATIENTLY).toBeUndefined();
      await expect.poll(async () => heard.at(-1) === (await headOf(database())), PATIENTLY).toBe(true);
      expect(heard).toEqual(heard.map((_, index) => (heard[0] ?? 0) + index));
    } finally {
      link.close();
      await follower.close();
      rest.close();
    }
  });

  it('show where a vehicle is that was heard by the other one, the newer place of each, and its way', async () => {
    const [one, other] = [first.backend.supervision, second.backend.supervision];
    await expect.poll(() => one.isKnown('LYO-1') && other.isKnown('LYO-1'), PATIENTLY).toBe(true);
    const fix = { vehicle: 'LYO-1', latitude: 45.7, headingDegrees: 90, speedMetresPerSecond: 10 };
    const atMs = Date.now() - 60_000;
    expect(one.ingest([{ ...fix, longitude: 4.8, observedAtMs: atMs }]).accepted).toBe(1);
    await expect.poll(() => placeOf(other), PATIENTLY).toMatchObject({ longitude: 4.8, observedAtMs: atMs });
    expect(other.ingest([{ ...fix, longitude: 4.8004, observedAtMs: atMs + 30_000 }]).accepted).toBe(1);
    await expect.poll(() => placeOf(one), PATIENTLY).toMatchObject({ longitude: 4.8004, observedAtMs: atMs + 30_000 });
    expect(one.trackOf('1', 5)?.samples.length).toBe(2);
    expect(other.feed.status.lastFixAtMs).not.toBeNull();
  });

  it('cut off a follower that takes nothing, and are not filled by it', async () => {
    const socket = new WebSocket(`${first.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    let answered = false;
    socket.on('message', (data) => {
      const text = data instanceof Buffer ? data.toString() : '';
      if (text.startsWith('0')) socket.send(`40/sync,${JSON.stringify({ token: first.token })}`);
      if (text.startsWith('40/sync')) socket.send('42/sync,0["follow"]');
      if (text.startsWith('43/sync,0')) answered = true;
    });
    await expect.poll(() => answered, PATIENTLY).toBe(true);
    socket.pause();
    await database().execute(`insert into event_log (type, entity, entity_id, actor, payload)
      select 'test.done', 'test', n::text, 'test', jsonb_build_object('text', repeat('x', 4000)) from generate_series(1, 6000) as n`);
    await addParty('wake');
    await expect.poll(async () => (await headOf(database())) > 6_000, PATIENTLY).toBe(true);
    await sleep(3_000);
    socket.resume();
    await closed;
  });
});

async function headOf(database: RunningBackend['backend']['database']): Promise<number> {
  const [row] = await database.query<{ head: string; fresh: number }>(
    'select position as head, (select count(*)::int from event_log where position is null) as fresh from event_head',
  );
  return row?.fresh === 0 ? Number(row.head) : Number.POSITIVE_INFINITY;
}

function placeOf(supervision: RunningBackend['backend']['supervision'] | undefined) {
  let place: { longitude: number; observedAtMs: number } | undefined;
  supervision?.eachPosition((id, { longitude, observedAtMs }) => {
    if (id === '1') place = { longitude: Math.round(longitude * 1e6) / 1e6, observedAtMs };
  });
  return place;
}
