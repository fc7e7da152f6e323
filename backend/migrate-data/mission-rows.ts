import { errorCodeOf, type Sql } from '../database/database.ts';
import { isPassing } from '../database/locks.ts';
import type { CycleRule } from './cycle-rule.ts';
import type { Skips } from './skips.ts';

/** A mission that lacks a third party or a billing cycle. */
export interface Row {
  id: string;
  name: string | null;
  ownParty: string | null;
  ownPartyName: string | null;
  ownCycle: string | null;
  ownCycleParty: string | null;
  frozen: boolean;
  status: string | null;
  day: string | null;
  currency: string;
  hadParty: boolean;
  hadCycle: boolean;
}

/** What is given to a mission; null: nothing. */
export interface Assignment {
  row: Row;
  party: string | null;
  cycle: string | null;
}

const DATE_COLUMN = {
  'planned-start': 'planned_start_at',
  'planned-end': 'planned_end_at',
  'actual-start': 'actual_start_at',
  'actual-end': 'actual_end_at',
} as const;

interface RowsOptions {
  database: Sql;
  rule: CycleRule;
  /** Whose missions; an empty name: those without a subsidiary. */
  subsidiary: string;
}

/** The day that counts, in the operator's calendar. @param zone the number of the value with the time zone */
function dayOf(rule: CycleRule, zone: string): string {
  const column = `missions.${DATE_COLUMN[rule.date]}`;
  return `case when isfinite(${column}) then (${column} at time zone ${zone})::date::text end`;
}

/** The next rows by key, or those of a list. */
export function readRows(
  { database, rule, subsidiary }: RowsOptions,
  from: string | undefined | string[],
  limit = 0,
): Promise<Row[]> {
  const select = `
    select missions.id::text, customer_name::text as name, missions.third_party_id as "ownParty", parties.name as "ownPartyName",
      billing_cycle as "ownCycle", cycles.third_party_id as "ownCycleParty",
      coalesce(cycles.state not in ('draft', 'open'), false) as frozen, status::text,
      ${dayOf(rule, '$1')} as day, coalesce(missions.currency, 'EUR')::char(3)::text as currency,
      coalesce(marks.third_party, false) as "hadParty", coalesce(marks.billing_cycle_set, false) as "hadCycle"
    from missions left join third_parties as parties on parties.id = missions.third_party_id
      left join billing_cycles as cycles on cycles.id = missions.billing_cycle
      left join legacy_assignments as marks on marks.mission_id = missions.id
    where (missions.third_party_id is null or missions.billing_cycle is null) and coalesce(missions.subsidiary, '') = $2`;
  if (Array.isArray(from)) {
    return database.query<Row>(`${select} and missions.id = any($3::bigint[]) order by missions.id`, [
      rule.timeZone,
      subsidiary,
      from,
    ]);
  }
  const order = 'order by missions.id limit $3';
  return from === undefined
    ? database.query<Row>(`${select} ${order}`, [rule.timeZone, subsidiary, limit])
    : database.query<Row>(`${select} and missions.id > $4::bigint ${order}`, [rule.timeZone, subsidiary, limit, from]);
}

interface WriteOptions extends RowsOptions {
  skips: Skips;
}

/**
 * Writes assignments in one statement, so one transaction. Only of rows that nobody holds, that are still as they were when they were read, and
 * that go to a cycle which is still open; the cycle is held meanwhile, so that nobody closes it. What is given is noted.
 * @returns ids of those that were not written, and are to be met again
 */
export async function writeAssignments(
  options: WriteOptions,
  assignments: readonly Assignment[],
  total: { thirdParties: number; billingCycles: number },
): Promise<string[]> {
  if (assignments.length === 0) return [];
  const { database, rule, skips, subsidiary } = options;
  const given = assignments.map(({ row: { id, name, status, day, currency }, party, cycle }) => ({
    ...{ id, name, status, day, currency, party, cycle },
  }));
  try {
    const written = await database.query<{ id: string; party: boolean; cycle: boolean }>(writeSql(rule), [
      JSON.stringify(given),
      rule.timeZone,
      subsidiary,
    ]);
    for (const { party, cycle } of written) {
      if (party) total.thirdParties += 1;
      if (cycle) total.billingCycles += 1;
    }
    const done = new Set(written.map(({ id }) => id));
    return given.flatMap(({ id }) => (done.has(id) ? [] : [id]));
  } catch (error) {
    if (isPassing(error) && assignments.length === 1) return given.map(({ id }) => id);
    if (assignments.length === 1 && isRefusal(error)) {
      skips.add('refused', given[0]?.id ?? '', error instanceof Error ? error.message : String(error));
      return [];
    }
    if (!isPassing(error) && !isRefusal(error)) throw error;
    // One row is at fault: the others must not suffer for it.
    const half = assignments.length >> 1;
    const first = await writeAssignments(options, assignments.slice(0, half), total);
    return [...first, ...(await writeAssignments(options, assignments.slice(half), total))];
  }
}

/** Data exceptions, constraints, what a trigger raised, and rights. */
function isRefusal(error: unknown): boolean {
  return /^(?:22|23|42501|P0)/.test(errorCodeOf(error) ?? '');
}

function writeSql(rule: CycleRule): string {
  return `
  with given as materialized (
    select * from json_to_recordset($1) as given
      (id bigint, name text, status text, day text, currency text, party uuid, cycle uuid)
  ), open_cycles as materialized (
    select id from billing_cycles where id in (select cycle from given) and state in ('draft', 'open') for share skip locked
  ), held as materialized (
    select missions.id from missions join given on given.id = missions.id
    where missions.customer_name::text is not distinct from given.name and missions.status::text is not distinct from given.status
      and ${dayOf(rule, '$2')} is not distinct from given.day and coalesce(missions.currency, 'EUR')::char(3)::text = given.currency
      and coalesce(missions.subsidiary, '') = $3 and (given.party is null or missions.third_party_id is null) and (given.cycle is null or missions.billing_cycle is null)
    order by missions.id for update of missions skip locked
  ), written as (
    update missions set third_party_id = coalesce(missions.third_party_id, given.party),
      billing_cycle = coalesce(missions.billing_cycle, given.cycle)
    from given join held on held.id = given.id
    where missions.id = given.id and (given.cycle is null or given.cycle in (select id from open_cycles))
    returning missions.id, given.party, given.cycle
  ), noted as (
    insert into legacy_assignments as known (mission_id, third_party, billing_cycle_set)
    select id, party is not null, cycle is not null from written
    on conflict (mission_id) do update set third_party = known.third_party or excluded.third_party,
      billing_cycle_set = known.billing_cycle_set or excluded.billing_cycle_set
  )
  select id::text, party is not null as party, cycle is not null as cycle from written`;
}
