import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../backend/database/database.ts';
import { migrate, migrationStatus } from '../../../backend/database/migrate.ts';
import { emptyDatabase } from '../../support/database.ts';
import { describeSchema } from '../../support/describe-schema.ts';
import { silentLog } from '../../support/silent-log.ts';

let database: Database;
beforeAll(async () => {
  database = await emptyDatabase();
});
afterAll(() => database.close());

describe('migrations', () => {
  it('go all up, all down and all up again, to the schema of the snapshot', async () => {
    const before = await describeSchema(database);
    const names = await migrate(database, 'up', silentLog);
    expect(names.length).toBeGreaterThanOrEqual(4);
    const first = await describeSchema(database);

    expect(await migrate(database, 'down', silentLog, names.length)).toEqual(names.toReversed());
    expect(await describeSchema(database)).toBe(before);

    await migrate(database, 'up', silentLog);
    expect(await describeSchema(database)).toBe(first);
    // Changed on purpose? Then `vitest run tests/integration/backend/migrations.test.ts -u`, and read the difference.
    await expect(first).toMatchFileSnapshot('schema.snapshot.txt');
  });

  it('each goes down and up by itself, with rows in the tables', async () => {
    await database.execute(`
      insert into vehicles (code) values ('V1');
      insert into missions (reference, vehicle_id, planned_start_at, planned_end_at)
        select 'M1', id, '2026-01-01T06:00Z', '2026-01-01T07:00Z' from vehicles;
      insert into third_parties (name) values ('A');
      insert into billing_cycles (label, period_start, period_end) values ('January', '2026-01-01', '2026-01-31')`);
    const names = (await migrationStatus(database)).map(({ name }) => name);
    for (let count = 1; count <= names.length - 1; count++) {
      expect(await migrate(database, 'down', silentLog, count)).toEqual(names.slice(-count).toReversed());
      const [row] = await database.query<{ missions: number }>('select count(*)::int as missions from missions');
      expect(row?.missions).toBe(1);
      expect(await migrate(database, 'up', silentLog)).toEqual(names.slice(-count));
    }
  });

  it('say which are applied', async () => {
    await migrate(database, 'down', silentLog);
    const status = await migrationStatus(database);
    expect(status.filter(({ applied }) => !applied).map(({ name }) => name)).toEqual([status.at(-1)?.name]);
    await migrate(database, 'up', silentLog);
  });

  it('a migration that fails leaves nothing of itself, and the ones before it stay', async () => {
    const names = (await migrationStatus(database)).map(({ name }) => name);
    const before = names.slice(0, names.indexOf('0005_mutation_memory'));
    expect(before.length).toBeGreaterThan(3);
    await migrate(database, 'down', silentLog, names.length - before.length);
    await database.execute('create table sync_mutations (id int)');
    await expect(migrate(database, 'up', silentLog)).rejects.toThrow(/sync_mutations/);
    const applied = (await migrationStatus(database)).filter((one) => one.applied).map(({ name }) => name);
    expect(applied).toEqual(before);
    await database.execute('drop table sync_mutations');
    await migrate(database, 'up', silentLog);
  });

  it('have a way down each', async () => {
    for (const { name } of await migrationStatus(database)) {
      const file = path.join(import.meta.dirname, '../../../backend/migrations', `${name}.sql`);
      // Those of several steps have one for each, by their type.
      if (!existsSync(file)) continue;
      expect(readFileSync(file, 'utf8')).toMatch(/^-- Up Migration$[\s\S]+^-- Down Migration$[\s\S]+;/m);
    }
  });
});

describe('on the database of an existing system', () => {
  it('keeps its tables and rows, captures what it holds, and takes nothing of it away', async () => {
    const legacy = await emptyDatabase();
    try {
      await legacy.execute(`
        create table vehicles (id bigint primary key, code text not null unique, label text, kind text, depot text,
          line text, colour text);
        create table users (id bigint primary key, name text);
        create table missions (id bigint primary key, reference text unique, vehicle_id bigint, driver text,
          customer_name text, origin_address text, destination_address text, planned_start_at timestamptz,
          planned_end_at timestamptz, actual_start_at timestamptz, actual_end_at timestamptz, status text,
          distance_km numeric(10, 3), amount numeric(12, 2), currency char(3), extra json);
        insert into vehicles values (7, 'BUS 7', 'Bus 7', 'bus', null, null, 'red');
        insert into missions (id, reference, vehicle_id, planned_start_at, planned_end_at, status, currency, extra)
          select i, 'M' || i, 7, now(), now(), 'planned', 'EUR', '{}' from generate_series(1, 250) as i`);
      await migrate(legacy, 'up', silentLog);
      const changes = await legacy.query<{ entity: string; count: number; versions: number }>(
        `select entity, count(*)::int as count, sum(version)::int as versions from sync_changes
         group by entity order by entity`,
      );
      expect(changes).toEqual([
        { entity: 'mission', count: 250, versions: 250 },
        { entity: 'vehicle', count: 1, versions: 1 },
      ]);
      // A column of a type without equality must not stop the triggers.
      await legacy.execute(`update missions set extra = '{"a":1}' where id = 1`);
      expect(await legacy.query(`select version from sync_changes where entity_id = '1'`)).toEqual([{ version: '2' }]);

      const names = (await migrationStatus(legacy)).map(({ name }) => name);
      await migrate(legacy, 'down', silentLog, names.length);
      const [row] = await legacy.query<{ count: number }>(
        'select (select count(*) from missions)::int + (select count(*) from vehicles)::int as count',
      );
      expect(row?.count).toBe(251);
    } finally {
      await legacy.close();
    }
  });
});
