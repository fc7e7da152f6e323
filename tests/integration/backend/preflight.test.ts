import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../backend/database/database.ts';
import { migrate, migrationStatus } from '../../../backend/database/migrate.ts';
import { PreflightError } from '../../../backend/database/preflight/finding.ts';
import { emptyDatabase } from '../../support/database.ts';
import { describeSchema } from '../../support/describe-schema.ts';
import { silentLog } from '../../support/silent-log.ts';

const MISSIONS = `create table missions (id bigint primary key, reference text unique, vehicle_id bigint, driver text, customer_name text,
  origin_address text, destination_address text, planned_start_at timestamptz, planned_end_at timestamptz, actual_start_at timestamptz,
  actual_end_at timestamptz, status text, distance_km numeric(10, 3), amount numeric(12, 2), currency char(3))`;
const VEHICLES =
  'create table vehicles (id bigint primary key, code text unique, label text, kind text, depot text, line text)';

/** Each stands for itself: made in a transaction of its own, asked, and taken back. */
let database: Database;
beforeAll(async () => {
  database = await emptyDatabase();
});
afterAll(() => database.close());

async function refusalsOf(script: string): Promise<string[]> {
  await database.execute(`drop schema public cascade; create schema public; ${script}`);
  const before = await describeSchema(database);
  const error = await migrate(database, 'up', silentLog).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return [];
  if (!(error instanceof PreflightError)) throw new Error('refused in another way', { cause: error });
  // Refused is refused: nothing was made.
  expect(await describeSchema(database)).toBe(before);
  expect((await migrationStatus(database)).some(({ applied, begun }) => applied || begun)).toBe(false);
  return error.findings.filter(({ severity }) => severity === 'refusal').map(({ text }) => text);
}

describe('a database that cannot be migrated is refused with a list, and left as it was', () => {
  it.each([
    [
      'a view',
      `${MISSIONS.replace('missions', 'orders')}; create view missions as select * from orders`,
      [/^missions is a view/],
    ],
    [
      'a partitioned table',
      MISSIONS.replace(/\)$/, ') partition by range (id)').replace('reference text unique', 'reference text'),
      [/^missions is a partitioned table/],
    ],
    [
      'a table that others inherit',
      `${MISSIONS}; create table old_missions () inherits (missions)`,
      [/^missions inherits from a table, or is inherited/],
    ],
    ['no primary key', MISSIONS.replace('bigint primary key', 'bigint'), [/^missions has no primary key on id alone/]],
    [
      'a key of two columns',
      `${MISSIONS.replace('bigint primary key', 'bigint')}; alter table missions add primary key (id, reference)`,
      [/^missions has no primary key on id alone/],
    ],
    [
      'a key that is a text',
      MISSIONS.replace('id bigint', 'id text'),
      [/^missions\.id is of type text: it must be one of bigint/],
    ],
    [
      'columns that are missing',
      'create table missions (id bigint primary key, reference text)',
      [/^The table missions lacks vehicle_id, driver, .*currency: add/],
    ],
    [
      'times without a zone',
      MISSIONS.replace('planned_start_at timestamptz', 'planned_start_at timestamp'),
      [/^missions\.planned_start_at is of type timestamp without time zone/],
    ],
    [
      'a status that is an enum',
      `create type state as enum ('planned'); ${MISSIONS.replace('status text', 'status state')}`,
      [/^missions\.status is of type state: it must be one of text/],
    ],
    [
      'an amount that is money',
      MISSIONS.replace('amount numeric(12, 2)', 'amount money'),
      [/^missions\.amount is of type money/],
    ],
    [
      'forced row-level security',
      `${MISSIONS}; alter table missions force row level security`,
      [/^missions has row-level security that binds its owner/],
    ],
    [
      'a table of a name of Vigie’s',
      `${MISSIONS}; create table third_parties (id int)`,
      [/^A table named third_parties is there already/],
    ],
    [
      'a view of a name of Vigie’s',
      `create view billing_cycles as select 1`,
      [/^A table named billing_cycles is there already/],
    ],
    [
      'columns of a name of Vigie’s',
      MISSIONS.replace('currency', 'billing_cycle int, third_party_id int, currency'),
      [/^missions has a column named billing_cycle/, /^missions has a column named third_party_id/],
    ],
    [
      'a function, an index and a trigger of names of Vigie’s',
      `${MISSIONS}; create index missions_status on missions (driver);
      create function vigie_poke() returns trigger language plpgsql as 'begin return null; end';
      create trigger vigie_capture_write after insert on missions for each statement execute function vigie_poke()`,
      [
        /^A function named vigie_poke/,
        /^A index named missions_status/,
        /^missions has a trigger named vigie_capture_write/,
      ],
    ],
    [
      'all that is wrong at once',
      `${MISSIONS.replace('bigint primary key', 'uuid').replace('driver text, ', '')}; ${VEHICLES.replace('code text unique, ', '')}`,
      [
        /^missions has no primary key/,
        /^The table vehicles lacks code/,
        /^The table missions lacks driver/,
        /^missions\.id is of type uuid/,
      ],
    ],
  ])('%s', async (_, script, expected) => {
    const texts = await refusalsOf(script);
    expect(texts.length, texts.join('\n')).toBe(expected.length);
    for (const [index, pattern] of expected.entries()) expect(texts[index]).toMatch(pattern);
  });

  it('a table that belongs to another, a schema that is closed, and tables where the search path does not lead', async () => {
    await database.execute(`drop role if exists clerk; create role clerk`);
    const asClerk = async (script: string) => {
      await database.execute(
        `drop schema public cascade; create schema public; grant usage on schema public to clerk; ${script}; set role clerk`,
      );
      try {
        const error = await migrate(database, 'up', silentLog).catch((reason: unknown) => reason);
        return String(error);
      } finally {
        await database.execute('reset role');
      }
    };
    const closed = await asClerk(MISSIONS);
    expect(closed).toMatch(/may not create tables in the schema public: GRANT CREATE ON SCHEMA public TO clerk/);
    expect(closed).toMatch(/missions belongs to \w+, and only its owner may extend it/);
    expect(await asClerk('grant create on schema public to clerk')).not.toMatch(/cannot be migrated/);
    await database.execute(`drop schema public cascade; create schema public; drop owned by clerk; drop role clerk`);
    const [text] = await refusalsOf(`create schema fleet; ${MISSIONS.replace('missions', 'fleet.missions')}`);
    expect(text).toMatch(/^There is a table fleet\.missions, and the search path leads to none/);
    await database.execute('drop schema fleet cascade');
  });
});

it('takes smaller keys, other texts and further columns', async () => {
  const odd = MISSIONS.replace('id bigint', 'id integer')
    .replace('driver text', 'driver varchar(40)')
    .replace('amount numeric(12, 2)', 'amount double precision');
  expect(
    await refusalsOf(
      `create domain word as text; ${odd.replace('status text', 'status word, shift int not null')}; ${VEHICLES}`,
    ),
  ).toEqual([]);
  await database.execute(
    `insert into missions (id, reference, planned_start_at, planned_end_at, shift, amount) values (1, 'M', now(), now(), 1, 2.5)`,
  );
  expect(await database.query('select entity, entity_id from sync_changes')).toEqual([
    { entity: 'mission', entity_id: '1' },
  ]);
});
