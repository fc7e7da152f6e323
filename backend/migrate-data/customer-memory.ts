import { v7 as uuid } from 'uuid';
import type { Sql } from '../database/database.ts';
import type { WorkSession } from '../database/on-session.ts';
import type { Decision } from './decisions.ts';
import { type Customer, keyOf, type NamedParty, type Spelling } from './group-customers.ts';

const BATCH = 500;

/** What the customer column holds, and what was made of it before. */
export interface CustomerMemory {
  spellings: Spelling[];
  parties: NamedParty[];
  known: Map<string, string>;
  decisions: Decision[];
}

/**
 * Reads every spelling of a subsidiary's missions with its count: as many as there are different ones, which memory holds.
 * @param subsidiary an empty name: rows without one
 */
export async function readCustomers(sql: Sql, subsidiary: string): Promise<CustomerMemory> {
  const spellings = await sql.query<Spelling>(
    `select customer_name::text as spelling, count(*)::int as missions from missions
     where customer_name is not null and coalesce(subsidiary, '') = $1 group by 1`,
    [subsidiary],
  );
  const parties = await sql.query<NamedParty>(
    `select id, name from third_parties where coalesce(subsidiary, '') = $1 order by created_at, id`,
    [subsidiary],
  );
  const known = await sql.query<{ spelling: string; id: string }>(
    `select spelling, third_party_id as id from legacy_customers
     where of_subsidiary = $1 and third_party_id in (select id from third_parties where coalesce(subsidiary, '') = $1)`,
    [subsidiary],
  );
  const decisions = await sql.query<Decision>(
    'select first_name as first, second_name as second, same from legacy_customer_decisions order by decided_at, first_name',
  );
  return { spellings, parties, known: new Map(known.map(({ spelling, id }) => [spelling, id])), decisions };
}

/** Remembers what people decided: it is not asked again. */
export async function rememberDecisions(sql: Sql, decisions: readonly Decision[]): Promise<void> {
  // Of one pair the last word counts.
  const byPair = new Map(decisions.map((one) => [[keyOf(one.first), keyOf(one.second)].sort().join('\n'), one]));
  const rows = [...byPair.values()];
  for (let start = 0; start < rows.length; start += BATCH) {
    await sql.query(
      `insert into legacy_customer_decisions (first_name, second_name, same)
       select first, second, same from json_to_recordset($1) as given (first text, second text, same boolean)
       on conflict (first_name, second_name) do update set same = excluded.same, decided_at = clock_timestamp()
         where legacy_customer_decisions.same <> excluded.same`,
      [JSON.stringify(rows.slice(start, start + BATCH))],
    );
  }
}

/**
 * Makes third parties of customers that are none yet, and remembers under which spellings each is known. In batches, each a transaction: what is
 * there when it is stopped is found by the next run.
 * @returns the third party of each spelling, and how many were made
 */
export async function makeParties(
  session: WorkSession,
  customers: readonly Customer[],
  { subsidiary, isDry }: { subsidiary: string; isDry: boolean },
): Promise<{ partyOf: Map<string, NamedParty>; created: number }> {
  const partyOf = new Map<string, NamedParty>();
  const certain = customers
    .filter(({ waits }) => !waits)
    .map((customer) => ({ ...customer, id: customer.partyId ?? uuid() }));
  for (const { id, name, spellings } of certain) for (const spelling of spellings) partyOf.set(spelling, { id, name });
  const created = certain.filter(({ partyId }) => partyId === undefined).length;
  if (isDry) return { partyOf, created };
  for (let start = 0; start < certain.length; start += BATCH) {
    const batch = certain.slice(start, start + BATCH);
    await session.transaction(async (sql) => {
      const added = batch.filter(({ partyId }) => partyId === undefined).map(({ id, name }) => ({ id, name }));
      await sql.query(
        `insert into third_parties (id, name, type, subsidiary)
         select id, name, 'customer', nullif($2, '') from json_to_recordset($1) as given (id uuid, name text)`,
        [JSON.stringify(added), subsidiary],
      );
      const known = batch.flatMap(({ id, spellings }) => spellings.map((spelling) => ({ spelling, id })));
      await sql.query(
        `insert into legacy_customers (spelling, of_subsidiary, third_party_id)
         select spelling, $2, id from json_to_recordset($1) as given (spelling text, id uuid)
         on conflict (spelling, of_subsidiary) do update set third_party_id = excluded.third_party_id, noted_at = clock_timestamp()
           where legacy_customers.third_party_id <> excluded.third_party_id`,
        [JSON.stringify(known), subsidiary],
      );
    });
  }
  return { partyOf, created };
}
