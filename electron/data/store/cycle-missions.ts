import { type BilledTrip, MISSION_STATUSES } from '../../../shared/domain/index.ts';
import { fromPlace } from './columns.ts';
import type { Reader } from './handles.ts';

/** A mission as it is billed. */
export interface CachedTrip extends BilledTrip {
  id: string;
  billingCycleId: string | null;
}

/** Missions in small parts, for what goes through all of them without holding up who reads. */
export interface CycleMissionReads {
  /** Keys of those of a cycle, ascending. */
  keysOf(cycleId: string): number[];
  /** Those of some keys that are still of the cycle, in the order of the keys. */
  ofCycle(cycleId: string, keys: readonly number[]): CachedTrip[];
  one(id: string): CachedTrip | undefined;
  /** Those with keys of a range that were driven in a time (UTC ms, before its end): as they were, else as they were planned. */
  drivenIn(keys: { from: number; to: number }, time: { fromMs: number; beforeMs: number }): CachedTrip[];
  /** The highest key; 0: there are none. */
  lastKey(): number;
  /** Another cycle than this one that bills the same third party in the same currency on one of the same days, and counts. */
  overlapping(asked: CycleSpan): { id: string; label: string; periodStart: string; periodEnd: string } | undefined;
}

export interface CycleSpan {
  /** Null: one that is still to be made. */
  id: string | null;
  thirdPartyId: string | null;
  currency: string;
  /** `YYYY-MM-DD`, both within it. */
  periodStart: string;
  periodEnd: string;
}

interface Stored {
  id: string;
  reference: string;
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

const SELECT = `SELECT id, reference, planned_start_at_ms, planned_end_at_ms, actual_start_at_ms, actual_end_at_ms, status,
  distance_metres, amount_cents, currency, billing_cycle_id, third_party_id FROM missions`;

export function createCycleMissionReads(reader: Reader): CycleMissionReads {
  return {
    // The index by cycle is in the order of time: asked for part by part, each part would walk and sort all of them.
    keysOf: (cycleId) =>
      reader
        .selectValue<number>('SELECT row_key FROM missions WHERE billing_cycle_id = ?')
        .all(cycleId)
        .sort((one, other) => one - other),
    ofCycle: (cycleId, keys) =>
      reader
        .select<Stored>(
          `${SELECT} WHERE row_key IN (SELECT value FROM json_each(?)) AND +billing_cycle_id = ? ORDER BY row_key`,
        )
        .all(JSON.stringify(keys), cycleId)
        .map(toTrip),
    one(id) {
      const stored = reader.select<Stored>(`${SELECT} WHERE id = ?`).get(id);
      return stored && toTrip(stored);
    },
    drivenIn: ({ from, to }, { fromMs, beforeMs }) =>
      reader
        .select<Stored>(
          `${SELECT} WHERE row_key >= ? AND row_key <= ?
             AND coalesce(actual_start_at_ms, planned_start_at_ms) >= ? AND coalesce(actual_start_at_ms, planned_start_at_ms) < ?
           ORDER BY row_key`,
        )
        .all(from, to, fromMs, beforeMs)
        .map(toTrip),
    lastKey: () => reader.selectValue<number | null>('SELECT max(row_key) FROM missions').get() ?? 0,
    overlapping: ({ id, thirdPartyId, currency, periodStart, periodEnd }) =>
      reader
        .select<{ id: string; label: string; periodStart: string; periodEnd: string }>(
          `SELECT id, label, period_start AS periodStart, period_end AS periodEnd FROM billing_cycles
           WHERE id IS NOT ? AND third_party_id IS ? AND currency = ? AND state > 0 AND is_credited = 0
             AND period_start <= ? AND period_end >= ? ORDER BY period_start LIMIT 1`,
        )
        .get(id, thirdPartyId, currency, periodEnd, periodStart),
  };
}

function toTrip(stored: Stored): CachedTrip {
  return {
    id: stored.id,
    billingCycleId: stored.billing_cycle_id,
    thirdPartyId: stored.third_party_id,
    reference: stored.reference,
    currency: stored.currency,
    status: fromPlace(MISSION_STATUSES, stored.status),
    startMs: stored.actual_start_at_ms ?? stored.planned_start_at_ms,
    endMs: stored.actual_end_at_ms ?? stored.planned_end_at_ms,
    distanceMetres: stored.distance_metres,
    amountCents: stored.amount_cents,
  };
}
