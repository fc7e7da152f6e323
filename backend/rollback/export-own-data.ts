import type { Database, Session } from '../database/database.ts';
import { appliedNames } from '../database/migrate.ts';
import { throwIfStopped, type WorkProgress } from '../database/work.ts';
import { DERIVED_TABLES, EXISTING_TABLES, type OwnSchema } from '../verify/own-schema.ts';
import { quoted } from '../verify/table-sums.ts';
import { type OwnDataLine, OwnDataWriter } from './own-data-file.ts';

const ROWS_AT_ONCE = 2_000;

export interface ExportOptions {
  own: OwnSchema;
  file: string;
  nowMs: number;
  progress: WorkProgress;
  signal: AbortSignal;
}

export interface Exported {
  file: string;
  rows: number;
  sha256: string;
  /** By table; `missions` counts missions to which Vigie adds something. */
  tables: Record<string, number>;
}

/** Writes what Vigie alone holds into a file: its own tables, and what it adds to rows of others. One snapshot. */
export function exportOwnData(database: Database, options: ExportOptions): Promise<Exported> {
  const { own, file, nowMs, progress, signal } = options;
  return database.session(async (session) => {
    await session.execute('begin isolation level repeatable read read only');
    const migrations = [...(await appliedNames(session))].sort();
    const writer = new OwnDataWriter(file, {
      ...{ kind: 'vigie-own-data', version: 1, place: database.place, migrations },
      madeAt: new Date(nowMs).toISOString(),
    });
    const tables: Record<string, number> = {};
    try {
      for (const { table, sql, line } of await contents(session, own)) {
        progress.begin(`writing ${table}`);
        let count = 0;
        await session.execute(`declare own_rows no scroll cursor for ${sql}`);
        for (;;) {
          throwIfStopped(signal);
          const rows = await session.query<{ row: string }>(`fetch ${ROWS_AT_ONCE} from own_rows`);
          if (rows.length === 0) break;
          await writer.add(rows.map(({ row }) => line(row)));
          count += rows.length;
          progress.at(count);
        }
        await session.execute('close own_rows');
        tables[table] = count;
      }
      progress.end();
      return { file, rows: writer.rows, sha256: await writer.finish(), tables };
    } catch (error) {
      await writer.abandon();
      throw error;
    } finally {
      await session.execute('rollback').catch(() => undefined);
    }
  });
}

interface Content {
  table: string;
  sql: string;
  line: (row: string) => OwnDataLine;
}

async function contents(session: Session, own: OwnSchema): Promise<Content[]> {
  const found: Content[] = [];
  for (const table of own.tables) {
    if (DERIVED_TABLES.has(table) || !(await isThere(session, table))) continue;
    found.push({
      table,
      sql: `select to_jsonb(one)::text as row from ${quoted(table)} as one`,
      line: (row) => ({ table, row }),
    });
  }
  for (const table of EXISTING_TABLES) {
    const columns = await columnsThere(session, table, own.columnsOf(table));
    if (columns.length === 0) continue;
    const list = ['id', ...columns].map((column) => `'${column}', ${quoted(column)}`).join(', ');
    const sql = `select jsonb_build_object(${list})::text as row from ${table} where ${columns.map((column) => `${quoted(column)} is not null`).join(' or ')}`;
    found.push({ table, sql, line: (row) => ({ columnsOf: table, row }) });
  }
  return found;
}

async function isThere(session: Session, table: string): Promise<boolean> {
  const [row] = await session.query<{ known: boolean }>('select to_regclass(quote_ident($1)) is not null as known', [
    table,
  ]);
  return row?.known ?? false;
}

async function columnsThere(session: Session, table: string, columns: readonly string[]): Promise<string[]> {
  if (!(await isThere(session, table))) return [];
  const rows = await session.query<{ name: string }>(
    `select attname::text as name from pg_attribute where attrelid = $1::regclass and attname = any($2::text[]) and not attisdropped order by 1`,
    [table, columns],
  );
  return rows.map(({ name }) => name);
}
