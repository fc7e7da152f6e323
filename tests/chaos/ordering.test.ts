import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventLog } from '../../backend/bus/index.ts';
import type { Database } from '../../backend/database/database.ts';
import { migrate } from '../../backend/database/migrate.ts';
import { openPostgres } from '../../backend/database/postgres-database.ts';
import { ChangeLog } from '../../backend/sync/change-log.ts';
import { currentEpoch } from '../../backend/sync/epoch.ts';
import { insertRows } from '../support/business-rows.ts';
import { writeConcurrently } from '../support/concurrent-writers.ts';
import { findPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts';
import { differences, PulledCopy, rowsOf } from '../support/pulled-copy.ts';
import { silentLog } from '../support/silent-log.ts';

const binaries = findPostgres();
const SEED = Number(process.env['VIGIE_CHAOS_SEED'] ?? 1);
const WRITING_MS = Number(process.env['VIGIE_ORDERING_MS'] ?? 6_000);
const SNAPSHOT_EVERY_MS = 400;

/** What a client would have that remembers the highest sequence it has seen, as `entity id` to the version. */
class NaiveCopy {
  readonly versions = new Map<string, string>();
  #highest = '0';

  async pull(database: Database): Promise<void> {
    const rows = await database.query<{ key: string; seq: string; version: string }>(
      `select entity || ' ' || entity_id as key, seq, version from sync_changes where seq > $1 order by seq`,
      [this.#highest],
    );
    for (const { key, version } of rows) this.versions.set(key, version);
    this.#highest = rows.at(-1)?.seq ?? this.#highest;
  }

  async missed(database: Database): Promise<number> {
    const truth = await database.query<{ key: string; version: string }>(
      `select entity || ' ' || entity_id as key, version from sync_changes`,
    );
    return truth.filter(({ key, version }) => this.versions.get(key) !== version).length;
  }
}

/** Reads the log of events by position, and numbers what is fresh, as each process of the service does. */
class Follower {
  readonly versions = new Map<string, number[]>();
  readonly positions: number[] = [];
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  async read(): Promise<boolean> {
    await this.#log.number();
    const { events, hasMore } = await this.#log.read(this.positions.at(-1) ?? 0, 200);
    for (const { position, entity, id, version } of events) {
      this.positions.push(position);
      const key = `${entity} ${id}`;
      if (version !== null) this.versions.set(key, [...(this.versions.get(key) ?? []), version]);
    }
    return hasMore;
  }
}

describe.skipIf(binaries === undefined)(
  '16 writers in plain SQL on a real PostgreSQL server, while clients pull',
  () => {
    let server: PostgresServer | undefined;
    let database: Database;
    let log: ChangeLog;
    let url: string;

    beforeAll(async () => {
      server = await startPostgres(binaries ?? '');
      url = await server.url('ordering');
      database = await openPostgres(url, silentLog);
      await migrate(database, 'up', silentLog);
      log = new ChangeLog(database, await currentEpoch(database, silentLog));
    });
    afterAll(async () => {
      await database.close();
      await server?.stop();
    });

    it('leave each client, whether it began before, in between or late, with the rows of the tables', async () => {
      await insertRows(database, { vehicles: 20, thirdParties: 10, billingCycles: 5, missions: 400 });
      const isWriting = new AbortController();
      const naive = new NaiveCopy();
      const followers = [1, 2, 3].map(() => new Follower(new EventLog(database, log.epoch)));
      const following = Promise.all(
        followers.map(async (follower) => {
          while (!isWriting.signal.aborted) {
            await follower.read();
            // As a process of the service does: it leaves the machine to the writers in between.
            await sleep(25);
          }
        }),
      );
      const early = [3, 40, 1_000].map((limit) => ({ copy: new PulledCopy(log), limit }));
      for (const { copy } of early) await copy.pullAll(1_000);
      /** Small pages with pauses: many transactions begin and end while such a snapshot runs. */
      const snapshots: { copy: PulledCopy; limit: number }[] = [];

      const pulling = (async () => {
        while (!isWriting.signal.aborted) {
          await naive.pull(database);
          for (const { copy, limit } of early) await copy.pull(limit);
        }
      })();
      const beginning = (async () => {
        const reading: Promise<void>[] = [];
        while (!isWriting.signal.aborted) {
          const one = { copy: new PulledCopy(log), limit: 10 + snapshots.length * 7 };
          snapshots.push(one);
          reading.push(readSlowly(one, isWriting.signal));
          await sleep(SNAPSHOT_EVERY_MS);
        }
        await Promise.all(reading);
      })();
      const written = await writeConcurrently(url, { writers: 16, milliseconds: WRITING_MS, seed: SEED });
      isWriting.abort();
      await Promise.all([pulling, beginning, following]);

      const truth = await rowsOf(database);
      for (const { copy, limit } of [...early, ...snapshots]) {
        await copy.pullAll(limit);
        expect(differences(copy.rows, truth)).toEqual([]);
        expect(copy.steppedBack).toEqual([]);
      }
      expect(written.committed).toBeGreaterThan(100);
      expect(written.rolledBack).toBeGreaterThan(5);
      expect(written.long).toBeGreaterThan(10);
      expect(snapshots.length).toBeGreaterThan(3);
      // Snapshots did run among changes: rows came again, or went.
      expect(snapshots.some(({ copy }) => copy.order.length > new Set(copy.order).size)).toBe(true);
      // Of each row every change was told, once and in order, up to the version that it has now.
      const known = await database.query<{ key: string; version: string }>(
        `select entity || ' ' || entity_id as key, version from sync_changes`,
      );
      const wanted = new Map(
        known.map(({ key, version }) => [key, Array.from({ length: Number(version) }, (_, i) => i + 1)]),
      );
      for (const follower of followers) {
        while (await follower.read()) continue;
        expect(follower.positions).toEqual(follower.positions.map((_, index) => index + 1));
        expect(follower.versions).toEqual(wanted);
      }
      // The proof that this can see a loss: a client that goes by the sequence alone has lost changes by now.
      await naive.pull(database);
      expect(await naive.missed(database)).toBeGreaterThan(0);
    });

    it.each<[string, 'oldest' | 'newest', number]>([
      ['the oldest transaction that runs: a late commit is among the changes', 'oldest', 0],
      ['the newest one, wrongly: a late commit is lost', 'newest', 2],
    ])('let a snapshot begin at %s', async (_, horizon, lost) => {
      await database.execute('truncate missions');
      await insertRows(database, { missions: 50 });
      const holder = new Client({ connectionString: url });
      await holder.connect();
      try {
        await holder.query('begin');
        await holder.query(`update missions set amount = 999 where id = (select max(id) from missions)`);
        await holder.query(`delete from missions where id = (select max(id) - 1 from missions)`);
        await database.execute(`update missions set amount = 1 where id = (select min(id) from missions)`);
        const copy = new PulledCopy(log);
        await copy.pull(400);
        if (horizon === 'newest' && copy.cursor?.kind === 'changes') {
          const [row] = await database.query<{ newest: string }>(
            'select pg_snapshot_xmax(pg_current_snapshot())::text as newest',
          );
          copy.cursor = { ...copy.cursor, xid: (BigInt(row?.newest ?? 0) - 1n).toString() };
        }
        await holder.query('commit');
        await copy.pullAll(400);
        expect(differences(copy.rows, await rowsOf(database))).toHaveLength(lost);
      } finally {
        await holder.end();
      }
    });
  },
);

async function readSlowly({ copy, limit }: { copy: PulledCopy; limit: number }, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await copy.pull(limit);
    await sleep(15);
  }
}
