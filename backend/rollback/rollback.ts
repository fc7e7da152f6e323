import type { Database } from '../database/database.ts';
import { SERVICE_NAME } from '../database/postgres-database.ts';
import {
  type MigrateOptions,
  migrate,
  MIGRATIONS_TABLE,
  type MigrationStatus,
  migrationStatus,
} from '../database/migrate.ts';
import type { Log } from '../log.ts';
import { InputError } from '../backend-error.ts';
import { renewEpoch } from '../sync/epoch.ts';
import type { OwnSchema } from '../verify/own-schema.ts';
import { quoted } from '../verify/table-sums.ts';

/** What a rollback would do, or why it cannot. */
export interface RollbackPlan {
  /** Newest first. */
  migrations: string[];
  /** Nothing of Vigie stays. */
  isWhole: boolean;
  /** Rows of Vigie's own tables, and of existing tables to which it adds something. */
  rows: Record<string, number>;
  /** Services that are connected: they would write what is then lost. */
  services: string[];
}

/** There is no such migration to go back to; nothing was changed. */
export class UnknownMigrationError extends InputError {
  override name = 'UnknownMigrationError';
}

/**
 * @param to the migration to keep as the newest one; undefined: nothing is kept
 * @throws UnknownMigrationError when there is no such migration
 */
export async function planRollback(database: Database, own: OwnSchema, to: string | undefined): Promise<RollbackPlan> {
  const status = await migrationStatus(database);
  const there = status.filter(({ applied, begun }) => applied || begun);
  const kept = to === undefined ? [] : keptMigrations(there, to);
  const migrations = there
    .slice(kept.length)
    .map(({ name }) => name)
    .toReversed();
  return {
    migrations,
    isWhole: to === undefined,
    rows: await ownRows(database, own),
    services: await connectedServices(database),
  };
}

/** Takes migrations back. Desktops that go on with an older version read everything anew: the history gets another identity. */
export async function rollBack(
  database: Database,
  { migrations, isWhole }: RollbackPlan,
  log: Log,
  options: MigrateOptions,
): Promise<string[]> {
  const names = await migrate(database, 'down', log, migrations.length, options);
  if (isWhole) {
    await database.execute(`drop table if exists ${MIGRATIONS_TABLE}, ${MIGRATIONS_TABLE}_steps, vigie_demonstration`);
  } else {
    const [row] = await database.query<{ known: boolean }>(`select to_regclass('sync_meta') is not null as known`);
    if (row?.known) await database.transaction(renewEpoch);
  }
  return names;
}

/** What of Vigie is in the database still, by kind and name. */
export async function whatIsLeft(database: Database, own: OwnSchema): Promise<string[]> {
  const given = own.objects.map((object) => ({
    kind: object.kind,
    name: object.name,
    on: 'table' in object ? object.table : null,
  }));
  const rows = await database.query<{ text: string }>(LEFT_SQL, [JSON.stringify(given)]);
  return rows.map(({ text }) => text);
}

function keptMigrations(there: readonly MigrationStatus[], to: string): MigrationStatus[] {
  const place = there.findIndex(({ name }) => name === to || name.startsWith(`${to}_`));
  if (place >= 0) return there.slice(0, place + 1);
  throw new UnknownMigrationError(
    `--to ${to} is not a migration that is applied: see npm run backend -- migrate status.`,
  );
}

async function ownRows(database: Database, own: OwnSchema): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  const there = await database.query<{ name: string }>(
    `select name from unnest($1::text[]) with ordinality as given (name, place) where to_regclass(quote_ident(name)) is not null order by place`,
    [own.tables],
  );
  for (const { name } of there) {
    const [row] = await database.query<{ count: number }>(`select count(*)::int as count from ${quoted(name)}`);
    rows[name] = row?.count ?? 0;
  }
  return rows;
}

async function connectedServices(database: Database): Promise<string[]> {
  const rows = await database.query<{ who: string }>(
    `select format('process %s of user %s from %s, since %s', pid, usename, coalesce(host(client_addr), 'this machine'),
       to_char(backend_start, 'YYYY-MM-DD HH24:MI:SS')) as who
     from pg_stat_activity where datname = current_database() and application_name = $1 and pid <> pg_backend_pid() order by pid`,
    [SERVICE_NAME],
  );
  return rows.map(({ who }) => who);
}

const LEFT_SQL = `
  select distinct concat(kind, ' ', "on" || '.', name) as text
  from json_to_recordset($1) as wanted (kind text, name text, "on" text)
  where case kind
    when 'function' then exists (select from pg_proc where proname = name and pronamespace = current_schema()::regnamespace)
    when 'column' then exists (select from pg_attribute where attrelid = to_regclass("on") and attname = name and not attisdropped)
    when 'trigger' then exists (select from pg_trigger where tgrelid = to_regclass("on") and tgname = name)
    when 'constraint' then exists (select from pg_constraint where conrelid = to_regclass("on") and conname = name)
    when 'policy' then exists (select from pg_policy where polrelid = to_regclass("on") and polname = name)
    else exists (select from pg_class where relname = name and relnamespace = current_schema()::regnamespace)
  end
  order by 1`;
