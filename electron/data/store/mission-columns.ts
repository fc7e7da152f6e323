import type { MissionRow, UnsentState } from '../../../shared/contract/index.ts';
import { type Mission, MISSION_STATUSES } from '../../../shared/domain/index.ts';
import { fromPlace, toIso, toIsoOrNull } from './columns.ts';

/** A mission as SQLite gives it. */
export interface StoredMission {
  id: string;
  reference: string;
  vehicle_id: string | null;
  driver: string | null;
  customer_name: string | null;
  origin_address: string | null;
  destination_address: string | null;
  planned_start_at_ms: number;
  planned_end_at_ms: number;
  actual_start_at_ms: number | null;
  actual_end_at_ms: number | null;
  status: number;
  distance_metres: number | null;
  amount_cents: number | null;
  currency: string;
  billing_cycle_id: string | null;
  third_party_id: string | null;
}

/** A mission and the names beside it. */
export interface NamedMission extends StoredMission {
  vehicle_code: string | null;
  third_party_name: string | null;
  billing_cycle_label: string | null;
}

/** What a SELECT of `StoredMission` needs, from missions `m`. */
export const MISSION_COLUMNS = `
  m.id, m.reference, m.vehicle_id, m.driver, m.customer_name, m.origin_address, m.destination_address,
  m.planned_start_at_ms, m.planned_end_at_ms, m.actual_start_at_ms, m.actual_end_at_ms, m.status, m.distance_metres,
  m.amount_cents, m.currency, m.billing_cycle_id, m.third_party_id`;

/** What a SELECT of `NamedMission` needs, with `JOIN_NAMES`. */
export const NAMED_MISSION_COLUMNS = `${MISSION_COLUMNS},
  v.code AS vehicle_code, t.name AS third_party_name, c.label AS billing_cycle_label`;

export const JOIN_NAMES = `
  LEFT JOIN vehicles v ON v.id = m.vehicle_id
  LEFT JOIN third_parties t ON t.id = m.third_party_id
  LEFT JOIN billing_cycles c ON c.id = m.billing_cycle_id`;

export function toMission(stored: StoredMission): Mission {
  return {
    id: stored.id,
    reference: stored.reference,
    vehicleId: stored.vehicle_id,
    driver: stored.driver,
    customerName: stored.customer_name,
    originAddress: stored.origin_address,
    destinationAddress: stored.destination_address,
    plannedStartAt: toIso(stored.planned_start_at_ms),
    plannedEndAt: toIso(stored.planned_end_at_ms),
    actualStartAt: toIsoOrNull(stored.actual_start_at_ms),
    actualEndAt: toIsoOrNull(stored.actual_end_at_ms),
    status: fromPlace(MISSION_STATUSES, stored.status),
    distanceMetres: stored.distance_metres,
    amountCents: stored.amount_cents,
    currency: stored.currency,
    billingCycleId: stored.billing_cycle_id,
    thirdPartyId: stored.third_party_id,
  };
}

export function toMissionRow(stored: NamedMission, unsent: UnsentState | null): MissionRow {
  return {
    ...toMission(stored),
    unsent,
    vehicleCode: stored.vehicle_code,
    thirdPartyName: stored.third_party_name,
    billingCycleLabel: stored.billing_cycle_label,
  };
}
