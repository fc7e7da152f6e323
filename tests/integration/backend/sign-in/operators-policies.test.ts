import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../../backend/database/database.ts';
import { migrate } from '../../../../backend/database/migrate.ts';
import { emptyDatabase } from '../../../support/database.ts';
import { silentLog } from '../../../support/silent-log.ts';

/** An operator whose tables have row security of their own, and whose missions say already whose they are. */
const TABLES = `
  create table vehicles (id bigint primary key, code text unique, label text, kind text, depot text, line text);
  create table users (id bigint primary key, name text);
  create table missions (id bigint primary key, reference text unique, vehicle_id bigint references vehicles (id), driver text,
    customer_name text, origin_address text, destination_address text, planned_start_at timestamptz, planned_end_at timestamptz,
    actual_start_at timestamptz, actual_end_at timestamptz, status text, distance_km numeric(10, 3), amount numeric(12, 2),
    currency char(3), subsidiary text);
  insert into missions (id, reference, driver, subsidiary) values (1, 'A', 'ada', 'north'), (2, 'B', 'bea', 'south');
  create role clerk nologin;
  grant select on missions, vehicles to clerk;
  alter table missions enable row level security;
  create policy own_rows on missions for select to clerk using (driver = 'ada');`;

let database: Database;
beforeAll(async () => {
  database = await emptyDatabase();
  await database.execute(TABLES);
});
afterAll(() => database.close());

const seenByClerk = () =>
  database.transaction(async (sql) => {
    await sql.query('set local role clerk');
    return (await sql.query<{ reference: string }>('select reference from missions order by id')).map(
      (row) => row.reference,
    );
  });
const state = () =>
  database.query(
    `select relname, relrowsecurity from pg_class where oid in ('missions'::regclass, 'vehicles'::regclass) order by relname`,
  );

describe('an operator’s own row security', () => {
  it('lets nobody see more with Vigie than before, and is as it was once Vigie is gone', async () => {
    const before = await state();
    expect(await seenByClerk()).toEqual(['A']);
    await migrate(database, 'up', silentLog);
    expect(await seenByClerk()).toEqual(['A']);
    expect(await database.query(`select id::int as id, subsidiary from missions order by id`)).toEqual([
      { id: 1, subsidiary: 'north' },
      { id: 2, subsidiary: 'south' },
    ]);
    await migrate(database, 'down', silentLog, 100);
    expect(await seenByClerk()).toEqual(['A']);
    expect(await state()).toEqual(before);
    expect(await database.query(`select subsidiary from missions where id = 1`)).toEqual([{ subsidiary: 'north' }]);
  });
});
