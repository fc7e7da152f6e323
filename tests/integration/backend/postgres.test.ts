import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missionsPage, pullPage } from '../../../shared/api/index.ts';
import { ChangeWatch } from '../../../backend/bus/change-watch.ts';
import { systemClock } from '../../../backend/clock.ts';
import type { Database } from '../../../backend/database/database.ts';
import { migrate, migrationStatus } from '../../../backend/database/migrate.ts';
import { openPostgres } from '../../../backend/database/postgres-database.ts';
import { isSimulatorWelcome } from '../../../backend/seed/demonstration.ts';
import { ChangeLog, ExpiredCursorError } from '../../../backend/sync/change-log.ts';
import { decodeCursor } from '../../../backend/sync/cursor.ts';
import { currentEpoch } from '../../../backend/sync/epoch.ts';
import { startBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';
import { describeSchema } from '../../support/describe-schema.ts';
import { findPostgres, type PostgresServer, startPostgres } from '../../support/postgres.ts';
import { silentLog } from '../../support/silent-log.ts';

const binaries = findPostgres();

describe.skipIf(binaries === undefined)('on a real PostgreSQL server', () => {
  let started: PostgresServer | undefined;
  const server: Pick<PostgresServer, 'url'> = {
    url: (name) => started?.url(name) ?? Promise.reject(new Error('the server did not start')),
  };
  const opened: Database[] = [];
  beforeAll(async () => {
    started = await startPostgres(binaries ?? '');
  });
  afterAll(async () => {
    for (const database of opened) await database.close();
    await started?.stop();
  });

  async function open(name: string): Promise<Database> {
    const database = await openPostgres(await server.url(name), silentLog);
    opened.push(database);
    return database;
  }
  async function openMigrated(name: string): Promise<Database> {
    const database = await open(name);
    await migrate(database, 'up', silentLog);
    return database;
  }

  it('migrates up, down and up, to the same schema as in the process', async () => {
    const database = await openMigrated('schema');
    const first = await describeSchema(database);
    const names = (await migrationStatus(database)).map(({ name }) => name);
    await migrate(database, 'down', silentLog, names.length);
    expect(await describeSchema(database)).toBe('');
    await migrate(database, 'up', silentLog);
    expect(await describeSchema(database)).toBe(first);
    await expect(first).toMatchFileSnapshot('schema.snapshot.txt');
  });

  it('migrates once when several processes start at the same time', async () => {
    const databases = [];
    for (let process = 0; process < 4; process++) databases.push(await open('together'));
    const ran = await Promise.all(databases.map((database) => migrate(database, 'up', silentLog)));
    expect(
      ran
        .map(({ length }) => length)
        .sort((a, b) => a - b)
        .slice(0, 3),
    ).toEqual([0, 0, 0]);
  });

  it('tells of changes that were held back once the transaction that held them is gone', async () => {
    const database = await openMigrated('held');
    const log = new ChangeLog(database, await currentEpoch(database, silentLog));
    const beginning = decodeCursor((await log.read(undefined, 100)).cursor);
    const watch = new ChangeWatch(database, systemClock, silentLog);
    await watch.start();
    let pokes = 0;
    watch.subscribe(() => {
      pokes += 1;
    });
    const holder = new Client({ connectionString: await server.url('held') });
    await holder.connect();
    try {
      await holder.query('begin; create temporary table scratch (x int)');
      await insertRows(database, { vehicles: 3 });
      await sleep(700);
      expect(pokes).toBe(0);
      expect((await log.read(beginning, 100)).changes).toEqual([]);
      // It changed nothing that is synchronised: nobody notifies.
      await holder.query('rollback');
      await expect.poll(() => pokes).toBe(1);
      expect((await log.read(beginning, 100)).changes).toHaveLength(3);
    } finally {
      watch.stop();
      await holder.end();
    }
  });

  it('listens again by itself after its connection was cut, and misses nothing', async () => {
    const database = await openMigrated('cut');
    const watch = new ChangeWatch(database, systemClock, silentLog);
    await watch.start();
    let pokes = 0;
    watch.subscribe(() => {
      pokes += 1;
    });
    try {
      const admin = await open('admin');
      await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'cut' and query like 'listen%'`,
      );
      await insertRows(database, { vehicles: 1 });
      await expect.poll(() => pokes).toBe(1);
      await insertRows(await open('cut'), { vehicles: 0, thirdParties: 1 });
      await expect.poll(() => pokes).toBe(2);
    } finally {
      watch.stop();
    }
  });

  it('begins a new epoch on a copy of a database, and gives all its rows there', async () => {
    const original = await openPostgres(await server.url('original'), silentLog);
    await migrate(original, 'up', silentLog);
    await insertRows(original, { vehicles: 5 });
    const epoch = await currentEpoch(original, silentLog);
    const page = await new ChangeLog(original, epoch).read(undefined, 3);
    expect(await currentEpoch(original, silentLog)).toBe(epoch);
    await original.close();

    const admin = await open('admin');
    await admin.execute('create database restored template original');
    const restored = await open('restored');
    const newEpoch = await currentEpoch(restored, silentLog);
    expect(newEpoch).not.toBe(epoch);
    const log = new ChangeLog(restored, newEpoch);
    expect((await log.read(undefined, 100)).changes).toHaveLength(5);
    await expect(log.read(decodeCursor(page.cursor), 100)).rejects.toBeInstanceOf(ExpiredCursorError);
  });

  it('serves everything that the database in the process does', async () => {
    const running = await startBackend({ databaseUrl: await server.url('served') });
    try {
      const { database, feedHost } = running.backend;
      expect(await isSimulatorWelcome(database)).toBe(true);
      await insertRows(database, { vehicles: 2, thirdParties: 1, missions: 3 });
      expect(await isSimulatorWelcome(database)).toBe(false);
      const page = pullPage.parse(await (await running.ask('/api/v2/sync/pull')).json());
      expect(page.changes).toHaveLength(6);
      const missions = missionsPage.parse(
        await (await running.ask('/api/v2/missions?limit=2&status=completed')).json(),
      );
      expect(missions.items).toHaveLength(2);
      await feedHost.registerVehicles([{ code: 'LYO-1', label: 'Other', kind: 'van', depot: null, line: null }]);
      const observedAtMs = Date.now();
      feedHost.ingest([{ vehicle: 'LYO-1', longitude: 4.8, latitude: 45.7, observedAtMs }]);
      expect(running.backend.supervision.feed.status).toMatchObject({ accepted: 1, refused: {} });
    } finally {
      await running.stop();
    }
  });

  it.each([
    [
      'a database that is not there',
      (url: string) => `${url}-absent`,
      /does not exist: create it, or correct DATABASE_URL/,
    ],
    [
      'a port where nothing listens',
      () => 'postgres://vigie@127.0.0.1:9/x',
      /127\.0\.0\.1:9\/x cannot be reached \(.*ECONNREFUSED.*check DATABASE_URL/,
    ],
    ['a password that does not come along', () => 'postgres://vigie:secret@127.0.0.1:9/x', /^(?!.*secret)/],
    ['another kind of URL', () => 'mysql://localhost/x', /must start with postgres:\/\//],
    ['no URL at all', () => 'localhost', /not a URL/],
  ])('says in a sentence what is wrong with %s', async (_, urlOf, message) => {
    const url = urlOf(await server.url('any'));
    await expect(openPostgres(url, silentLog)).rejects.toThrow(message);
  });
});
