import type { BillingCycleState, CyclePlace, Hands, TransmissionStatus } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import type { PricedCycle } from './price-cycle.ts';

/** A billing cycle as its rules look at it. */
export interface CycleRow extends CyclePlace, Hands, PricedCycle {
  label: string;
  periodStart: string;
  periodEnd: string;
}

interface StoredCycle {
  id: string;
  label: string;
  thirdPartyId: string | null;
  currency: string;
  priceBy: 'amount' | 'card';
  periodStart: string;
  periodEnd: string;
  state: BillingCycleState;
  transmission: TransmissionStatus | null;
  isCredited: boolean;
  contributors: string[];
  lastStepBy: string | null;
  subsidiary: string;
}

/** Locks a cycle for the rest of the transaction: no mission comes or goes, nobody else acts on it. */
export async function lockCycle(sql: Sql, id: string): Promise<CycleRow | undefined> {
  const [cycle] = await sql.query<StoredCycle>(
    `select id, label, third_party_id as "thirdPartyId", currency, price_by as "priceBy", period_start::text as "periodStart",
       period_end::text as "periodEnd", state, transmission, is_credited as "isCredited", contributors,
       last_step_by as "lastStepBy", coalesce(subsidiary, '') as subsidiary
     from billing_cycles where id = $1::uuid for no key update`,
    [id],
  );
  return cycle;
}
