import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { BillingCycleRow, Obstacle } from '../../../shared/contract/index.ts';
import {
  billedLine,
  type BilledLine,
  type BillingSettings,
  buyerOf,
  type CycleTotals,
  cycleTotals,
  FRENCH_VAT_RATES,
  type PartySum,
  rateOnDay,
  refuseCategories,
  type Tariff,
} from '../../../shared/domain/index.ts';
import type { CachedTrip } from '../store/cycle-missions.ts';
import type { Store } from '../store/store.ts';

/** Missions read and priced, or third parties looked at, before others get their turn: a few milliseconds. */
const SLICE = 400;
/** Of a cycle with more missions than these, half a second of work, the page is drawn first: both need the processor. */
const MANY = 5_000;
const GIVES_WAY_MS = 100;

/** By what a cycle is foretold; `seller`: nobody has said who bills where it is left out. */
export type ForetoldBy = Tariff & { settings: Partial<Pick<BillingSettings, 'seller'>> };

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
  tariff: ForetoldBy,
  signal: AbortSignal,
): Promise<Foretold> {
  const sums = new Map<string, PartySum>();
  const faults = new Faults(cycle);
  if (cycle.missionCount > MANY) {
    await pause(GIVES_WAY_MS);
    signal.throwIfAborted();
  }
  const keys = store.read(({ cycleMissions }) => cycleMissions.keysOf(cycle.id));
  for (let from = 0; from < keys.length; from += SLICE) {
    const part = keys.slice(from, from + SLICE);
    const trips = store.read(({ cycleMissions }) => cycleMissions.ofCycle(cycle.id, part));
    for (const trip of trips) {
      const line = billedLine(trip, cycle, tariff);
      addTo(sums, line);
      faults.look(trip, line);
    }
    await nextTurn();
    signal.throwIfAborted();
  }
  const all = [...sums.values()];
  const parties = await refuseParties(store, all, tariff.settings.seller, signal);
  return { totals: cycleTotals(all), obstacles: [...faults.of(all), ...parties] };
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

/** More of them say nothing new. */
const MOST_PARTIES_TOLD = 20;

/** What would keep each third party's invoice from being written (`issue-invoices.ts`), the first of each. */
async function refuseParties(
  store: Store,
  sums: readonly PartySum[],
  seller: BillingSettings['seller'] | undefined,
  signal: AbortSignal,
): Promise<Obstacle[]> {
  const byParty = Map.groupBy(sums, ({ thirdPartyId }) => thirdPartyId);
  const found: Obstacle[] = [];
  let looked = 0;
  for (const [id, lines] of byParty) {
    if (++looked % SLICE === 0) {
      await nextTurn();
      signal.throwIfAborted();
    }
    const party = id === null ? undefined : store.read(({ thirdParties }) => thirdParties.get(id));
    if (party === undefined) continue;
    const missions = lines.reduce((sum, line) => sum + line.missions, 0);
    const row = { entity: 'third-party' as const, id: party.id, label: party.name };
    const read = buyerOf(party);
    const refused =
      'refused' in read
        ? read.refused
        : seller === undefined
          ? undefined
          : refuseCategories({ seller, buyer: read.buyer, lines });
    if (refused === undefined) continue;
    const { field = '' } = refused;
    if (field === 'vat') found.push({ kind: 'vat-mixed', missions, row });
    // One seller, whoever buys.
    else if (field.startsWith('billingSettings.')) return [...found, { kind: 'seller', missions: 0, row: null, field }];
    else found.push({ kind: 'buyer', missions, row, field });
    if (found.length >= MOST_PARTIES_TOLD) break;
  }
  return found;
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
