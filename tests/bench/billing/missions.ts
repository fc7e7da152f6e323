import type { Change } from '../../../shared/api/index.ts';
import type { BillingCycle, Mission, MissionStatus, ThirdParty, Vehicle } from '../../../shared/domain/index.ts';

/** The size of an operator's history: two years of missions. */
export const SIZES = { missions: 1_000_000, ofTheCycle: 50_000, thirdParties: 400, billingCycles: 120, vehicles: 500 };

const BEGIN_MS = Date.UTC(2024, 11, 1);
const MINUTE_MS = 60_000;
const TOWNS = ['Paris', 'Lyon', 'Orléans', 'Nîmes', 'Besançon', 'Béziers', 'Châteauroux', 'Saint-Étienne', 'Épinal'];
const STREETS = ['rue de la République', 'avenue Jean Jaurès', 'place du Marché', 'rue Pasteur', 'quai de Seine'];

/** A number below `most` that looks random for each pair, the same in each run (MurmurHash3's finalizer). */
export function scatter(index: number, salt: number, most: number): number {
  let hash = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % most;
}

export function idOf(kind: 'party' | 'cycle', index: number): string {
  const digit = kind === 'party' ? 'a' : 'b';
  return `0198000${digit}-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
}

/** The cycle of 50,000 missions. */
export const LARGE_CYCLE = 0;

export function missionOf(index: number): Mission {
  // A second apart on average, in no order: two years.
  const startMs = BEGIN_MS + scatter(index, 1, 1_051_200) * MINUTE_MS;
  const durationMs = (5 + scatter(index, 2, 55)) * MINUTE_MS;
  const isPast = startMs < BEGIN_MS + 1_000_000 * MINUTE_MS;
  const status: MissionStatus = !isPast ? 'planned' : scatter(index, 3, 20) === 0 ? 'cancelled' : 'completed';
  const isKnown = scatter(index, 4, 12) > 0;
  const isBilled = scatter(index, 5, 10) < 7;
  const place = (salt: number) =>
    `${1 + scatter(index, salt, 90)} ${STREETS[scatter(index, salt + 1, STREETS.length)]}, ${TOWNS[scatter(index, salt + 2, TOWNS.length)]}`;
  const customer = scatter(index, 6, SIZES.thirdParties);
  return {
    id: String(index + 1),
    reference: `M-${2024 + (index % 3)}-${String(index + 1).padStart(7, '0')}`,
    vehicleId: scatter(index, 7, 40) === 0 ? null : String(1 + scatter(index, 8, SIZES.vehicles)),
    driver:
      scatter(index, 9, 30) === 0
        ? null
        : `${'ABCDEFGHIJ'[scatter(index, 10, 10)]}. Conducteur ${scatter(index, 11, 900)}`,
    customerName: `Client ${customer}`,
    originAddress: place(12),
    destinationAddress: place(16),
    plannedStartAt: new Date(startMs).toISOString(),
    plannedEndAt: new Date(startMs + durationMs).toISOString(),
    actualStartAt: isPast ? new Date(startMs + scatter(index, 20, 10) * MINUTE_MS).toISOString() : null,
    actualEndAt: isPast ? new Date(startMs + durationMs + scatter(index, 21, 15) * MINUTE_MS).toISOString() : null,
    status,
    distanceMetres: isKnown ? 800 + scatter(index, 22, 60_000) : null,
    amountCents: isKnown ? 700 + scatter(index, 23, 15_000) : null,
    currency: 'EUR',
    billingCycleId:
      index < SIZES.ofTheCycle
        ? idOf('cycle', LARGE_CYCLE)
        : isBilled
          ? idOf('cycle', 1 + scatter(index, 24, SIZES.billingCycles - 1))
          : null,
    thirdPartyId: scatter(index, 25, 10) === 0 ? null : idOf('party', customer),
  };
}

/** Everything beside the missions. */
export function namedRows(): Change[] {
  const createdAt = new Date(BEGIN_MS).toISOString();
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  return [
    ...numbers(SIZES.vehicles).map((n) => {
      const row: Vehicle = {
        ...{ id: String(n + 1), code: `BUS-${n + 1}`, label: `Autocar ${n + 1}`, kind: 'bus' as const },
        ...{ depot: TOWNS[n % TOWNS.length] ?? null, line: null },
      };
      return { op: 'upsert' as const, entity: 'vehicle' as const, id: row.id, version: 1, row };
    }),
    ...numbers(SIZES.thirdParties).map((n) => {
      const row: ThirdParty = {
        ...{ id: idOf('party', n), name: `Société ${TOWNS[n % TOWNS.length]} ${n}`, type: 'customer' as const },
        ...{ contactInfo: {}, standing: 'active', mergedInto: null, archivedAt: null, lastMerge: null, createdAt },
      };
      return { op: 'upsert' as const, entity: 'third-party' as const, id: row.id, version: 1, row };
    }),
    ...numbers(SIZES.billingCycles).map((n) => {
      const row = {
        ...{ id: idOf('cycle', n), label: `Cycle ${n}`, thirdPartyId: null, currency: 'EUR', createdAt },
        ...{ periodStart: '2026-01-01', periodEnd: '2026-01-31', state: 'open' as const },
        ...{
          priceBy: n === LARGE_CYCLE ? ('card' as const) : ('amount' as const),
          transmission: null,
          isCredited: false,
          contributors: [],
          lastStepBy: null,
        },
      } satisfies BillingCycle;
      return {
        op: 'upsert' as const,
        entity: 'billing-cycle' as const,
        id: row.id,
        version: 1,
        row,
      };
    }),
  ];
}
