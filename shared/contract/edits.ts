import { z } from 'zod';
import { fieldEdits } from '../api/push.ts';
import { editableEntity, fieldValues } from '../domain/edit-policy.ts';
import { refusal } from '../domain/edit-rules.ts';
import { method } from '../rpc/index.ts';

/** What became of an edit. Kept: it is in the outbox, on disk, and shown; the server has the last word. */
export const editResult = z.discriminatedUnion('result', [
  z.object({ result: z.literal('kept'), id: z.string(), mutationId: z.string() }),
  /** Nothing was kept: it breaks a rule that the server would not let pass either. */
  z.object({ result: z.literal('refused'), reason: refusal }),
  /** Nothing was kept: these fields are not any more as the window showed them. */
  z.object({ result: z.literal('stale'), fields: z.array(z.string()) }),
]);
export type EditResult = z.infer<typeof editResult>;

const row = { entity: editableEntity, id: z.string().min(1).max(100) };

/** Edits, made at once and sent when there is a server to send them to. */
export const editMethods = {
  /** A new row; its id is made here. */
  'edits.create': method(z.strictObject({ entity: editableEntity, fields: fieldValues }), editResult),
  /** `from`: what the window showed when the person began. A field whose `to` is its `from` is no edit. */
  'edits.patch': method(z.strictObject({ ...row, fields: fieldEdits }), editResult),
  'edits.remove': method(z.strictObject(row), editResult),
  'edits.act': method(z.strictObject({ ...row, action: z.string().min(1).max(100) }), editResult),
};

/** How a row stands towards the server: all of it is there, something waits to be sent, or a person must settle something. */
export const unsentState = z.enum(['queued', 'conflict', 'rejected']);
export type UnsentState = z.infer<typeof unsentState>;
