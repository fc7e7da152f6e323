import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BillingCycleRow, Obstacle } from '../../../shared/contract/index.ts';
import {
  billedLine,
  type BilledLine,
  type CycleTotals,
  cycleTotals,
  FRENCH_VAT_RATES,
  type PartySum,
  rateOnDay,
  type Tariff,
} from '../../../shared/domain/index.ts';
import type { CachedTrip } from '../store/cycle-missions.ts';
import type { Store } from '../store/store.ts';

/** Missions read and priced before others get their turn: a few milliseconds. */
const SLICE = 400;

export interface Foretold {
  totals: CycleTotals;
  obstacles: Obstacle[];
}

/**
 * What the server would make of a cycle, from the missions in the cache: the same rules, a slice at a time so that nobody who reads waits.
 * Of a cycle that changes meanwhile it is the sum of what was there as it went by: whoever asks asks again at the change.
 * @throws AmountError where a sum is too large to be exact; what the signal was aborted with
 */
export async function foretellCycle(
  store: Store,
  cycle: BillingCycleRow,
  tariff: Tariff,
  signal: AbortSignal,
): Promise<Foretold> {
  const sums = new Map<string, PartySum>();
  const faults = new Faults(cycle);
  for (let after = 0; ; ) {
    const trips = store.read(({ cycleMissions }) => cycleMissions.ofCycle(cycle.id, after, SLICE));
    const last = trips.at(-1);
    if (last === undefined) break;
    for (const trip of trips) {
      const line = billedLine(trip, cycle, tariff);
      addTo(sums, line);
      faults.look(trip, line);
    }
    after = last.rowKey;
    await nextTurn();
    signal.throwIfAborted();
  }
  const all = [...sums.values()];
  return { totals: cycleTotals(all), obstacles: faults.of(all) };
}

function addTo(sums: Map<string, PartySum>, { thirdPartyId, vat, amountCents }: BilledLine): void {
  const key = `${thirdPartyId ?? ''}/${vat.category}/${vat.basisPoints}/${vat.exemption ?? ''}`;
  const sum = sums.get(key) ?? { thirdPartyId, vat, cents: 0, missions: 0, unpriced: 0 };
  sum.missions += 1;
  if (amountCents === null) sum.unpriced += 1;
  else sum.cents += amountCents;
  sums.set(key, sum);
}

/** What the server asks of a cycle that is submitted (`cycle-checks.ts`), with the row that is to be mended. */
class Faults {
  readonly #cycle: BillingCycleRow;
  readonly #found = new Map<Obstacle['kind'], Obstacle>();

  constructor(cycle: BillingCycleRow) {
    this.#cycle = cycle;
  }

  look({ id, reference }: CachedTrip, { amountCents, thirdPartyId }: BilledLine): void {
    const add = (kind: Obstacle['kind']) => {
      const known = this.#found.get(kind);
      if (known !== undefined) known.missions += 1;
      else this.#found.set(kind, { kind, missions: 1, row: { entity: 'mission', id, label: reference } });
    };
    if (amountCents === null) add('unpriced');
    if (thirdPartyId === null) add('no-party');
    else if (this.#cycle.thirdPartyId !== null && thirdPartyId !== this.#cycle.thirdPartyId) add('other-party');
  }

  of(sums: readonly PartySum[]): Obstacle[] {
    const found = [...this.#found.values()];
    if (sums.length === 0) found.push({ kind: 'no-missions', missions: 0, row: null });
    const byParty = new Map<string | null, PartySum>();
    for (const sum of sums) {
      const known = byParty.get(sum.thirdPartyId);
      byParty.set(sum.thirdPartyId, {
        ...sum,
        cents: sum.cents + (known?.cents ?? 0),
        missions: sum.missions + (known?.missions ?? 0),
      });
    }
    for (const { thirdPartyId, cents, missions } of byParty.values()) {
      if (cents >= 0 || thirdPartyId === null) continue;
      found.push({
        kind: 'below-zero',
        missions,
        row: { entity: 'third-party', id: thirdPartyId, label: thirdPartyId },
      });
    }
    return [...found, ...endedRates(sums, this.#cycle.periodEnd)];
  }
}

/** Rates are those of the last day of the period, which is the tax point. */
function endedRates(sums: readonly PartySum[], day: string): Obstacle[] {
  const rates = new Map<number, number>();
  for (const { vat, missions } of sums) {
    if (vat.category === 'S') rates.set(vat.basisPoints, (rates.get(vat.basisPoints) ?? 0) + missions);
  }
  return [...rates].flatMap(([basisPoints, missions]): Obstacle[] => {
    const { state } = rateOnDay(FRENCH_VAT_RATES, basisPoints, day);
    return state === 'valid' || state === 'unknown' ? [] : [{ kind: 'vat-ended', missions, row: null, basisPoints }];
  });
}
