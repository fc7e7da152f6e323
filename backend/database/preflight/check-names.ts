import type { Sql } from '../database.ts';
import type { OwnObject } from '../migrations/step.ts';
import { type Finding, refusal } from './finding.ts';

/** Whether names that pending migrations want are taken by something that Vigie did not make. */
export async function checkNames(sql: Sql, wanted: readonly OwnObject[]): Promise<Finding[]> {
  const made = wanted.filter((object) => !('isAdopted' in object));
  if (made.length === 0) return [];
  const given = made.map((object) => ({
    kind: object.kind,
    name: object.name,
    on: 'table' in object ? object.table : null,
  }));
  const taken = await sql.query<{ kind: string; name: string; on: string | null }>(TAKEN_SQL, [JSON.stringify(given)]);
  return taken.map(({ kind, name, on }) => {
    const what = on === null ? `A ${kind} named ${name}` : `${on} has a ${kind} named ${name}, which`;
    const rest = on === null ? 'is there already and is not Vigie’s' : 'is not Vigie’s';
    return refusal(`${what} ${rest}: rename or remove it, since Vigie makes one of that name.`);
  });
}

/** Tables, sequences, indexes and views share one space of names. */
const TAKEN_SQL = `
  select distinct kind, name, "on" from json_to_recordset($1) as wanted (kind text, name text, "on" text)
  where case kind
    when 'function' then exists (
      select from pg_proc where proname = name and pronamespace = current_schema()::regnamespace)
    when 'column' then exists (
      select from pg_attribute where attrelid = to_regclass("on") and attname = name and not attisdropped)
    when 'trigger' then exists (select from pg_trigger where tgrelid = to_regclass("on") and tgname = name)
    when 'constraint' then exists (select from pg_constraint where conrelid = to_regclass("on") and conname = name)
    when 'policy' then exists (select from pg_policy where polrelid = to_regclass("on") and polname = name)
    else exists (select from pg_class where relname = name and relnamespace = current_schema()::regnamespace)
  end
  order by kind, name`;
