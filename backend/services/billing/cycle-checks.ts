import { FRENCH_VAT_RATES, rateOnDay, type VatTreatment } from '../../../shared/domain/billing/index.ts';
import type { Refusal } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import type { CycleRow } from './cycle-row.ts';

/** What of other rows keeps a cycle from being opened: one that bills the same third party in the same days. */
export async function refuseOverlap(sql: Sql, cycle: CycleRow): Promise<Refusal | undefined> {
  const [other] = await sql.query<{ label: string; from: string; to: string }>(
    `select label, period_start::text as "from", period_end::text as "to" from billing_cycles
     where id <> $1::uuid and third_party_id is not distinct from $2::uuid and state <> 'draft' and not is_credited
       and currency = $5 and coalesce(subsidiary, '') = $6 and period_start <= $4::date and period_end >= $3::date
     order by period_start limit 1`,
    [cycle.id, cycle.thirdPartyId, cycle.periodStart, cycle.periodEnd, cycle.currency, cycle.subsidiary],
  );
  if (other === undefined) return undefined;
  const detail = `periodStart: "${other.label}" bills ${other.from} to ${other.to} already`;
  return { code: 'overlapping', field: 'periodStart', detail };
}

/** What keeps a priced cycle from being submitted or invoiced, the first of it. */
export async function refuseIncomplete(sql: Sql, cycle: CycleRow): Promise<Refusal | undefined> {
  const [found] = await sql.query<Found>(FAULTS_SQL, [cycle.id, cycle.thirdPartyId, cycle.subsidiary]);
  const incomplete = (field: string, detail: string): Refusal => ({ code: 'incomplete', field, detail });
  if (found === undefined || found.count === 0) return incomplete('missions', 'missions: the cycle has none');
  const { foreign, unpriced, withoutParty, otherParty, below } = found;
  if (foreign !== null)
    return incomplete(
      'subsidiary',
      `subsidiary: mission ${foreign} is that of another subsidiary: take it out of the cycle`,
    );
  if (unpriced !== null) return incomplete('amountCents', `amountCents: of mission ${unpriced} nobody knows the price`);
  if (withoutParty !== null)
    return incomplete('thirdPartyId', `thirdPartyId: nobody knows whom mission ${withoutParty} is billed to`);
  if (otherParty !== null)
    return incomplete('thirdPartyId', `thirdPartyId: mission ${otherParty} is that of another third party`);
  if (below !== null) return incomplete('amountCents', `amountCents: the sum for third party ${below} is below 0`);
  return refuseRates(sql, cycle);
}

interface Found {
  count: number;
  foreign: string | null;
  unpriced: string | null;
  withoutParty: string | null;
  otherParty: string | null;
  below: string | null;
}

const FAULTS_SQL = `
  select count(*)::int as count,
    (select min(id)::text from missions where billing_cycle = $1::uuid and coalesce(subsidiary, '') <> $3) as foreign,
    min(mission_id) filter (where amount_cents is null)::text as unpriced,
    min(mission_id) filter (where third_party_id is null)::text as "withoutParty",
    min(mission_id) filter (where $2::uuid is not null and third_party_id <> $2::uuid)::text as "otherParty",
    (select third_party_id::text from billing_lines where billing_cycle_id = $1::uuid
       group by third_party_id having sum(amount_cents) < 0 limit 1) as below
  from billing_lines where billing_cycle_id = $1::uuid`;

/** Rates are those of the last day of the period, which is the tax point. One that the law never knew is the operator's to answer for. */
async function refuseRates(sql: Sql, { id, periodEnd }: CycleRow): Promise<Refusal | undefined> {
  const used = await sql.query<{ vat: VatTreatment }>(
    'select distinct vat from billing_lines where billing_cycle_id = $1::uuid',
    [id],
  );
  for (const { vat } of used) {
    if (vat.category !== 'S') continue;
    const standing = rateOnDay(FRENCH_VAT_RATES, vat.basisPoints, periodEnd);
    if (standing.state === 'valid' || standing.state === 'unknown') continue;
    const rate = `${vat.basisPoints / 100} %`;
    const detail = standing.state === 'ended' ? `ended on ${standing.day}` : `holds from ${standing.day} on`;
    return { code: 'incomplete', field: 'vat', detail: `vat: the rate of ${rate} ${detail}` };
  }
  return undefined;
}
