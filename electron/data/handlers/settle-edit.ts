import type { Mutation } from '../../../shared/api/index.ts';
import type { FieldValues, Refusal } from '../../../shared/domain/index.ts';
import { changedSince } from '../../../shared/sync/index.ts';
import type { OutboxWrites } from '../store/outbox-types.ts';
import { type EditGround, type Made, makeAction, makeCreation, makePatch, makeRemoval } from './make-mutation.ts';

export type Settled = { result: 'settled' } | { result: 'refused'; reason: Refusal } | { result: 'stale' };

/**
 * Settles a conflict or mends a rejected edit, as a person decided. What they decided on must still be so. The new edit takes the
 * place of the old one in the queue, on the server's row: what was made after it still comes after it.
 * @param fields as they are to be. None: the edit is given up. For a removal or an action any field means: all the same
 * @param theirs as the person saw them
 */
export function settleEdit(
  outbox: OutboxWrites,
  mutationId: string,
  decision: { fields: FieldValues; theirs: FieldValues; nowMs: number },
): Settled {
  const { fields, theirs, nowMs } = decision;
  const kept = outbox.kept(mutationId);
  const { mutation } = kept ?? {};
  if (mutation === undefined || (kept?.state !== 'conflict' && kept?.state !== 'rejected')) return { result: 'stale' };
  const now = outbox.serverRowOf(mutation.entity, mutation.id);
  if (changedSince(now?.row ?? {}, theirs).length > 0) return { result: 'stale' };
  if (Object.keys(fields).length === 0) {
    outbox.discard([mutationId], nowMs);
    return { result: 'settled' };
  }
  const made = remake(outbox, mutation, { fields, nowMs });
  if (made.made === 'refused') return { result: 'refused', reason: made.reason };
  // All as the server has it: there is nothing to send.
  if (made.made === 'nothing') outbox.discard([mutationId], nowMs);
  else outbox.replace(mutationId, made.mutation);
  return { result: 'settled' };
}

/**
 * Sends one again. A rejected edit, and a removal or action in conflict, is made anew on the row as it is now. What was kept aside
 * goes as it is, under its own id: it may have arrived before, and the server takes each id once.
 * @returns false where it is not one that can be sent again, or breaks a rule as it is
 */
export function retryEdit(outbox: OutboxWrites, mutationId: string, nowMs: number): boolean {
  const kept = outbox.kept(mutationId);
  if (kept === undefined) return false;
  const { state, mutation } = kept;
  if (state === 'recovered' || state === 'unreadable') return outbox.requeue(mutationId);
  if (mutation === undefined) return false;
  const isAnew = state === 'rejected' || (state === 'conflict' && mutation.op !== 'patch');
  if (!isAnew) return false;
  const made = remake(outbox, mutation, { fields: valuesOf(mutation), nowMs });
  if (made.made === 'mutation') return outbox.replace(mutationId, made.mutation);
  const isDone = made.made === 'nothing' || (mutation.op === 'delete' && made.reason.code === 'not-found');
  if (isDone) outbox.drop(mutationId);
  return isDone;
}

/** The same edit on the server's row as it is now: the one edit that comes before all others of this row. */
function remake(
  outbox: OutboxWrites,
  { op, entity, id, ...rest }: Mutation,
  given: { fields: FieldValues; nowMs: number },
): Made {
  const onServer: EditGround = { rows: { ...outbox, rowOf: rowOfOthers(outbox, entity, id) }, nowMs: given.nowMs };
  const known = outbox.serverRowOf(entity, id);
  if (op === 'create') return makeCreation(onServer, entity, id, given.fields);
  if (op === 'patch') return makePatch(onServer, entity, id, { known, values: given.fields });
  if (op === 'delete') return makeRemoval(onServer, entity, id, known);
  const { action, parameters } = 'action' in rest ? rest : { action: '', parameters: {} };
  return makeAction(onServer, entity, id, { known, action, parameters });
}

/** Other rows as they are shown; this one as the server has it. */
function rowOfOthers(outbox: OutboxWrites, entity: Mutation['entity'], id: string): OutboxWrites['rowOf'] {
  return (other, otherId) =>
    other === entity && otherId === id ? outbox.serverRowOf(entity, id) : outbox.rowOf(other, otherId);
}

function valuesOf(mutation: Mutation): FieldValues {
  if (mutation.op === 'create') return mutation.fields;
  if (mutation.op !== 'patch') return {};
  return Object.fromEntries(Object.entries(mutation.fields).map(([field, { to }]) => [field, to]));
}
