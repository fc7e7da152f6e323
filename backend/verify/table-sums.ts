import type { Sql } from '../database/database.ts';
import type { TableReport } from './report.ts';

type Sums = Pick<TableReport, 'rows' | 'checksum' | 'parts' | 'partSize'>;

const MOST_PARTS = 1_000;
const NUMBERS = ['bigint', 'integer', 'smallint'];

export interface SummedTable {
  table: string;
  /** In the order of their names. */
  columns: readonly string[];
  /** Only rows for which this SQL expression holds. */
  where?: string;
  /** As in an earlier report, so that parts can be compared. */
  partSize?: string | undefined;
}

/**
 * Counts and sums a table in the database. Each row's text, as PostgreSQL writes it with this session's settings, is hashed with SHA-256; its first
 * two words of 64 bits are added up: the order of rows does not matter, and a row that is there twice counts twice.
 */
export async function sumTable(sql: Sql, summed: SummedTable): Promise<Sums> {
  const { table, columns, where = 'true' } = summed;
  const [key] = await sql.query<{ type: string; least: string | null; most: string | null }>(
    `select format_type(atttypid, null) as type from pg_attribute where attrelid = $1::regclass and attname = 'id' and not attisdropped`,
    [table],
  );
  const isNumbered = key !== undefined && NUMBERS.includes(key.type);
  const partSize = isNumbered ? (summed.partSize ?? (await fittingSize(sql, table))) : undefined;
  const from =
    partSize === undefined
      ? `''`
      : `(id - ((id % ${BigInt(partSize)}) + ${BigInt(partSize)}) % ${BigInt(partSize)})::text`;
  const text = `row(${columns.map(quoted).join(', ')})::text`;
  const rows = await sql.query<{ from: string; rows: string; first: string; second: string }>(
    `select "from", count(*)::text as rows, sum(('x' || substr(hash, 1, 16))::bit(64)::bigint)::text as first,
       sum(('x' || substr(hash, 17, 16))::bit(64)::bigint)::text as second
     from (select ${from} as "from", encode(sha256(convert_to(${text}, 'UTF8')), 'hex') as hash from ${quoted(table)} where ${where}) as hashed
     group by 1`,
  );
  const parts = rows
    .map((one) => ({ from: one.from, rows: Number(one.rows), checksum: `${one.first}/${one.second}` }))
    .sort((a, b) => Number(BigInt(a.from || 0) - BigInt(b.from || 0)));
  const total = (of: 'first' | 'second') => rows.reduce((sum, one) => sum + BigInt(one[of]), 0n);
  return {
    rows: parts.reduce((sum, one) => sum + one.rows, 0),
    checksum: `${total('first')}/${total('second')}`,
    parts: partSize === undefined ? [] : parts,
    ...(partSize === undefined ? {} : { partSize }),
  };
}

/** A power of ten that gives a thousand parts at most. */
async function fittingSize(sql: Sql, table: string): Promise<string> {
  const [row] = await sql.query<{ span: string }>(
    `select coalesce(max(id)::numeric - min(id)::numeric, 0)::text as span from ${quoted(table)}`,
  );
  let size = 1_000n;
  while (BigInt(row?.span ?? 0) / size >= MOST_PARTS) size *= 10n;
  return size.toString();
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
