import { z } from 'zod';
import { fieldEdits } from '../api/push.ts';
import { editableEntity, fieldValues } from '../domain/edit-policy.ts';
import { refusal } from '../domain/refusal.ts';
import { method } from '../rpc/index.ts';

/** What became of an edit. Kept: it is in the outbox, on disk, and shown; the server has the last word. */
const refused = z.object({ result: z.literal('refused'), reason: refusal });
const stale = z.object({ result: z.literal('stale'), fields: z.array(z.string()) });
export const editResult = z.discriminatedUnion('result', [
  z.object({ result: z.literal('kept'), id: z.string(), mutationId: z.string() }),
  /** Nothing was kept: it breaks a rule that the server would not let pass either. */
  refused,
  /** Nothing was kept: these fields are not any more as the window showed them. */
  stale,
]);
const objection = z.discriminatedUnion('result', [refused, stale]);
export type EditResult = z.infer<typeof editResult>;

const row = { entity: editableEntity, id: z.string().min(1).max(100) };

/** Patches that are asked for at a time: they are kept in one transaction, all or none of those that no rule stops. */
export const MOST_PATCHES = 200;
const patches = {
  entity: editableEntity,
  patches: z
    .array(z.strictObject({ id: row.id, fields: fieldEdits }))
    .min(1)
    .max(MOST_PATCHES),
};

/** Edits, made at once and sent when there is a server to send them to. */
export const editMethods = {
  /** A new row; its id is made here. */
  'edits.create': method(z.strictObject({ entity: editableEntity, fields: fieldValues }), editResult),
  /** `from`: what the window showed when the person began. A field whose `to` is its `from` is no edit. */
  'edits.patch': method(z.strictObject({ ...row, fields: fieldEdits }), editResult),
  /** The same for many rows, answered one by one: one that is refused stops no other. */
  'edits.patchMany': method(z.strictObject(patches), z.object({ results: z.array(editResult) })),
  /** What would become of them, with nothing kept; null: it would be kept. One by one, as if the others were not. */
  'edits.tryMany': method(z.strictObject(patches), z.object({ results: z.array(objection.nullable()) })),
  'edits.remove': method(z.strictObject(row), editResult),
  /** `parameters`: what the action must be told, such as the reason of a step back. */
  'edits.act': method(
    z.strictObject({ ...row, action: z.string().min(1).max(100), parameters: fieldValues.optional() }),
    editResult,
  ),
};

/** How a row stands towards the server: all of it is there, something waits to be sent, or a person must settle something. */
export const unsentState = z.enum(['queued', 'conflict', 'rejected']);
export type UnsentState = z.infer<typeof unsentState>;
