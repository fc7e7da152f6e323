import { z } from 'zod';
import { editableEntity, fieldValue, fieldValues } from '../domain/edit-policy.ts';
import { refusal } from '../domain/refusal.ts';
import { utcTime } from '../domain/mission.ts';
import { change } from './sync.ts';

/** No date is further from 1970 (ECMA-262, 21.4.1.1), ms. */
const LATEST_MS = 8.64e15;

/** What every mutation says. */
const envelope = {
  /** Made once, on the desktop: the server takes each id once, however often it is sent. */
  mutationId: z.uuidv7(),
  entity: editableEntity,
  id: z.string().min(1).max(100),
  /** Version of the row that the edit was made on; 0: of none. */
  baseVersion: z.number().int().nonnegative(),
  /** When it was made, by the desktop's clock, which may be wrong: for people, never for order. UTC ms. */
  madeAtMs: z.number().int().min(-LATEST_MS).max(LATEST_MS),
};

/** A field's value as the editor saw it, and as it is to be. */
export const fieldEdit = z.strictObject({ from: fieldValue, to: fieldValue });
export type FieldEdit = z.infer<typeof fieldEdit>;
export const fieldEdits = z.record(z.string().max(100), fieldEdit);
export type FieldEdits = Readonly<Record<string, FieldEdit>>;

export const createMutation = z.strictObject({ ...envelope, op: z.literal('create'), fields: fieldValues });
export const patchMutation = z.strictObject({
  ...envelope,
  op: z.literal('patch'),
  fields: fieldEdits,
  /** The guarded fields as the editor saw them, where one of them is edited; empty otherwise. */
  seen: fieldValues,
});
export const deleteMutation = z.strictObject({
  ...envelope,
  op: z.literal('delete'),
  /** All fields of the row as the editor saw them: what was changed since is not removed unseen. */
  seen: fieldValues,
});
export const actionMutation = z.strictObject({
  ...envelope,
  op: z.literal('action'),
  action: z.string().min(1).max(100),
  parameters: fieldValues,
  /** The guarded fields as the editor saw them. */
  seen: fieldValues,
});
/** Withdraws a mutation that may have been sent: the server says whether it had arrived, and never takes it later. */
export const cancelMutation = z.strictObject({ ...envelope, op: z.literal('cancel') });

export const mutation = z.discriminatedUnion('op', [
  createMutation,
  patchMutation,
  deleteMutation,
  actionMutation,
  cancelMutation,
]);
export type Mutation = z.infer<typeof mutation>;

/** What the server made of a mutation. For each id there is one such outcome, for ever. */
const answer = {
  mutationId: z.string(),
  /** The row as it is now, or its tombstone; null where there never was one. */
  current: change.nullable(),
};
export const mutationAnswer = z.discriminatedUnion('result', [
  z.object({ ...answer, result: z.literal('applied') }),
  /** It had been applied before: an answer was lost on the way. */
  z.object({ ...answer, result: z.literal('duplicate') }),
  z.object({
    ...answer,
    result: z.literal('conflict'),
    /** The fields that somebody else changed meanwhile; none where the row was removed. */
    fields: z.array(z.string()),
  }),
  z.object({ ...answer, result: z.literal('rejected'), reason: refusal }),
]);
export type MutationAnswer = z.infer<typeof mutationAnswer>;
export type MutationResult = MutationAnswer['result'];

export const MAX_PUSH_MUTATIONS = 500;
/** Most bytes of a push. */
export const MAX_PUSH_BYTES = 2_000_000;

/**
 * `POST /api/v2/sync/push`. Each mutation is parsed by itself: one that does not parse is rejected, and the others are
 * taken all the same.
 */
export const pushRequest = z.strictObject({
  /** The history that the client has pulled: after a restored backup it first reads anew, then sends. */
  epoch: z.string().min(1).max(100),
  mutations: z
    .array(z.looseObject({ mutationId: z.guid() }))
    .min(1)
    .max(MAX_PUSH_MUTATIONS),
});
export type PushRequest = z.input<typeof pushRequest>;

export const pushResponse = z.object({
  epoch: z.string(),
  serverTime: utcTime,
  /**
   * In the order of the mutations. One that depends on an edit that was not applied has no answer, and those for which there
   * was no time: they were not looked at and are sent again.
   */
  answers: z.array(mutationAnswer),
});
export type PushResponse = z.infer<typeof pushResponse>;
