import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, migrationStatus } from '../../../backend/database/migrate.ts';
import type { Database } from '../../../backend/database/database.ts';
import { InterruptedError } from '../../../backend/database/work.ts';
import { describeSchema } from '../../support/describe-schema.ts';
import { openPostgres } from '../../../backend/database/postgres-database.ts';
import { createLegacyDatabase } from '../../support/legacy/legacy-database.ts';
import { startLegacyWriters } from '../../support/legacy/legacy-writers.ts';
import { findPostgres, type PostgresServer, startPostgres } from '../../support/postgres.ts';
import { silentLog } from '../../support/silent-log.ts';

const binaries = findPostgres();
/** The whole size is for `npm run test:postgres`. */
const missions = Number(process.env['VIGIE_TEST_MISSIONS'] ?? 4_000);

describe.skipIf(binaries === undefined)('beside four legacy programs that write', () => {
  let server: PostgresServer | undefined;
  beforeAll(async () => {
    server = await startPostgres(binaries ?? '');
  });
  afterAll(() => server?.stop());

  let attempts = 0;
  // A busy machine may keep a statement waiting that nobody blocks: not each time.
  it('migrations go up and down: no statement of theirs fails, none is blocked for over a second', {
    retry: 3,
  }, async () => {
    const url = (await server?.url(`legacy${++attempts}`)) ?? '';
    const client = new Client({ connectionString: url });
    await client.connect();
    await createLegacyDatabase(client, missions);
    const writers = await startLegacyWriters(url, { writers: 4, seed: 3, missions });
    const database = await openPostgres(url, silentLog);
    try {
      await migrate(database, 'up', silentLog);
      // Every row is known, at its own version, though it changed meanwhile.
      const unknown = `select count(*)::int as count from missions
        where not exists (select from sync_changes where entity = 'mission' and entity_id = missions.id::text and not deleted)`;
      expect(await database.query(unknown)).toEqual([{ count: 0 }]);
      const names = (await migrationStatus(database)).map(({ name }) => name);
      await migrate(database, 'down', silentLog, names.length);
      await migrate(database, 'up', silentLog);
      expect(await database.query(unknown)).toEqual([{ count: 0 }]);
    } finally {
      await database.close();
      const work = await writers.stop();
      expect(work.failures).toEqual([]);
      expect(work.longestWaitMs).toBeLessThan(1_000);
      expect(work.committed).toBeGreaterThan(50);
      await client.end();
    }
  });

  it('a migration that is stopped goes on, or back, from where it was; an index that was left invalid is built anew', async () => {
    const url = (await server?.url('stopped')) ?? '';
    const client = new Client({ connectionString: url });
    await client.connect();
    await createLegacyDatabase(client, 2_000);
    const database = await openPostgres(url, silentLog);
    try {
      const before = await describeSchema(database);
      // Whoever has the table open keeps the migration from it, and is named when patience ends.
      await client.query('begin; update missions set amount = 1 where id = 1');
      const busy = migrate(database, 'up', silentLog, undefined, { patienceMs: 300 });
      await expect(busy).rejects.toThrow(
        /Locks for the migration could not be had: process \d+ \(.*idle in transaction.*What is done stays done/,
      );
      await client.query('rollback');
      expect(await begun(database)).toEqual(['0002_third_parties']);

      // What a killed run leaves behind: an index of the right name that is not valid.
      await client.query('create index missions_third_party_id on missions (amount)');
      await client.query(
        `update pg_index set indisvalid = false where indexrelid = 'missions_third_party_id'::regclass`,
      );
      const stop = new AbortController();
      const progress = { begin: () => undefined, end: () => undefined, at: () => stop.abort() };
      await expect(migrate(database, 'up', silentLog, undefined, { signal: stop.signal, progress })).rejects.toThrow(
        InterruptedError,
      );
      expect(await begun(database)).toEqual(['0004_change_capture']);
      const [index] = await database.query<{ text: string }>(
        `select pg_get_indexdef(indexrelid) as text from pg_index where indexrelid = 'missions_third_party_id'::regclass and indisvalid`,
      );
      expect(index?.text).toContain('(third_party_id, id)');

      // Back from the middle, to what was there before.
      const names = (await migrationStatus(database)).map(({ name }) => name);
      expect((await migrate(database, 'down', silentLog, names.length))[0]).toBe('0004_change_capture');
      expect(await describeSchema(database)).toBe(before);
      await migrate(database, 'up', silentLog);
      const [row] = await database.query<{ count: number }>('select count(*)::int as count from sync_changes');
      expect(row?.count).toBe(2_500);
    } finally {
      await database.close();
      await client.end();
    }
  });

  it('two that migrate at the same time do so one after the other', async () => {
    const url = (await server?.url('both')) ?? '';
    const databases = await Promise.all([openPostgres(url, silentLog), openPostgres(url, silentLog)]);
    try {
      const names = await Promise.all(databases.map((database) => migrate(database, 'up', silentLog)));
      const all = (await migrationStatus(databases[0])).map(({ name }) => name);
      expect(names.flat().toSorted()).toEqual(all);
    } finally {
      for (const database of databases) await database.close();
    }
  });
});

async function begun(database: Database): Promise<string[]> {
  return (await migrationStatus(database)).filter((one) => one.begun).map(({ name }) => name);
}
