import type { Sql } from '../../database/database.ts';

/** What names a third party, held until the transaction ends. */
export interface HeldUses {
  /** Billing cycles that name it, or have missions of it. */
  cycleIds: string[];
}

/**
 * Locks what names a third party, and then the two third parties of a merge, in the order in which everybody locks: missions, billing cycles,
 * third parties, each by its key. From then on nobody begins to name either of them.
 */
export async function lockMerge(sql: Sql, loserId: string, survivorId: string): Promise<HeldUses> {
  await sql.query('select from missions where third_party_id = $1::uuid order by id for no key update', [loserId]);
  const cycles = await sql.query<{ id: string }>(
    `select id::text as id from billing_cycles
     where third_party_id = $1::uuid or id in (select billing_cycle from missions where third_party_id = $1::uuid)
     order by id for no key update`,
    [loserId],
  );
  await lockParties(sql, loserId, survivorId);
  return { cycleIds: cycles.map(({ id }) => id) };
}

/** The same for the undo of a merge: what was moved, and the two third parties. */
export async function lockUnmerge(sql: Sql, loserId: string, survivorId: string): Promise<HeldUses> {
  const moved = (entity: string) =>
    `select entity_id from third_party_moves where third_party_id = $1::uuid and entity = '${entity}'`;
  await sql.query(
    `select from missions where id in (select entity_id::bigint from (${moved('mission')}) as moved) order by id for no key update`,
    [loserId],
  );
  const cycles = await sql.query<{ id: string }>(
    `select id::text as id from billing_cycles
     where id in (select entity_id::uuid from (${moved('billing-cycle')}) as moved)
       or id in (select billing_cycle from missions where id in (select entity_id::bigint from (${moved('mission')}) as moved))
     order by id for no key update`,
    [loserId],
  );
  await lockParties(sql, loserId, survivorId);
  return { cycleIds: cycles.map(({ id }) => id) };
}

async function lockParties(sql: Sql, loserId: string, survivorId: string): Promise<void> {
  await sql.query('select from third_parties where id = any($1::uuid[]) order by id for update', [
    [loserId, survivorId],
  ]);
}
