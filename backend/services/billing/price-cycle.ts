import {
  billedLine,
  type BilledTrip,
  type BillingSettings,
  type BillingTerms,
  type PriceLine,
  type Tariff,
  TimeZone,
  type VatTreatment,
} from '../../../shared/domain/billing/index.ts';
import type { Sql } from '../../database/database.ts';
import { readRateCards } from './rate-cards.ts';

/** What of a cycle decides its prices. */
export interface PricedCycle extends BillingTerms {
  id: string;
  /** The empty name: the default one. */
  subsidiary: string;
}

interface BilledMission extends BilledTrip {
  id: string;
}

interface BilledLine {
  mission_id: string;
  third_party_id: string | null;
  rate_card_id: string | null;
  amount_cents: number | null;
  vat: VatTreatment;
  price_lines: PriceLine[];
  description: string;
  performed_on: string;
}

/** Missions read, priced and written at a time. */
const BATCH = 500;

const MISSIONS_SQL = `
  select m.id::text as id, m.third_party_id as "thirdPartyId", coalesce(m.reference, m.id::text) as reference,
    coalesce(m.currency, 'EUR') as currency, m.status,
    extract(epoch from coalesce(m.actual_start_at, m.planned_start_at, m.planned_end_at))::float8 * 1000 as "startMs",
    extract(epoch from coalesce(m.actual_end_at, m.planned_end_at, m.planned_start_at))::float8 * 1000 as "endMs",
    case when m.distance_km >= 0 then round(m.distance_km * 1000)::float8 end as "distanceMetres",
    round(m.amount * 100)::float8 as "amountCents"
  from missions m where m.billing_cycle = $1::uuid and m.id > $2::bigint order by m.id limit ${BATCH}`;

const WRITE_SQL = `
  insert into billing_lines (billing_cycle_id, mission_id, third_party_id, rate_card_id, amount_cents, vat, price_lines,
    description, performed_on)
  select $1::uuid, l.* from jsonb_to_recordset($2::jsonb) as l (mission_id bigint, third_party_id uuid, rate_card_id uuid,
    amount_cents bigint, vat jsonb, price_lines jsonb, description text, performed_on date)`;

/**
 * Prices every mission of a cycle anew, by the operator's rate cards or by the missions' own amounts. The cycle must be locked, so that
 * none comes or goes meanwhile.
 * @returns how many missions it has
 */
export async function priceCycle(sql: Sql, cycle: PricedCycle, settings: BillingSettings): Promise<number> {
  const zone = new TimeZone(settings.timeZone);
  const cards = cycle.priceBy === 'card' ? await readRateCards(sql, cycle.subsidiary) : [];
  await sql.query('delete from billing_lines where billing_cycle_id = $1::uuid', [cycle.id]);
  let count = 0;
  for (let after = '0'; ; ) {
    const missions = await sql.query<BilledMission>(MISSIONS_SQL, [cycle.id, after]);
    const last = missions.at(-1);
    if (last === undefined) return count;
    const lines = missions.map((mission) => lineOf(mission, cycle, { cards, settings, zone }));
    await sql.query(WRITE_SQL, [cycle.id, JSON.stringify(lines)]);
    count += missions.length;
    after = last.id;
  }
}

function lineOf(mission: BilledMission, cycle: PricedCycle, tariff: Tariff): BilledLine {
  const line = billedLine(mission, cycle, tariff);
  return {
    ...{ mission_id: mission.id, third_party_id: line.thirdPartyId, rate_card_id: line.rateCardId },
    ...{ amount_cents: line.amountCents, vat: line.vat, price_lines: line.priceLines },
    ...{ description: line.description, performed_on: line.performedOn },
  };
}
