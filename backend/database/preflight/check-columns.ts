import type { Sql } from '../database.ts';
import { EXISTING_SYSTEM, EXTENDED_TABLES } from './existing-system.ts';
import { type Finding, note, refusal } from './finding.ts';

interface Column {
  table: string;
  name: string;
  type: string;
  isGenerated: boolean;
  /** Not null, and nothing fills it in by itself. */
  isNeeded: boolean;
}

/** Whether the existing tables have the columns that Vigie reads and writes, of types that it can. */
export async function checkColumns(sql: Sql): Promise<Finding[]> {
  const columns = await sql.query<Column>(COLUMNS_SQL, [Object.keys(EXISTING_SYSTEM)]);
  return Object.entries(EXISTING_SYSTEM).flatMap(([table, wanted]) => {
    const own = columns.filter((column) => column.table === table);
    return own.length === 0 ? [] : checkTableColumns(table, wanted, own);
  });
}

function checkTableColumns(
  table: string,
  wanted: Readonly<Record<string, readonly string[]>>,
  own: readonly Column[],
): Finding[] {
  const findings: Finding[] = [];
  const missing = Object.keys(wanted).filter((name) => !own.some((column) => column.name === name));
  if (missing.length > 0) {
    findings.push(
      refusal(`The table ${table} lacks ${missing.join(', ')}: add what is missing (columns may stay empty).`),
    );
  }
  for (const { name, type, isGenerated } of own) {
    const types = wanted[name];
    if (types === undefined || types.length === 0) continue;
    if (!types.includes(type)) {
      const choice = types.length === 1 ? types[0] : `one of ${types.join(', ')}`;
      findings.push(
        refusal(
          `${table}.${name} is of type ${type}: it must be ${choice}; change it, or give ${table} another column of that name.`,
        ),
      );
    } else if (isGenerated) {
      findings.push(note(`${table}.${name} is generated: edits of it are refused by the database.`));
    }
  }
  const needed = own.filter(({ name, isNeeded }) => isNeeded && wanted[name] === undefined).map(({ name }) => name);
  if (needed.length > 0 && EXTENDED_TABLES.includes(table)) {
    findings.push(
      note(
        `${table} wants ${needed.join(', ')}, which Vigie does not know: feeds cannot add rows there (edits can be made).`,
      ),
    );
  }
  return findings;
}

const COLUMNS_SQL = `
  select c.relname::text as "table", a.attname::text as name, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) as type,
    a.attgenerated <> '' as "isGenerated",
    a.attnotnull and not a.atthasdef and a.attidentity = '' as "isNeeded"
  from unnest($1::text[]) as wanted (name) join pg_class as c on c.oid = to_regclass(wanted.name)
    join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type as t on t.oid = a.atttypid
  order by 1, a.attnum`;
