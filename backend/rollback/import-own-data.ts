import { type Database, errorCodeOf, type Session } from '../database/database.ts';
import { isPassing, LOCK_WAIT_MS, untilUnlocked, withWorkLock } from '../database/locks.ts';
import type { WorkProgress } from '../database/work.ts';
import { EXISTING_TABLES, type OwnSchema, PASSING_TABLES } from '../verify/own-schema.ts';
import { quoted } from '../verify/table-sums.ts';
import { OwnDataError, type OwnDataLine, readOwnData } from './own-data-file.ts';

export interface ImportOptions {
  own: OwnSchema;
  file: string;
  isDry: boolean;
  progress: WorkProgress;
  signal: AbortSignal;
  patienceMs: number;
}

export interface Imported {
  isDry: boolean;
  madeAt: string;
  /** Rows of the file, rows that were written, rows that were there already or whose row is gone. */
  rows: number;
  written: number;
  there: number;
  /** What belongs to one life of the integration is left in the file. */
  left: number;
  /** Rows that the database refused, with what it said: the first of them. */
  refused: string[];
}

const MOST_REFUSED = 100;

/**
 * Brings back what an export wrote, into a database that is migrated: rows that are not there, and columns that are empty. What is there stays as it
 * is, so calling it twice changes nothing. Other programs may write meanwhile.
 * @throws OwnDataError, DatabaseBusyError
 */
export async function importOwnData(database: Database, options: ImportOptions): Promise<Imported> {
  const { own, file, isDry, progress, signal, patienceMs } = options;
  progress.begin(`checking ${file}`);
  const { head, rows } = await readOwnData(file);
  const result: Imported = { isDry, madeAt: head.madeAt, rows, written: 0, there: 0, left: 0, refused: [] };
  if (isDry) return result;
  await database.session((session) =>
    withWorkLock(session, { patienceMs, signal }, async () => {
      progress.begin('bringing back', rows);
      // One batch at a time tells of itself; a row event each would be a million. The books of the rows come with them.
      await session.execute(`set lock_timeout = ${LOCK_WAIT_MS}; set vigie.row_events = 'off';
        set vigie.books = 'brought-back'`);
      let done = 0;
      try {
        await readOwnData(file, async (lines) => {
          for (const group of byTarget(lines)) await writeGroup(session, own, group, result, { patienceMs, signal });
          done += lines.length;
          progress.at(done);
        });
        await moveSequences(session, own);
      } finally {
        await session.execute('reset lock_timeout; reset vigie.row_events; reset vigie.books').catch(() => undefined);
      }
    }),
  );
  progress.end();
  return result;
}

interface Group {
  table: string;
  isColumns: boolean;
  rows: string[];
}

/** Lines that follow each other and go to the same place. */
function byTarget(lines: readonly OwnDataLine[]): Group[] {
  const groups: Group[] = [];
  for (const line of lines) {
    const isColumns = 'columnsOf' in line;
    const table = isColumns ? line.columnsOf : line.table;
    const last = groups.at(-1);
    if (last?.table === table && last.isColumns === isColumns) last.rows.push(line.row);
    else groups.push({ table, isColumns, rows: [line.row] });
  }
  return groups;
}

async function writeGroup(
  session: Session,
  own: OwnSchema,
  { table, isColumns, rows }: Group,
  result: Imported,
  patience: { patienceMs: number; signal: AbortSignal },
): Promise<void> {
  if (!isColumns && PASSING_TABLES.has(table)) {
    result.left += rows.length;
    return;
  }
  const isKnown = isColumns ? EXISTING_TABLES.some((one) => one === table) : own.tables.includes(table);
  if (!isKnown)
    throw new OwnDataError(
      `The file holds rows of ${table}, which this version of Vigie does not know: use the version that wrote it.`,
    );
  let written = 0;
  const refused: string[] = [];
  const write = async (some: readonly string[]): Promise<void> => {
    try {
      written += isColumns ? await fillColumns(session, own, table, some) : await insertRows(session, table, some);
    } catch (error) {
      if (isPassing(error) || !/^(?:22|23|P0)/.test(errorCodeOf(error) ?? '')) throw error;
      if (some.length > 1) {
        const half = some.length >> 1;
        await write(some.slice(0, half));
        await write(some.slice(half));
      } else {
        refused.push(
          `${table} ${(some[0] ?? '').slice(0, 100)}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
  };
  await untilUnlocked(`rows of ${table}`, session, patience, () => {
    refused.length = 0;
    return write(rows);
  });
  result.written += written;
  result.there += rows.length - written - refused.length;
  result.refused.push(...refused.slice(0, Math.max(0, MOST_REFUSED - result.refused.length)));
}

async function insertRows(session: Session, table: string, rows: readonly string[]): Promise<number> {
  const inserted = await session.query(
    `insert into ${quoted(table)} overriding system value
     select (jsonb_populate_record(null::${quoted(table)}, one)).* from jsonb_array_elements($1::jsonb) as one
     on conflict do nothing returning 1`,
    [`[${rows.join(',')}]`],
  );
  return inserted.length;
}

async function fillColumns(session: Session, own: OwnSchema, table: string, rows: readonly string[]): Promise<number> {
  const first = JSON.parse(rows[0] ?? '{}') as Record<string, unknown>;
  const named = Object.keys(first).filter((column) => own.columnsOf(table).includes(column));
  const set = named
    .map((column) => `${quoted(column)} = coalesce(${table}.${quoted(column)}, given.${quoted(column)})`)
    .join(', ');
  const lacking = named
    .map((column) => `(${table}.${quoted(column)} is null and given.${quoted(column)} is not null)`)
    .join(' or ');
  const updated = await session.query(
    `update ${table} set ${set} from (
       select (jsonb_populate_record(null::${table}, one)).* from jsonb_array_elements($1::jsonb) as one) as given
     where ${table}.id = given.id and (${lacking}) returning 1`,
    [`[${rows.join(',')}]`],
  );
  return updated.length;
}

/** New rows must not get numbers that were brought back. */
async function moveSequences(session: Session, own: OwnSchema): Promise<void> {
  const columns = await session.query<{ table: string; column: string; sequence: string }>(
    `select c.relname::text as "table", a.attname::text as "column", pg_get_serial_sequence(quote_ident(c.relname), a.attname) as sequence
     from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.oid in (select to_regclass(quote_ident(name)) from unnest($1::text[]) as given (name))
       and pg_get_serial_sequence(quote_ident(c.relname), a.attname) is not null`,
    [own.tables],
  );
  for (const { table, column, sequence } of columns) {
    await session.query(
      `select setval($1::regclass, greatest((select max(${quoted(column)}) from ${quoted(table)}), nextval($1::regclass)))`,
      [sequence],
    );
  }
}
