import { z } from 'zod';
import { editableEntity, fieldValue, fieldValues } from '../domain/edit-policy.ts';
import { refusal } from '../domain/refusal.ts';
import { method } from '../rpc/index.ts';
import { rowsOf, windowOf } from './page.ts';

/**
 * Where an edit is on its way.
 *
 *   queued       waits to be sent
 *   sent         was sent, and its answer has not come: it may have arrived
 *   held         waits for another that must be settled first, see `waitsFor`
 *   conflict     somebody else changed the same; a person decides
 *   rejected     the server said no; a person mends or discards it
 *   unreadable   of another version of Vigie, or damaged: kept as it is
 *   recovered    found in the backup after the cache was damaged; it may have been sent: a person says whether to send it
 *   other-server of a server that is not the present one
 *   cancelling   being withdrawn from the server
 *   discarded    thrown away by a person; can be brought back
 */
export const OUTBOX_STATES = [
  'queued',
  'sent',
  'held',
  'conflict',
  'rejected',
  'unreadable',
  'recovered',
  'other-server',
  'cancelling',
  'discarded',
] as const;
export const outboxState = z.enum(OUTBOX_STATES);
export type OutboxState = z.infer<typeof outboxState>;

export const outboxField = z.object({
  field: z.string(),
  /** As it was when the edit was made. */
  base: fieldValue,
  mine: fieldValue,
  /** As the server has it now. */
  theirs: fieldValue,
  isConflict: z.boolean(),
  /** Names of rows that the values name, where they are known. */
  names: z.record(z.string(), z.string()),
});
export type OutboxField = z.infer<typeof outboxField>;

export const outboxEntry = z.object({
  mutationId: z.string(),
  op: z.enum(['create', 'patch', 'delete', 'action', 'unknown']),
  entity: editableEntity.nullable(),
  id: z.string().nullable(),
  /** What people call the row: a name, a label, a reference. */
  title: z.string(),
  action: z.string().nullable(),
  state: outboxState,
  madeAtMs: z.number(),
  attempts: z.number().int(),
  lastAttemptAtMs: z.number().nullable(),
  waitsFor: z.string().nullable(),
  fields: z.array(outboxField),
  /** In a conflict: the row was removed by somebody else. */
  isRemoved: z.boolean(),
  reason: refusal.nullable(),
  /** Of an unreadable one: what it holds, as it was written, cut at 20,000 characters. */
  raw: z.string().max(20_000).optional(),
});
export type OutboxEntry = z.infer<typeof outboxEntry>;

const ids = z.array(z.string().max(100)).min(1).max(500);
const mutationId = z.string().max(100);
/** How many of those asked for were touched: others have gone on meanwhile. */
const touched = z.object({ count: z.number().int() });

export const outboxMethods = {
  /** In the order in which they were made; those that wait for a person first. */
  'outbox.page': method(
    z.strictObject({
      filter: z
        .strictObject({
          states: z.array(outboxState).max(OUTBOX_STATES.length).optional(),
          entity: editableEntity.optional(),
          id: z.string().max(100).optional(),
        })
        .default({}),
      ...windowOf,
    }),
    rowsOf(outboxEntry),
  ),
  'outbox.get': method(z.strictObject({ mutationId }), outboxEntry),
  /** Sends again, as a new edit on the row as it is now: rejected, unreadable and recovered ones. Empty: whatever waits for its time. */
  'outbox.retry': method(z.strictObject({ mutationIds: ids.optional() }), touched),
  /** One that may have arrived is withdrawn from the server first. */
  'outbox.discard': method(z.strictObject({ mutationIds: ids }), touched),
  'outbox.restore': method(z.strictObject({ mutationIds: ids }), touched),
  /**
   * Settles a conflict or mends a rejected edit: each field as it is to be, by the values that the person saw. A field left
   * out is given up. None: the edit is given up.
   */
  'outbox.settle': method(
    z.strictObject({ mutationId, fields: fieldValues, theirs: fieldValues }),
    z.discriminatedUnion('result', [
      z.object({ result: z.literal('settled') }),
      z.object({ result: z.literal('refused'), reason: refusal }),
      /** Somebody changed it again since the person looked. */
      z.object({ result: z.literal('stale') }),
    ]),
  ),
  /** Throws the rows away and reads them anew. What is not sent is kept. */
  'cache.rebuild': method(z.strictObject({}), z.object({})),
  /** The state of all parts as text, for support: no token, no customer's data. */
  'diagnostics.text': method(z.strictObject({}), z.object({ text: z.string() })),
};

/** Part of `health`: what is not on the server yet. */
export const outboxHealth = z.object({
  /** All that the server does not have, whatever it waits for; without discarded ones. */
  notSent: z.number().int(),
  /** Of these: what a person must settle. */
  conflicts: z.number().int(),
  rejected: z.number().int(),
  /** Unreadable, recovered and of another server. */
  others: z.number().int(),
  oldestMadeAtMs: z.number().nullable(),
  isSending: z.boolean(),
  /** When the outbox was last saved beside the cache. */
  savedAtMs: z.number().nullable(),
});
export type OutboxHealth = z.infer<typeof outboxHealth>;
