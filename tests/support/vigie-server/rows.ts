import { createHash } from 'node:crypto';
import type { Change, UpsertChange } from '../../../shared/api/index.ts';
import {
  BILLING_CYCLE_STATES,
  type BillingCycle,
  type Mission,
  MISSION_STATUSES,
  type ThirdParty,
  THIRD_PARTY_TYPES,
  type Vehicle,
  VEHICLE_KINDS,
} from '../../../shared/domain/index.ts';

const CUSTOMERS = [
  'Société Générale',
  'Dupont Frères',
  'Ville de Lyon',
  'Transports Élan',
  'Hôpital Saint-Éloi',
  'Café du Marché',
];
const TOWNS = [
  'Paris',
  'Lyon',
  'Orléans',
  'Nîmes',
  'Besançon',
  'Béziers',
  'Châteauroux',
  'Saint-Étienne',
  'Épinal',
  'Angoulême',
];
const BEGIN_MS = Date.UTC(2026, 0, 1);

/** Rows that are the same at each run, made from their number alone. */
export function vehicleRow(n: number, change: Partial<Vehicle> = {}): Vehicle {
  return {
    id: String(n),
    code: `BUS-${n}`,
    label: `Autocar ${n}`,
    kind: pick(VEHICLE_KINDS, n),
    depot: n % 7 === 0 ? null : pick(TOWNS, n),
    line: n % 5 === 0 ? null : `L${n % 12}`,
    ...change,
  };
}

export function thirdPartyRow(n: number, change: Partial<ThirdParty> = {}): ThirdParty {
  return {
    id: uuid(`third-party ${n}`),
    name: `${pick(CUSTOMERS, n)} ${n}`,
    type: pick(THIRD_PARTY_TYPES, n),
    contactInfo: { email: `contact${n}@example.org`, city: pick(TOWNS, n) },
    standing: 'active',
    mergedInto: null,
    archivedAt: null,
    lastMerge: null,
    createdAt: iso(n * 3_600_000),
    ...change,
  };
}

export function billingCycleRow(n: number, change: Partial<BillingCycle> = {}): BillingCycle {
  return {
    id: uuid(`billing-cycle ${n}`),
    label: `Cycle ${n}`,
    thirdPartyId: n % 3 === 0 ? null : uuid(`third-party ${n}`),
    periodStart: iso(n * 86_400_000 * 30).slice(0, 10),
    periodEnd: iso(n * 86_400_000 * 30 + 86_400_000 * 29).slice(0, 10),
    state: pick(BILLING_CYCLE_STATES, n),
    currency: 'EUR',
    priceBy: 'amount',
    transmission: pick(BILLING_CYCLE_STATES, n) === 'transmitted' ? 'deposited' : null,
    isCredited: false,
    contributors: ['tester'],
    lastStepBy: null,
    createdAt: iso(n * 3_600_000),
    ...change,
  };
}

/** A mission of one of 50 vehicles, 20 third parties and 12 billing cycles. */
export function missionRow(n: number, change: Partial<Mission> = {}): Mission {
  const beginMs = n * 60_000;
  return {
    id: String(n),
    reference: `M-${n}`,
    vehicleId: n % 11 === 0 ? null : String((n % 50) + 1),
    driver: n % 4 === 0 ? null : `Conducteur ${n % 80}`,
    customerName: n % 9 === 0 ? null : `${pick(CUSTOMERS, n)} ${n % 97}`,
    originAddress: `${n % 200} rue de la République, ${pick(TOWNS, n)}`,
    destinationAddress: `${n % 150} avenue Jean Jaurès, ${pick(TOWNS, n * 7)}`,
    plannedStartAt: iso(beginMs),
    plannedEndAt: iso(beginMs + 3_600_000),
    actualStartAt: n % 3 === 0 ? null : iso(beginMs + 1_000),
    actualEndAt: null,
    status: pick(MISSION_STATUSES, n),
    distanceMetres: n % 6 === 0 ? null : (n * 7_919) % 100_000,
    amountCents: n % 8 === 0 ? null : (n * 104_729) % 500_000,
    currency: 'EUR',
    billingCycleId: n % 5 === 0 ? null : uuid(`billing-cycle ${n % 12}`),
    thirdPartyId: n % 7 === 0 ? null : uuid(`third-party ${n % 20}`),
    ...change,
  };
}

/** 50 vehicles, 20 third parties, 12 billing cycles, then `missions` missions. */
export function fleetChanges(missions: number): Change[] {
  return [
    ...range(50).map((n) => upsert('vehicle', vehicleRow(n + 1))),
    ...range(20).map((n) => upsert('third-party', thirdPartyRow(n))),
    ...range(12).map((n) => upsert('billing-cycle', billingCycleRow(n))),
    ...range(missions).map((n) => upsert('mission', missionRow(n + 1))),
  ];
}

export function upsert<E extends UpsertChange['entity']>(
  entity: E,
  row: Extract<UpsertChange, { entity: E }>['row'],
  version = 1,
): Change {
  return { op: 'upsert', entity, id: row.id, version, row } as Extract<UpsertChange, { entity: E }>;
}

export function remove(entity: Change['entity'], id: string, version = 2): Change {
  return { op: 'delete', entity, id, version };
}

/** A UUID (version 4 by its bits) that a text always gives. */
export function uuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function iso(afterMs: number): string {
  return new Date(BEGIN_MS + afterMs).toISOString();
}

function pick<T>(list: readonly T[], n: number): T {
  const value = list[n % list.length];
  if (value === undefined) throw new RangeError('an empty list');
  return value;
}
