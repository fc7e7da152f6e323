import type {
  AlarmRow,
  AlarmRuleRow,
  BillingCycleRow,
  DelegationRow,
  GeofenceRow,
  HandoverDetail,
  IncidentDetail,
  MissionRow,
  ThirdPartyRow,
  ValidationRow,
  VehicleRow,
} from '../../../shared/contract/index.ts';
import {
  actionsFrom,
  BILLING_CYCLE_STATES,
  MISSION_STATUSES,
  THIRD_PARTY_TYPES,
  VEHICLE_KINDS,
} from '../../../shared/domain/index.ts';

/** All rows of a small back office, made from numbers alone: the same sizes and day give the same rows. */
export interface Dataset {
  vehicles: VehicleRow[];
  missions: MissionRow[];
  thirdParties: ThirdPartyRow[];
  billingCycles: BillingCycleRow[];
  /** None unless a test draws some. */
  geofences: GeofenceRow[];
  /** None unless a test puts some. */
  validations: ValidationRow[];
  delegations: DelegationRow[];
  /** None unless a test puts some. */
  alarms: AlarmRow[];
  alarmRules: AlarmRuleRow[];
  incidents: IncidentDetail[];
  handovers: HandoverDetail[];
}

export interface DatasetSize {
  vehicles: number;
  missions: number;
  thirdParties: number;
  billingCycles: number;
}

const TOWNS = ['Lyon', 'Grenoble', 'Saint-Étienne', 'Valence', 'Chambéry', 'Annecy', 'Mâcon', 'Vienne'] as const;
const TRADES = ['Transports', 'Boulangerie', 'Clinique', 'Papeterie', 'Ateliers', 'Marché', 'Imprimerie'] as const;
const PEOPLE = ['Martin', 'Bernard', 'Thomas', 'Petit', 'Robert', 'Richard', 'Durand', 'Dubois', 'Moreau'] as const;
const MINUTE = 60_000;

export function createDataset(size: DatasetSize, nowMs: number): Dataset {
  const thirdParties = list(size.thirdParties, (index) => thirdPartyOf(index, nowMs));
  const vehicles = list(size.vehicles, vehicleOf);
  const billingCycles = list(size.billingCycles, (index) => billingCycleOf(index, thirdParties, nowMs));
  const missions = list(size.missions, (index) => missionOf(index, { vehicles, thirdParties, billingCycles }, nowMs));
  const none = {
    geofences: [],
    validations: [],
    delegations: [],
    alarms: [],
    alarmRules: [],
    incidents: [],
    handovers: [],
  };
  return { vehicles, missions, thirdParties, billingCycles, ...none };
}

function list<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function pick<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length];
  if (value === undefined) throw new RangeError('there is nothing to pick from');
  return value;
}

/** A number that looks random for each pair (A. Appleby, MurmurHash3, the finalizer of 32 bits). */
function scatter(index: number, salt: number): number {
  let hash = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function uuidOf(kind: number, index: number): string {
  return `0198${kind.toString(16).padStart(4, '0')}-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
}

function vehicleOf(index: number): VehicleRow {
  const kind = pick(VEHICLE_KINDS, scatter(index, 1));
  return {
    id: String(index + 1),
    code: `${kind.slice(0, 3).toUpperCase()}-${String(index + 1).padStart(4, '0')}`,
    label: `${pick(TOWNS, scatter(index, 2))} ${index + 1}`,
    kind,
    depot: index % 11 === 0 ? null : pick(TOWNS, scatter(index, 3)),
    line: index % 3 === 0 ? null : `L${1 + (index % 42)}`,
    slot: index % 97 === 96 ? null : index,
  };
}

function thirdPartyOf(index: number, nowMs: number): ThirdPartyRow {
  const town = pick(TOWNS, scatter(index, 4));
  const name = `${pick(TRADES, scatter(index, 5))} ${pick(PEOPLE, scatter(index, 6))} ${town}`;
  return {
    id: uuidOf(1, index),
    name,
    type: pick(THIRD_PARTY_TYPES, index % 4 === 0 ? 0 : scatter(index, 7)),
    contactInfo: {
      email: `contact${index}@exemple.fr`,
      phone: `04 72 00 ${String(index % 100).padStart(2, '0')} 12`,
      address: `${1 + (index % 90)} rue de la République`,
      postalCode: `69${String(index % 1000).padStart(3, '0')}`,
      city: town,
    },
    createdAt: new Date(nowMs - index * 3_600_000).toISOString(),
    standing: 'active',
    mergedInto: null,
    archivedAt: null,
    lastMerge: null,
    mergedIntoName: null,
    missionCount: scatter(index, 8) % 900,
    cycleCount: 0,
    unsent: null,
  };
}

function billingCycleOf(index: number, thirdParties: readonly ThirdPartyRow[], nowMs: number): BillingCycleRow {
  const now = new Date(nowMs);
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - Math.floor(index / 12), 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
  const party = thirdParties.length === 0 || index % 5 === 0 ? null : pick(thirdParties, scatter(index, 9));
  const state = pick(BILLING_CYCLE_STATES, scatter(index, 10));
  const transmission = state === 'transmitted' ? 'deposited' : null;
  return {
    id: uuidOf(2, index),
    label: `${first.toISOString().slice(0, 7)}-${String(index % 12).padStart(2, '0')}`,
    thirdPartyId: party?.id ?? null,
    thirdPartyName: party?.name ?? null,
    periodStart: first.toISOString().slice(0, 10),
    periodEnd: last.toISOString().slice(0, 10),
    state,
    priceBy: 'amount',
    transmission,
    isCredited: false,
    contributors: [],
    lastStepBy: null,
    availableActions: actionsFrom({ state, transmission, isCredited: false }),
    currency: 'EUR',
    createdAt: first.toISOString(),
    missionCount: scatter(index, 11) % 4_000,
    amountCents: scatter(index, 12) % 90_000_000,
    unsent: null,
  };
}

function missionOf(
  index: number,
  others: Pick<Dataset, 'vehicles' | 'thirdParties' | 'billingCycles'>,
  nowMs: number,
): MissionRow {
  const startMs = Math.floor(nowMs / MINUTE) * MINUTE - (index - 40) * 4 * MINUTE;
  const lengthMs = (25 + (scatter(index, 13) % 90)) * MINUTE;
  const status = statusOf(index, startMs, lengthMs, nowMs);
  const party = others.thirdParties.length === 0 ? null : pick(others.thirdParties, scatter(index, 14));
  const vehicle = others.vehicles.length === 0 ? null : pick(others.vehicles, scatter(index, 15));
  const cycle = status === 'completed' && others.billingCycles.length > 0 ? pick(others.billingCycles, index) : null;
  const begun = status === 'in-progress' || status === 'completed';
  const known = index % 7 !== 3;
  return {
    id: String(1_000_000 + index),
    reference: `M-${String(1_000_000 + index)}`,
    vehicleId: vehicle?.id ?? null,
    vehicleCode: vehicle?.code ?? null,
    driver: index % 6 === 0 ? null : `${pick(PEOPLE, scatter(index, 16))} A.`,
    customerName: party?.name.toUpperCase() ?? 'CLIENT DE PASSAGE',
    originAddress: `${1 + (index % 80)} quai Perrache, ${pick(TOWNS, scatter(index, 17))}`,
    destinationAddress: `${1 + (index % 60)} avenue Jean-Jaurès, ${pick(TOWNS, scatter(index, 18))}`,
    plannedStartAt: new Date(startMs).toISOString(),
    plannedEndAt: new Date(startMs + lengthMs).toISOString(),
    actualStartAt: begun ? new Date(startMs + (index % 9) * MINUTE).toISOString() : null,
    actualEndAt: status === 'completed' ? new Date(startMs + lengthMs).toISOString() : null,
    status,
    distanceMetres: begun ? scatter(index, 19) % 180_000 : null,
    amountCents: status === 'completed' && known ? scatter(index, 20) % 250_000 : null,
    currency: 'EUR',
    billingCycleId: cycle?.id ?? null,
    billingCycleLabel: cycle?.label ?? null,
    thirdPartyId: known ? (party?.id ?? null) : null,
    thirdPartyName: known ? (party?.name ?? null) : null,
    unsent: null,
  };
}

/** As time would have it, but for some that are late and some that were cancelled. */
function statusOf(index: number, startMs: number, lengthMs: number, nowMs: number): MissionRow['status'] {
  if (index % 29 === 7) return 'cancelled';
  const late = index % 13 === 5 ? 55 * MINUTE : 0;
  if (nowMs < startMs + late) return pick(MISSION_STATUSES, 0);
  return nowMs < startMs + lengthMs + late ? 'in-progress' : 'completed';
}
