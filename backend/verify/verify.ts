import type { Database, Session, Sql } from '../database/database.ts';
import { appliedNames } from '../database/migrate.ts';
import { silentProgress, throwIfStopped, type WorkProgress } from '../database/work.ts';
import { cycleTotals, foreignKeys } from './integrity.ts';
import { EXISTING_TABLES, type OwnSchema, PASSING_TABLES, readOwnSchema } from './own-schema.ts';
import type { TableReport, VerifyReport } from './report.ts';
import { schemaLines } from './schema-lines.ts';
import { sumTable } from './table-sums.ts';
import { InputError } from '../backend-error.ts';

export interface VerifyOptions {
  /** Further tables of the existing system, beside those that Vigie extends. */
  tables?: readonly string[];
  /** `table.column`: left out of the sums, as a column that triggers of the operator's set at each update. */
  exceptColumns?: readonly string[];
  /** An earlier report: keys are put into parts as there. */
  against?: VerifyReport;
  progress?: WorkProgress;
  signal?: AbortSignal;
  nowMs: number;
}

/** A table that was asked for is not there. The message names it. */
export class UnknownTableError extends InputError {
  override name = 'UnknownTableError';
}

/**
 * Counts, sums and checks everything in one snapshot, in the database: other programs go on writing, and what they write meanwhile is not in it. Works
 * on a database with Vigie and without.
 * @throws UnknownTableError, InterruptedError
 */
export async function verify(database: Database, options: VerifyOptions): Promise<VerifyReport> {
  const { progress = silentProgress, nowMs } = options;
  const own = await readOwnSchema();
  return database.session(async (session) => {
    await session.execute('begin isolation level repeatable read read only');
    try {
      const migrations = [...(await appliedNames(session))].sort();
      const tables = await tablesOf(session, own, options.tables ?? []);
      const reports: TableReport[] = [];
      for (const { name, owner } of tables) {
        throwIfStopped(options.signal ?? new AbortController().signal);
        progress.begin(`summing ${name}`);
        reports.push(await reportTable(session, { name, owner, own }, options));
      }
      progress.begin('checking foreign keys');
      const names = tables.map(({ name }) => name);
      const keys = await foreignKeys(session, names);
      const cycles = names.includes('billing_cycles') && names.includes('missions') ? await cycleTotals(session) : [];
      const [server] = await session.query<{ version: string }>(`select current_setting('server_version') as version`);
      progress.end();
      return {
        kind: 'vigie-verify',
        version: 1,
        madeAt: new Date(nowMs).toISOString(),
        database: { place: database.place, server: server?.version ?? '' },
        migrations,
        tables: reports,
        foreignKeys: keys,
        cycles,
      };
    } finally {
      await session.execute('rollback').catch(() => undefined);
    }
  });
}

async function tablesOf(
  session: Session,
  own: OwnSchema,
  further: readonly string[],
): Promise<{ name: string; owner: TableReport['owner'] }[]> {
  const there = async (name: string) => {
    const [row] = await session.query<{ known: boolean }>('select to_regclass(quote_ident($1)) is not null as known', [
      name,
    ]);
    return row?.known ?? false;
  };
  const tables: { name: string; owner: TableReport['owner'] }[] = [];
  for (const name of new Set([...EXISTING_TABLES, ...further])) {
    if (await there(name)) tables.push({ name, owner: own.tables.includes(name) ? 'vigie' : 'existing' });
    else if (further.includes(name))
      throw new UnknownTableError(`There is no table ${name} on the search path: correct --table.`);
  }
  for (const name of own.tables) {
    if (!PASSING_TABLES.has(name) && !tables.some((one) => one.name === name) && (await there(name)))
      tables.push({ name, owner: 'vigie' });
  }
  return tables;
}

async function reportTable(
  sql: Sql,
  { name, owner, own }: { name: string; owner: TableReport['owner']; own: OwnSchema },
  { against, exceptColumns = [] }: VerifyOptions,
): Promise<TableReport> {
  const all = await sql.query<{ name: string }>(
    `select attname::text as name from pg_attribute where attrelid = quote_ident($1)::regclass and attnum > 0 and not attisdropped order by 1`,
    [name],
  );
  const addedColumns =
    owner === 'existing' ? all.map((one) => one.name).filter((one) => own.columnsOf(name).includes(one)) : [];
  const columns = all
    .map((one) => one.name)
    .filter((one) => !addedColumns.includes(one) && !exceptColumns.includes(`${name}.${one}`))
    .sort();
  const partSize = against?.tables.find((one) => one.name === name)?.partSize;
  const sums = await sumTable(sql, { table: name, columns, partSize });
  const schema = await schemaLines(sql, name, own);
  if (addedColumns.length === 0) return { name, owner, columns, ...sums, schema };
  const where = addedColumns.map((column) => `${column} is not null`).join(' or ');
  const added = await sumTable(sql, { table: name, columns: ['id', ...addedColumns], where, partSize });
  return {
    name,
    owner,
    columns,
    ...sums,
    schema,
    added: { columns: addedColumns, rows: added.rows, checksum: added.checksum },
  };
}
