import type { BillingCycleState } from '../../shared/domain/index.ts';
import { uuidOf } from './third-parties.ts';

export interface SeededBillingCycle {
  id: string;
  label: string;
  /** Null: bills every third party. */
  thirdPartyId: string | null;
  periodStart: string;
  periodEnd: string;
  state: BillingCycleState;
  createdAt: string;
}

const PURPOSE = 1010;
/** Months before the current one. */
const PAST_MONTHS = 4;
/** State by age in months: the older a period, the further it has come. */
const STATES: readonly BillingCycleState[] = ['open', 'in-validation', 'validated', 'invoiced'];

/**
 * A cycle for each of the four months that the simulated history reaches back, the current and the next one, and one for the last quarter of one third
 * party that is billed by itself. The same for the same seed and month.
 */
export function inventBillingCycles(quarterlyThirdPartyId: string, seed: number, nowMs: number): SeededBillingCycle[] {
  const now = new Date(nowMs);
  const month = (offset: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1);
  const cycles: SeededBillingCycle[] = [];
  for (let offset = -PAST_MONTHS; offset <= 1; offset++) {
    cycles.push({
      id: uuidOf(seed, PURPOSE, offset + PAST_MONTHS),
      label: monthName(month(offset)),
      thirdPartyId: null,
      ...periodBetween(month(offset), month(offset + 1)),
      state: offset > 0 ? 'draft' : (STATES[-offset] ?? 'transmitted'),
    });
  }
  const quarterStart = -(now.getUTCMonth() % 3) - 3;
  const quarter = new Date(month(quarterStart));
  cycles.push({
    id: uuidOf(seed, PURPOSE, 100),
    label: `T${quarter.getUTCMonth() / 3 + 1} ${quarter.getUTCFullYear()}`,
    thirdPartyId: quarterlyThirdPartyId,
    ...periodBetween(month(quarterStart), month(quarterStart + 3)),
    state: 'validated',
  });
  return cycles;
}

/** From one first of a month to the day before another, both within the period. A cycle is made when its period begins. */
function periodBetween(startMs: number, endMs: number) {
  return {
    periodStart: new Date(startMs).toISOString().slice(0, 10),
    periodEnd: new Date(endMs - 1).toISOString().slice(0, 10),
    createdAt: new Date(startMs).toISOString(),
  };
}

/** "Mars 2026": labels are typed by French clerks. */
function monthName(startMs: number): string {
  const name = new Intl.DateTimeFormat('fr-FR', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(startMs);
  return name.charAt(0).toLocaleUpperCase('fr-FR') + name.slice(1);
}
