import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../backend/database/database.ts';
import { migrate } from '../../../backend/database/migrate.ts';
import { silentProgress } from '../../../backend/database/work.ts';
import { parseRule } from '../../../backend/migrate-data/cycle-rule.ts';
import { migrateBillingData } from '../../../backend/migrate-data/migrate-billing-data.ts';
import { copyTables } from '../../../backend/rollback/backup.ts';
import { exportOwnData } from '../../../backend/rollback/export-own-data.ts';
import { importOwnData } from '../../../backend/rollback/import-own-data.ts';
import { OwnDataError } from '../../../backend/rollback/own-data-file.ts';
import { planRollback, rollBack, whatIsLeft } from '../../../backend/rollback/rollback.ts';
import { compareReports } from '../../../backend/verify/compare.ts';
import { type OwnSchema, readOwnSchema } from '../../../backend/verify/own-schema.ts';
import { verify } from '../../../backend/verify/verify.ts';
import { emptyDatabase } from '../../support/database.ts';
import { describeSchema } from '../../support/describe-schema.ts';
import { silentLog } from '../../support/silent-log.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const signal = new AbortController().signal;
const common = { nowMs: Date.UTC(2026, 0, 1), progress: silentProgress, signal };

/** An operator's tables, with a key beyond what JavaScript counts to, and amounts of many digits. */
const LEGACY = `
  create table vehicles (id bigint primary key, code text unique, label text, kind text, depot text, line text);
  create table users (id bigint primary key, name text);
  create table missions (id bigint primary key, reference text unique, vehicle_id bigint references vehicles (id), driver text,
    customer_name text, origin_address text, destination_address text, planned_start_at timestamptz, planned_end_at timestamptz,
    actual_start_at timestamptz, actual_end_at timestamptz, status text, distance_km numeric(10, 3), amount numeric(12, 2),
    currency char(3), extra json);
  create index by_driver on missions (driver);
  insert into vehicles values (1, 'BUS', 'Bus', 'bus', null, null);
  insert into missions (id, reference, vehicle_id, customer_name, planned_start_at, status, amount, currency, extra)
    select case i when 1 then 9007199254740993 else i end, 'M' || i, 1, 'Client ' || i % 4, timestamptz '2025-01-10T10:00Z' + i * interval '1 day',
      'completed', 1234567890.12, 'EUR', '{"a": 1}' from generate_series(1, 60) as i`;

let database: Database;
let own: OwnSchema;
beforeAll(async () => {
  database = await emptyDatabase();
  own = await readOwnSchema();
  await database.execute(LEGACY);
});
afterAll(() => database.close());

/** A validation that was approved by a delegate. */
const DECIDED = `
  insert into validation_delegations (from_subject, to_subject, roles, starts_at, ends_at)
    values ('cyd', 'dan', '{validator}', now() - interval '1 hour', now() + interval '1 hour');
  insert into validations (subject_kind, subject_id, round, steps, opened_at, opened_by, step_opened_at, due_at, contributors, facts)
    select 'billing-cycle', id, 1, '[{"quorum": 1, "remindHours": 0}]', now(), 'ada', now(), now(), '{ada}', '{}' from billing_cycles limit 1;
  insert into validation_decisions (id, validation_id, step, kind, subject, on_behalf_of, delegation_id, at)
    select gen_random_uuid(), validations.id, 0, 'approve', 'dan', 'cyd', validation_delegations.id, now()
    from validations, validation_delegations;
  update validations set state = 'approved', closed_at = now();`;

describe('there and back', () => {
  it('leaves the database as it was, loses nothing that Vigie alone held, and brings it back', async () => {
    const schema = await describeSchema(database);
    const before = await verify(database, common);
    expect(before.tables.map(({ name, rows }) => `${name} ${rows}`)).toEqual(['missions 60', 'users 0', 'vehicles 1']);

    await migrate(database, 'up', silentLog);
    await migrateBillingData(database, { rule: parseRule({}, 'The rule') });
    await database.execute(`insert into sync_mutations (mutation_id, subject, entity, entity_id, op, outcome, made_at)
      values (gen_random_uuid(), 'clerk', 'mission', '3', 'patch', 'applied', now())`);
    await database.execute(DECIDED);
    const withVigie = await verify(database, { ...common, against: before });
    // What the existing system holds is untouched, and nothing names a row that is not there.
    expect(compareReports(before, withVigie, { all: false })).toEqual({ differences: [], notes: [] });
    expect(withVigie.cycles.reduce((sum, { missions }) => sum + missions, 0)).toBe(60);
    expect(withVigie.cycles.reduce((sum, { amountCents }) => sum + BigInt(amountCents), 0n)).toBe(
      60n * 123_456_789_012n,
    );

    const folder = newFolder();
    const file = path.join(folder, 'own.jsonl.gz');
    const exported = await exportOwnData(database, { ...common, own, file });
    expect(exported.tables).toMatchObject({
      third_parties: 4,
      sync_mutations: 1,
      legacy_assignments: 60,
      validation_decisions: 1,
      missions: 60,
    });
    const backup = await copyTables(database, { ...common, own });
    expect(backup).toMatchObject({ kind: 'copies', schema: 'vigie_backup_20260101t000000' });
    expect(await database.query('select count(*)::int as count from vigie_backup_20260101t000000.missions')).toEqual([
      { count: 60 },
    ]);
    await database.execute('drop schema vigie_backup_20260101t000000 cascade');

    const plan = await planRollback(database, own, undefined);
    expect(plan.rows).toMatchObject({ third_parties: 4 });
    await rollBack(database, plan, silentLog, {});
    expect(await whatIsLeft(database, own)).toEqual([]);
    expect(await describeSchema(database)).toBe(schema);
    expect(await database.query(`select to_regclass('vigie_migrations') as known`)).toEqual([{ known: null }]);
    const after = await verify(database, { ...common, against: before });
    expect(compareReports(before, after, { all: true })).toEqual({ differences: [], notes: [] });

    await migrate(database, 'up', silentLog);
    const importing = { ...common, own, file, isDry: false, patienceMs: 1_000 };
    const imported = await importOwnData(database, importing);
    expect(imported).toMatchObject({ rows: exported.rows, there: 0, refused: [] });
    const back = await verify(database, { ...common, against: withVigie });
    expect(compareReports(withVigie, back, { all: true }).differences).toEqual([]);
    expect(await importOwnData(database, importing)).toMatchObject({ written: 0, there: imported.written });
    // Nothing is left for the data migration to do.
    const again = await migrateBillingData(database, { rule: parseRule({}, 'The rule') });
    expect(again.missions).toMatchObject({ examined: 0, thirdParties: 0 });
  });

  it('a file that is cut, changed, of another kind or not there is refused, and nothing is written', async () => {
    const folder = newFolder();
    const file = path.join(folder, 'own.jsonl.gz');
    await exportOwnData(database, { ...common, own, file });
    expect(readdirSync(folder)).toEqual(['own.jsonl.gz']);
    const text = gunzipSync(readFileSync(file)).toString();
    const lines = text.trimEnd().split('\n');
    await database.execute('update missions set third_party_id = null, billing_cycle = null');
    const refused = async (bytes: Buffer | string, message: RegExp) => {
      writeFileSync(file, bytes);
      const importing = importOwnData(database, { ...common, own, file, isDry: false, patienceMs: 1_000 });
      await expect(importing).rejects.toThrow(OwnDataError);
      await expect(importOwnData(database, { ...common, own, file, isDry: true, patienceMs: 1 })).rejects.toThrow(
        message,
      );
      expect(await database.query('select from missions where third_party_id is not null')).toEqual([]);
    };
    await refused(gzipSync(lines.slice(0, -1).join('\n')), /is not whole/);
    await refused(gzipSync([...lines.slice(0, -5), ...lines.slice(-1)].join('\n')), /is not whole/);
    await refused(gzipSync(text.replace('Client 1', 'Client X')), /is not whole/);
    await refused(gzipSync(text).subarray(0, 200), /cannot be read/);
    await refused(text, /cannot be read/);
    await refused(gzipSync('{"kind":"other"}\n'), /cannot be read/);
    await expect(
      importOwnData(database, { ...common, own, file: `${file}-`, isDry: true, patienceMs: 1 }),
    ).rejects.toThrow(/ENOENT/);
  });

  it('back to an older version: that goes on with a new history, so that desktops read everything anew', async () => {
    const epoch = async () => (await database.query<{ epoch: string }>('select epoch from sync_meta'))[0]?.epoch;
    const before = await epoch();
    const plan = await planRollback(database, own, '0007');
    expect(plan.migrations.at(-1)).toBe('0008_event_log');
    await rollBack(database, plan, silentLog, {});
    expect(await epoch()).not.toBe(before);
    await expect(planRollback(database, own, '0042')).rejects.toThrow(/--to 0042 is not a migration that is applied/);
    await migrate(database, 'up', silentLog);
  });
});

describe('verify tells every difference', () => {
  it.each([
    ['a value', `update missions set amount = 1 where id = 5`, [/^missions: other values, of ids 0 to \d+/]],
    [
      'a row that is gone',
      `delete from missions where id = 6`,
      [/^missions: 60 rows before, 59 now/, /^missions: other values/],
    ],
    [
      'a row that is there twice',
      `insert into missions (id, reference) values (1000, 'new')`,
      [/60 rows before, 61 now/, /other values/],
    ],
    [
      'two values that were exchanged',
      `update missions set driver = case id when 7 then 'x' else 'y' end where id in (7, 8)`,
      [/other values/],
    ],
    [
      'a column',
      'alter table missions add column more int',
      [/^missions: column more: only now/, /schema, column more integer: only now/, /other values/],
    ],
    [
      'an index that is gone',
      'drop index by_driver',
      [/^missions: schema, index CREATE INDEX by_driver .*: only before/],
    ],
    [
      'a trigger that is off',
      `create trigger t before delete on vehicles for each row execute function suppress_redundant_updates_trigger(); alter table vehicles disable trigger t`,
      [/^vehicles: schema, trigger .* \(D\): only now/],
    ],
    [
      'rights',
      'grant select on vehicles to public',
      [/^vehicles: schema, owner .*: only before/, /^vehicles: schema, owner .*: only now/],
    ],
  ])('%s', async (_, script, expected) => {
    await database.execute('begin');
    try {
      const before = await inTransaction();
      await database.execute(script);
      const { differences } = compareReports(before, await inTransaction(before), { all: true });
      expect(differences.length, differences.join('\n')).toBe(expected.length);
      for (const [index, pattern] of expected.entries()) expect(differences[index]).toMatch(pattern);
    } finally {
      await database.execute('rollback');
    }
  });

  it('rows that name a row which is not there, though the key says otherwise', async () => {
    await database.execute(
      `alter table missions disable trigger all; update missions set vehicle_id = 99 where id = 9; alter table missions enable trigger all`,
    );
    const report = await verify(database, common);
    expect(compareReports(report, report, { all: false }).differences).toEqual([
      'missions: 1 rows name a row that is not there (missions_vehicle_id_fkey)',
    ]);
    await database.execute('update missions set vehicle_id = 1 where id = 9');
  });

  /** Within the transaction of a test: verify would begin one of its own. */
  function inTransaction(against?: Awaited<ReturnType<typeof verify>>) {
    const nested: Database = {
      ...database,
      kind: database.kind,
      place: database.place,
      query: (statement, values) => database.query(statement, values),
      session: (work) =>
        work({
          query: (statement, values) => database.query(statement, values),
          execute: (text) => (/^(?:begin|rollback)/.test(text) ? Promise.resolve() : database.execute(text)),
        }),
    };
    return verify(nested, { ...common, ...(against === undefined ? {} : { against }) });
  }
});
