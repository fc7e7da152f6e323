import type { Sql } from '../database.ts';
import { EXISTING_SYSTEM, EXTENDED_TABLES } from './existing-system.ts';
import { type Finding, note, refusal } from './finding.ts';

interface Table {
  name: string;
  schema: string;
  kind: string;
  inherits: boolean;
  persistence: string;
  isOwner: boolean;
  owner: string;
  hasKey: boolean;
  forcesRowSecurity: boolean;
  rules: string[];
  publications: string[];
  /** Triggers that every update fires, also of columns that they do not look at. */
  updateTriggers: string[];
}

const KINDS: Readonly<Record<string, string>> = {
  v: 'a view',
  m: 'a materialised view',
  f: 'a foreign table',
  p: 'a partitioned table',
};

/** What kind of tables the existing ones are, and whether Vigie may extend them. */
export async function checkTables(sql: Sql): Promise<Finding[]> {
  const tables = await sql.query<Table>(TABLES_SQL, [Object.keys(EXISTING_SYSTEM)]);
  const elsewhere = await sql.query<{ name: string; schema: string }>(ELSEWHERE_SQL, [EXTENDED_TABLES]);
  return [
    ...elsewhere.map(({ name, schema }) =>
      refusal(
        `There is a table ${schema}.${name}, and the search path leads to none of that name: ALTER ROLE … SET search_path = ${schema}, or to the schema with the tables of the existing system.`,
      ),
    ),
    ...tables.flatMap(checkTable),
  ];
}

function checkTable(table: Table): Finding[] {
  const { name } = table;
  const kind = KINDS[table.kind];
  if (kind !== undefined) {
    return [
      refusal(
        `${name} is ${kind}: Vigie extends ordinary tables only; let the search path lead to the table itself, or make one of it.`,
      ),
    ];
  }
  const findings: Finding[] = [];
  if (!EXTENDED_TABLES.includes(name)) return findings;
  if (table.inherits) {
    findings.push(
      refusal(
        `${name} inherits from a table, or is inherited by one, or is a partition: make one ordinary table of it.`,
      ),
    );
  }
  if (table.persistence === 't')
    findings.push(refusal(`${name} is a temporary table: let the search path lead to a lasting one.`));
  if (!table.isOwner) {
    findings.push(
      refusal(
        `${name} belongs to ${table.owner}, and only its owner may extend it: migrate as that user, or make this one a member (GRANT ${table.owner} TO …).`,
      ),
    );
  }
  if (!table.hasKey) {
    findings.push(
      refusal(
        `${name} has no primary key on id alone: add one (ALTER TABLE ${name} ADD PRIMARY KEY (id)), or a unique index on id with NOT NULL.`,
      ),
    );
  }
  if (table.forcesRowSecurity) {
    findings.push(
      refusal(
        `${name} has row-level security that binds its owner too (FORCE): Vigie would not see all rows; ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY.`,
      ),
    );
  }
  if (table.rules.length > 0) {
    findings.push(
      note(`${name} has rewrite rules (${table.rules.join(', ')}): what they redirect is not seen by Vigie.`),
    );
  }
  if (table.persistence === 'u') findings.push(note(`${name} is unlogged: a crash of the server empties it.`));
  if (table.updateTriggers.length > 0) {
    findings.push(
      note(
        `${name} has triggers that every update fires (${table.updateTriggers.join(', ')}): assigning third parties and billing cycles fires them too; where they must not, name the columns (UPDATE OF …).`,
      ),
    );
  }
  if (table.publications.length > 0) {
    findings.push(
      note(
        `${name} is published to other servers (${table.publications.join(', ')}): add the new columns there first, or publish by column list.`,
      ),
    );
  }
  return findings;
}

const TABLES_SQL = `
  select c.relname::text as name, c.relnamespace::regnamespace::text as schema, c.relkind::text as kind,
    c.relispartition or exists (select from pg_inherits where inhrelid = c.oid or inhparent = c.oid) as inherits,
    c.relpersistence::text as persistence, pg_has_role(current_user, c.relowner, 'usage') as "isOwner",
    pg_get_userbyid(c.relowner)::text as owner, c.relforcerowsecurity as "forcesRowSecurity",
    exists (
      select from pg_index as i
        join pg_attribute as a on a.attrelid = c.oid and a.attnum = i.indkey[0] and a.attname = 'id' and a.attnotnull
      where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate and i.indnkeyatts = 1
        and i.indpred is null and i.indexprs is null) as "hasKey",
    array(select rulename::text from pg_rewrite where ev_class = c.oid and rulename <> '_RETURN' order by 1) as rules,
    array(select tgname::text from pg_trigger where tgrelid = c.oid and not tgisinternal and tgattr = '' and tgtype & 17 = 17
      and tgname not like 'vigie\\_%' order by 1) as "updateTriggers",
    array(select pubname::text from pg_publication_tables
      where schemaname = c.relnamespace::regnamespace::text and tablename = c.relname order by 1) as publications
  from unnest($1::text[]) as wanted (name) join pg_class as c on c.oid = to_regclass(wanted.name)
  order by name`;

/** Tables of that name in schemas that the search path does not lead to, where it leads to none. */
const ELSEWHERE_SQL = `
  select c.relname::text as name, c.relnamespace::regnamespace::text as schema
  from unnest($1::text[]) as wanted (name) join pg_class as c on c.relname = wanted.name and c.relkind in ('r', 'p', 'v')
  where to_regclass(wanted.name) is null and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
    and c.relpersistence <> 't'
  order by 1, 2`;
