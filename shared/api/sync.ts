import { z } from 'zod';
import { alarmRecord } from '../domain/alarms/alarm-record.ts';
import { alarmRule } from '../domain/alarms/alarm-rule.ts';
import { billingCycle } from '../domain/billing-cycle.ts';
import { geofence } from '../domain/geofence.ts';
import { mission, utcTime } from '../domain/mission.ts';
import { handover } from '../domain/shift/handover.ts';
import { incident } from '../domain/shift/incident.ts';
import { thirdParty } from '../domain/third-party.ts';
import { delegation } from '../domain/validation/delegation.ts';
import { validation } from '../domain/validation/validation.ts';
import { vehicle } from '../domain/vehicle.ts';

/** What is synchronised, in an order in which references point backwards. */
export const SYNC_ENTITIES = [
  'vehicle',
  'third-party',
  'billing-cycle',
  'geofence',
  'delegation',
  'validation',
  'alarm-rule',
  'alarm',
  'incident',
  'handover',
  'mission',
] as const;
export const syncEntity = z.enum(SYNC_ENTITIES);
export type SyncEntity = z.infer<typeof syncEntity>;

/** What clients of a schema version can read: a kind of rows that came later stops the synchronisation of an older one. */
export function entitiesOfSchema(schema: number): readonly SyncEntity[] {
  return SYNC_ENTITIES.filter((entity) => (SINCE[entity] ?? 1) <= schema);
}

const SINCE: Partial<Record<SyncEntity, number>> = {
  geofence: 3,
  delegation: 4,
  validation: 4,
  'alarm-rule': 5,
  alarm: 5,
  incident: 6,
  handover: 6,
};

/** Counts changes of one entity, from 1. A client sends it back as the base of an edit. */
const version = z.number().int().positive();

function upsert<E extends SyncEntity, R extends z.ZodType>(entity: E, row: R) {
  return z.object({ op: z.literal('upsert'), entity: z.literal(entity), id: z.string(), version, row });
}

/** The row as it is now: a row that changed three times since the cursor comes once. */
export const upsertChange = z.discriminatedUnion('entity', [
  upsert('vehicle', vehicle),
  upsert('third-party', thirdParty),
  upsert('billing-cycle', billingCycle),
  upsert('geofence', geofence),
  upsert('delegation', delegation),
  upsert('validation', validation),
  upsert('alarm-rule', alarmRule),
  upsert('alarm', alarmRecord),
  upsert('incident', incident),
  upsert('handover', handover),
  upsert('mission', mission),
]);
/** A tombstone. */
export const deleteChange = z.object({ op: z.literal('delete'), entity: syncEntity, id: z.string(), version });
export const change = z.union([upsertChange, deleteChange]);
export type Change = z.infer<typeof change>;
export type UpsertChange = z.infer<typeof upsertChange>;

export const MAX_PULL_LIMIT = 10_000;

/** `GET /api/v2/sync/pull?cursor=&limit=`. No cursor: from the beginning. */
export const pullQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  /** The client's schema version. Before version 3 clients did not say it, and are not sent what they could not read. */
  schema: z.coerce.number().int().min(1).max(10_000).default(2),
  limit: z.coerce.number().int().min(1).max(MAX_PULL_LIMIT).default(1000),
});
export type PullQuery = z.output<typeof pullQuery>;

export const pullPage = z.object({
  /** Identity of the server's history; the cursor belongs to it. */
  epoch: z.string().min(1),
  /** Opaque. Stored with the rows, in their own transaction, and sent back with the next pull. */
  cursor: z.string().min(1).max(200),
  /** True when another page is ready at once. */
  hasMore: z.boolean(),
  /** About how many changes are left after this page. For a progress bar, not for logic. */
  remaining: z.number().int().nonnegative(),
  serverTime: utcTime,
  changes: z.array(change),
});
export type PullPage = z.infer<typeof pullPage>;
