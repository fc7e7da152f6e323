import type { Sql } from '../database/database.ts';
import type { VerifyReport } from './report.ts';
import { quoted } from './table-sums.ts';

interface ForeignKey {
  name: string;
  table: string;
  refersTo: string;
  isValidated: boolean;
  columns: string[];
  referred: string[];
}

/** Rows that name a row which is not there, by foreign key of some tables: also of keys that were never validated, or whose triggers were off. */
export async function foreignKeys(sql: Sql, tables: readonly string[]): Promise<VerifyReport['foreignKeys']> {
  const keys = await sql.query<ForeignKey>(KEYS_SQL, [tables]);
  const reports: VerifyReport['foreignKeys'] = [];
  for (const { columns, referred, ...key } of keys) {
    const joined = columns
      .map((column, index) => `one.${quoted(column)} = other.${quoted(referred[index] ?? '')}`)
      .join(' and ');
    const named = columns.map((column) => `one.${quoted(column)} is not null`).join(' and ');
    const [row] = await sql.query<{ orphans: number }>(
      `select count(*)::int as orphans from ${key.table} as one
       where ${named} and not exists (select from ${key.refersTo} as other where ${joined})`,
    );
    reports.push({ ...key, orphans: row?.orphans ?? 0 });
  }
  return reports;
}

/** Missions and amounts by billing cycle. */
export function cycleTotals(sql: Sql): Promise<VerifyReport['cycles']> {
  return sql.query<VerifyReport['cycles'][number]>(
    `select cycles.id::text as id, coalesce(cycles.label, '') as label, coalesce(missions.currency, 'EUR')::text as currency,
       count(*)::int as missions, coalesce(round(sum(missions.amount * 100)), 0)::text as "amountCents"
     from missions left join billing_cycles as cycles on cycles.id = missions.billing_cycle
     group by cycles.id, cycles.label, 3 order by cycles.id nulls first, 3`,
  );
}

const KEYS_SQL = `
  select conname::text as name, conrelid::regclass::text as "table", confrelid::regclass::text as "refersTo", convalidated as "isValidated",
    array(select attname::text from unnest(conkey) with ordinality as k (n, place) join pg_attribute on attrelid = conrelid and attnum = n order by place) as columns,
    array(select attname::text from unnest(confkey) with ordinality as k (n, place) join pg_attribute on attrelid = confrelid and attnum = n order by place) as referred
  from pg_constraint
  where contype = 'f' and conrelid in (select to_regclass(quote_ident(name)) from unnest($1::text[]) as given (name))
  order by 2, 1`;
