import type { z } from 'zod';
import type {
  BillingLinesQuery,
  billingLine,
  billingTotals,
  invoiceSummary,
  issuedInvoice,
  trail,
} from '../../../shared/api/index.ts';
import { cycleTotals, type PartySum, type PriceSource } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';

/** What the books say of a cycle: read only. */

export async function readLines(
  sql: Sql,
  cycleId: string,
  { after = '0', limit }: BillingLinesQuery,
): Promise<{ items: z.infer<typeof billingLine>[]; next: string | null }> {
  const rows = await sql.query<z.infer<typeof billingLine>>(
    `select mission_id::text as "missionId", third_party_id as "thirdPartyId", rate_card_id as "rateCardId",
       amount_cents::float8 as "amountCents", vat, price_lines as "priceLines", description, performed_on::text as "performedOn"
     from billing_lines where billing_cycle_id = $1::uuid and mission_id > $2::bigint order by mission_id limit $3`,
    [cycleId, after, limit + 1],
  );
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.missionId ?? null) : null };
}

/** @returns undefined where there is no such cycle */
export async function readTotals(sql: Sql, cycleId: string): Promise<z.infer<typeof billingTotals> | undefined> {
  const [cycle] = await sql.query<{ priceBy: PriceSource }>(
    'select price_by as "priceBy" from billing_cycles where id = $1::uuid',
    [cycleId],
  );
  if (cycle === undefined) return undefined;
  const sums = await sql.query<PartySum>(
    `select third_party_id as "thirdPartyId", vat, coalesce(sum(amount_cents), 0)::float8 as cents, count(*)::int as missions,
       count(*) filter (where amount_cents is null)::int as unpriced
     from billing_lines where billing_cycle_id = $1::uuid group by third_party_id, vat`,
    [cycleId],
  );
  return { priceBy: cycle.priceBy, ...cycleTotals(sums) };
}

const SUMMARY = `id, kind, number, billing_cycle_id as "billingCycleId", third_party_id as "thirdPartyId",
  corrects_id as "correctsId", issued_on::text as "issuedOn", issued_by as "issuedBy", currency, total_cents::float8 as "totalCents",
  document ->> 'language' as language`;

export function readInvoices(sql: Sql, cycleId: string): Promise<z.infer<typeof invoiceSummary>[]> {
  return sql.query(`select ${SUMMARY} from invoices where billing_cycle_id = $1::uuid order by prefix, year, count`, [
    cycleId,
  ]);
}

export async function readInvoice(sql: Sql, id: string): Promise<z.infer<typeof issuedInvoice> | undefined> {
  const [row] = await sql.query<z.infer<typeof issuedInvoice>>(
    `select ${SUMMARY}, document from invoices where id = $1::uuid`,
    [id],
  );
  return row;
}

/** Entries that are told of one row at most. Of longer books only what is no part of a run of missions is told one by one. */
const MOST_ENTRIES = 10_000;

const TRAIL_SQL = `
  with looked as (
    select billing_audit.*, $2 and action in ('mission-in', 'mission-out')
      and (action, actor, on_behalf_of) is not distinct from (lead(action) over way, lead(actor) over way, lead(on_behalf_of) over way) as is_within
    from billing_audit where chain = $1 window way as (order by position)
  ), told as (
    select *, position - lag(position, 1, 0) over (order by position) as alike from looked where not is_within
  )
  select position, alike, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, actor, on_behalf_of as "onBehalfOf",
    action, details, encode(hash, 'hex') as hash
  from (select * from told order by position desc limit $3) as latest order by position`;

/**
 * What the books tell of one row, oldest first. All entries are checked, told or not.
 * @param most above so many entries, missions that one person moved in a row are told by the last of them
 */
export async function readTrail(sql: Sql, chain: string, most = MOST_ENTRIES): Promise<z.infer<typeof trail>> {
  const [head] = await sql.query<{ position: number }>('select position from billing_audit_heads where chain = $1', [
    chain,
  ]);
  const isLong = (head?.position ?? 0) > most;
  const entries = await sql.query<z.infer<typeof trail>['entries'][number]>(TRAIL_SQL, [chain, isLong, most]);
  const [checked] = await sql.query<{ fault: string | null }>('select vigie_audit_fault($1) as fault', [chain]);
  const [first] = entries;
  return { entries, earlier: first === undefined ? 0 : first.position - first.alike, fault: checked?.fault ?? null };
}
