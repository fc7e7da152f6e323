import type { Actor } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';

/** Who acts, and in whose place. */
export function handsOf({ subject, onBehalfOf }: Actor): string[] {
  return [subject, ...(onBehalfOf === undefined ? [] : [onBehalfOf])];
}

/**
 * Notes that somebody had a hand in cycles: then they do not approve them. Nothing is written where it is known already. In the order
 * of the keys, as everybody locks several.
 */
export async function addHands(sql: Sql, cycleIds: readonly string[], actor: Actor): Promise<void> {
  if (cycleIds.length === 0) return;
  await sql.query(
    `update billing_cycles set contributors = (select array_agg(distinct name order by name) from unnest(contributors || $2::text[]) as name)
     where id in (select id from billing_cycles where id = any($1::uuid[]) and not ($2::text[] <@ contributors) order by id for no key update)`,
    [[...new Set(cycleIds)], handsOf(actor)],
  );
}
