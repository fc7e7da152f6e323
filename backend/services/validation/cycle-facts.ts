import { type CycleChanges, type CycleFacts, MOST_NAMED } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import { readTotals } from '../billing/books.ts';

interface CycleColumns {
  label: string;
  thirdPartyId: string | null;
  periodStart: string;
  periodEnd: string;
  currency: string;
}

/** What a validator has to know of a cycle, as it is now. */
export async function cycleFacts(sql: Sql, cycleId: string): Promise<CycleFacts> {
  const [cycle] = await sql.query<CycleColumns>(
    `select label, third_party_id as "thirdPartyId", period_start::text as "periodStart", period_end::text as "periodEnd", currency
     from billing_cycles where id = $1::uuid`,
    [cycleId],
  );
  const totals = await readTotals(sql, cycleId);
  if (cycle === undefined || totals === undefined) throw new Error(`there is no billing cycle ${cycleId}`);
  const parties = await sql.query<{ name: string; missions: number; taxExclusiveCents: number; others: number }>(
    `select coalesce(party.name, '?') as name, count(*)::int as missions,
       coalesce(sum(line.amount_cents), 0)::float8 as "taxExclusiveCents", (count(*) over () - $2)::int as others
     from billing_lines as line left join third_parties as party on party.id = line.third_party_id
     where line.billing_cycle_id = $1::uuid group by line.third_party_id, party.name
     order by 3 desc, 1 limit $2`,
    [cycleId, MOST_NAMED],
  );
  return {
    ...cycle,
    ...{ priceBy: totals.priceBy, missions: totals.missions, unpriced: totals.unpriced },
    ...{ taxExclusiveCents: totals.taxExclusiveCents, taxCents: totals.taxCents },
    taxInclusiveCents: totals.taxInclusiveCents,
    vat: totals.vat.map(({ category, basisPoints, taxableCents, taxCents }) => ({
      ...{ category, basisPoints, taxableCents, taxCents },
    })),
    parties: parties.map(({ name, missions, taxExclusiveCents }) => ({ name, missions, taxExclusiveCents })),
    moreParties: Math.max(0, parties[0]?.others ?? 0),
    changes: await changesSince(sql, cycleId),
  };
}

interface Before {
  openedAt: string;
  /** Of the entry of the books that tells of it: what came after is news. */
  position: number;
  reason: string | null;
  cents: number;
}

/** What the books tell since it was submitted before. */
async function changesSince(sql: Sql, cycleId: string): Promise<CycleChanges | null> {
  const [before] = await sql.query<Before>(
    `select to_char(opened_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt",
       (select max(position) from billing_audit where chain = 'billing-cycle/' || subject_id and action = 'validation-requested'
         and details ->> 'validation' = validations.id::text) as position, (facts ->> 'taxExclusiveCents')::float8 as cents,
       (select reason from validation_decisions as made where made.validation_id = validations.id and made.kind = 'reject' limit 1) as reason
     from validations where subject_kind = 'billing-cycle' and subject_id = $1::uuid order by round desc limit 1`,
    [cycleId],
  );
  if (before === undefined) return null;
  const chain = `billing-cycle/${cycleId}`;
  const moved = await sql.query<{ isIn: boolean; count: number; some: string[] }>(
    `select action = 'mission-in' as "isIn", count(*)::int as count, (array_agg(mission order by length(mission), mission))[1:$3] as some
     from (
       -- One that came and went, or the other way round, is as it was: the last entry of an even number of them says so.
       select details ->> 'mission' as mission, max(action) filter (where newest) as action, count(*) as moves
       from (select *, position = max(position) over (partition by details ->> 'mission') as newest from billing_audit
         where chain = $1 and position > $2 and action in ('mission-in', 'mission-out')) as entries
       group by details ->> 'mission') as last_moves
     where moves % 2 = 1 group by action`,
    [chain, before.position, MOST_NAMED],
  );
  const fields = await sql.query<{ field: string; before: unknown; after: unknown }>(
    `select field, (array_agg(value -> 0 order by position))[1] as before, (array_agg(value -> 1 order by position desc))[1] as after
     from billing_audit, jsonb_each(details) as changed (field, value)
     where chain = $1 and position > $2 and action = 'update' and field = any ($3)
     group by field having (array_agg(value -> 0 order by position))[1] <> (array_agg(value -> 1 order by position desc))[1] order by field`,
    [chain, before.position, ['label', 'third_party_id', 'period_start', 'period_end', 'currency', 'price_by']],
  );
  const [came, gone] = [true, false].map((isIn) => moved.find((each) => each.isIn === isIn));
  return {
    ...{ since: before.openedAt, reason: before.reason, taxExclusiveCentsBefore: before.cents },
    ...{ missionsIn: came?.count ?? 0, missionsOut: gone?.count ?? 0 },
    ...{ someIn: came?.some ?? [], someOut: gone?.some ?? [], fields },
  };
}
