import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { createBackend } from '../../../backend/app.ts';
import type { TokenVerifier } from '../../../backend/auth/token-verifier.ts';
import { BackendError } from '../../../backend/backend-error.ts';
import { systemClock } from '../../../backend/clock.ts';
import type { Feed, FeedHost, FeedMission } from '../../../backend/feeds/feed.ts';
import { missionsPage, POSITIONS_NAMESPACE, problem, vehiclesPage } from '../../../shared/api/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { migratedDatabase } from '../../support/database.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { silentLog } from '../../support/silent-log.ts';

const newFolder = temporaryFolders();
const started: RunningBackend[] = [];
afterEach(async () => {
  for (const running of started.splice(0)) await running.stop();
});
async function start(options: Parameters<typeof startBackend>[0]): Promise<RunningBackend> {
  const running = await startBackend(options);
  started.push(running);
  return running;
}

/** A feed of a test: what it does is what it is given. */
function feedOf(start: (host: FeedHost) => Promise<void>, more: Partial<Feed> = {}): Feed & { stopped: number } {
  return {
    name: 'test',
    kind: 'csv',
    speed: 1,
    stopped: 0,
    start,
    async stop() {
      this.stopped += 1;
    },
    ...more,
  };
}

const vehicle = (code: string) => ({ code, label: `Vehicle ${code}`, kind: 'bus' as const, depot: null, line: null });
const mission = (reference: string, more: Partial<FeedMission> = {}): FeedMission => ({
  reference,
  vehicleCode: 'A',
  driver: 'Camille',
  customerName: 'Ville de Lyon',
  originAddress: 'Ici',
  destinationAddress: 'Là',
  plannedStartAt: '2026-01-01T06:00:00.000Z',
  plannedEndAt: '2026-01-01T07:00:00.000Z',
  actualStartAt: null,
  actualEndAt: null,
  status: 'planned',
  distanceMetres: null,
  amountCents: null,
  ...more,
});

describe('a feed', () => {
  it('registers vehicles, writes missions and positions, and is stopped with the backend', async () => {
    const feed = feedOf(async (host) => {
      await host.registerVehicles([vehicle('A'), vehicle('B')]);
      await host.registerVehicles([vehicle('A'), { ...vehicle('B'), label: 'New name', depot: 'Nord' }]);
      host.ingest(
        ['A', 'B'].map((code) => ({ vehicle: code, longitude: 4.8, latitude: 45.7, observedAtMs: host.clock.nowMs() })),
      );
      host.countRefused('no-place', 3);
      await host.writeMissions([
        mission('M1'),
        mission('M2', { vehicleCode: 'nobody' }),
        mission('M1', { driver: 'Dominique' }),
      ]);
      await host.writeMissions([
        mission('M1', { driver: 'Dominique', status: 'completed', distanceMetres: 12_345, amountCents: 6789 }),
      ]);
      host.report({ state: 'live', feedTimeMs: 5 });
      host.log('ready', { vehicles: 2 });
    });
    const running = await startBackend({ feed });
    try {
      await running.backend.feedStarted;
      const vehicles = vehiclesPage.parse(await (await running.ask('/api/v2/vehicles')).json()).items;
      expect(vehicles).toMatchObject([
        { code: 'A', label: 'Vehicle A' },
        { code: 'B', label: 'New name', depot: 'Nord' },
      ]);
      const missions = missionsPage.parse(await (await running.ask('/api/v2/missions')).json()).items;
      expect(missions).toMatchObject([
        {
          reference: 'M1',
          vehicleId: vehicles[0]?.id,
          driver: 'Dominique',
          status: 'completed',
          distanceMetres: 12_345,
          amountCents: 6789,
        },
        { reference: 'M2', vehicleId: null, driver: 'Camille' },
      ]);
      expect(running.backend.supervision.feed.status).toMatchObject({
        ...{ name: 'test', kind: 'csv', state: 'live', accepted: 2, refused: { 'no-place': 3 }, feedTimeMs: 5 },
      });
    } finally {
      await running.stop();
    }
    expect(feed.stopped).toBe(1);
    await running.backend.close();
    expect(feed.stopped).toBe(1);
  });

  it('that cannot start is said, and the service goes on', async () => {
    const running = await start({
      feed: feedOf(async () => {
        throw new Error('day.csv cannot be read: name another file.');
      }),
    });
    await expect(running.backend.feedStarted).rejects.toThrow('day.csv cannot be read');
    expect(running.backend.supervision.feed.status).toMatchObject({
      state: 'failed',
      notice: 'day.csv cannot be read: name another file.',
    });
    expect((await running.ask('/api/v2/missions')).status).toBe(200);
    expect(await (await running.ask('/health/ready')).json()).toMatchObject({
      status: 'ready',
      checks: { feed: false },
    });
  });

  it('writes nothing wrong half: a batch with one mission that does not fit is refused whole', async () => {
    const running = await start({});
    const { feedHost } = running.backend;
    await feedHost.registerVehicles([vehicle('A')]);
    await expect(feedHost.writeMissions([mission('M1'), mission('M2', { amountCents: 1e15 })])).rejects.toThrow(
      /overflow/,
    );
    expect(missionsPage.parse(await (await running.ask('/api/v2/missions')).json()).items).toEqual([]);
  });
});

describe('vehicles that other programs write', () => {
  it('are known at once, renamed and forgotten', async () => {
    const running = await start({});
    const { database, supervision } = running.backend;
    const fixOf = (code: string) => ({ vehicle: code, longitude: 4.8, latitude: 45.7, observedAtMs: Date.now() });
    await database.execute("insert into vehicles (code) values ('X')");
    await expect.poll(() => supervision.isKnown('X')).toBe(true);
    expect(supervision.ingest([fixOf('X')]).accepted).toBe(1);
    await database.execute("update vehicles set code = 'Y' where code = 'X'");
    await expect.poll(() => supervision.isKnown('Y')).toBe(true);
    expect(supervision.isKnown('X')).toBe(false);
    await database.execute("delete from vehicles where code = 'Y'");
    await expect.poll(() => supervision.isKnown('Y')).toBe(false);
    expect(supervision.table.read(0)?.flags).toBe(4);
  });
});

describe('the demonstration', () => {
  const simulator = (host: Parameters<Feed['start']>[0]) => host.registerVehicles([vehicle('A')]);

  it('is written beside a simulator, once, and missions find their third party and cycle', async () => {
    const feed = feedOf(
      async (host) => {
        await simulator(host);
        const old = new Date(Date.now() - 20 * 86_400_000).toISOString();
        await host.writeMissions([
          mission('M1', {
            customerName: 'LAITERIE DES DEUX VALLEES',
            status: 'completed',
            plannedStartAt: old,
            plannedEndAt: old,
          }),
          mission('M2', { customerName: 'Laiterie des Deux Vallées', plannedStartAt: old, plannedEndAt: old }),
          mission('M3', { customerName: 'Lait' }),
          mission('M4', { customerName: null }),
        ]);
      },
      { kind: 'simulator' },
    );
    const running = await start({ feed, demonstrationSeed: 3 });
    const read = async () => missionsPage.parse(await (await running.ask('/api/v2/missions')).json()).items;
    await expect.poll(async () => (await read()).filter(({ thirdPartyId }) => thirdPartyId !== null).length).toBe(2);
    const [first, second, third, fourth] = await read();
    expect(first?.thirdPartyId).toBe(second?.thirdPartyId);
    expect(first?.billingCycleId).toMatch(/^[\da-f-]{36}$/);
    expect(second?.billingCycleId).toBeNull();
    expect([third?.thirdPartyId, fourth?.thirdPartyId]).toEqual([null, null]);
    const [count] = await running.backend.database.query<{ n: number }>('select count(*)::int as n from third_parties');
    expect(count?.n).toBeGreaterThan(50);
  });

  it('is not written beside another feed, nor into a database with business data of its own', async () => {
    const other = await start({ feed: feedOf(simulator), demonstrationSeed: 3 });
    await other.backend.feedStarted;
    expect(await other.backend.database.query('select from third_parties')).toEqual([]);

    const missions = await migratedDatabase();
    await missions.execute(`insert into missions (reference, customer_name, planned_start_at, planned_end_at)
      values ('OURS', 'Laiterie des Deux Vallées', now(), now())`);
    const ours = await start({
      database: missions,
      feed: feedOf(simulator, { kind: 'simulator' }),
      demonstrationSeed: 3,
    });
    await ours.backend.feedStarted;
    expect(await ours.backend.database.query('select from third_parties')).toEqual([]);

    const database = await migratedDatabase();
    await database.execute("insert into third_parties (name) values ('Our only customer')");
    const own = await start({ database, feed: feedOf(simulator, { kind: 'simulator' }), demonstrationSeed: 3 });
    await own.backend.feedStarted;
    expect(await own.backend.database.query('select name from third_parties')).toEqual([{ name: 'Our only customer' }]);
  });
});

describe('sign-in', () => {
  const operator: TokenVerifier = {
    loopbackOnly: false,
    verify: async (token) => ({
      subject: token,
      name: token,
      subsidiaries: 'all',
      roles: ['supervisor'],
      expiresAtMs: Date.now() + (token === 'short' ? 700 : 3_600_000),
    }),
  };

  it("may be the operator's own, which issues the tokens then", async () => {
    const running = await createBackend({
      dataFolder: newFolder(),
      database: await migratedDatabase(),
      log: silentLog,
      verifier: operator,
    });
    try {
      const { url } = await running.listen();
      const response = await fetch(`${url}/api/v2/missions`, { headers: { authorization: 'Bearer someone' } });
      expect(response.status).toBe(200);
      await expect(running.tokenFor('me', [])).rejects.toBeInstanceOf(BackendError);
    } finally {
      await running.close();
    }
  });

  it('of the demonstration kind refuses to be reachable by others', async () => {
    const folder = newFolder();
    for (const host of ['0.0.0.0', '::', '192.168.1.5']) {
      await expect(createBackend({ dataFolder: folder, host, log: silentLog })).rejects.toThrow(
        /demonstration sign-in is for this machine alone/,
      );
    }
  });

  it('that ends disconnects its sockets', async () => {
    const database = await migratedDatabase();
    const backend = await createBackend({ dataFolder: newFolder(), database, log: silentLog, verifier: operator });
    const { url } = await backend.listen();
    const socket = io(url + POSITIONS_NAMESPACE, {
      auth: { token: 'short' },
      transports: ['websocket'],
      reconnection: false,
    });
    try {
      const beganMs = performance.now();
      await new Promise((resolve) => socket.on('disconnect', resolve));
      expect(performance.now() - beganMs).toBeGreaterThan(400);
    } finally {
      socket.disconnect();
      await backend.close();
    }
  });
});

describe('faults', () => {
  it('of the database are answered as unavailable, without its words', async () => {
    const running = await start({});
    await running.backend.database.execute('alter table missions rename to gone');
    const failed = await running.ask('/api/v2/missions');
    expect(failed.status).toBe(500);
    expect(JSON.stringify(problem.parse(await failed.json()))).not.toMatch(/missions.*does not exist|relation/);
    await running.backend.database.execute('alter table gone rename to missions');
    expect((await running.ask('/api/v2/missions')).status).toBe(200);
    await running.backend.database.close();
    const health = await running.ask('/health');
    expect(health.status).toBe(503);
    expect(health.headers.get('retry-after')).toBe('5');
  });

  it('of the port are found before a database is made', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      await expect(createBackend({ dataFolder: newFolder(), port, log: silentLog })).rejects.toThrow(
        `Port ${port} of 127.0.0.1 is taken`,
      );
    } finally {
      other.close();
    }
  });

  it('leave nothing running: a backend that closes frees its port and its timers', async () => {
    const running = await startBackend({ clock: systemClock });
    const { url } = running;
    const slow = fetch(`${url}/health`);
    await slow;
    await running.stop();
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    await sleep(10);
  });
});
