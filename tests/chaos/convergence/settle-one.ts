import { fieldValues, type FieldValues } from '../../../shared/domain/index.ts';
import type { OutboxEntry } from '../../../shared/contract/index.ts';
import type { Outcome } from './round-state.ts';

const NEEDS_A_PERSON = ['conflict', 'rejected', 'unreadable', 'recovered', 'other-server'] as const;

/** A person settles one of the edits that wait for one, as the panel lets them: by mine, by theirs, or by sending it again. */
export async function settleOne(
  round: Outcome,
  index: number,
  pick: number,
  how: 'mine' | 'theirs' | 'retry',
): Promise<boolean> {
  const window = round.clients[index]?.window;
  if (window === undefined) return false;
  const { rows } = await window.request('outbox.page', {
    filter: { states: [...NEEDS_A_PERSON] },
    offset: 0,
    limit: 100,
  });
  const entry = rows[pick % Math.max(rows.length, 1)];
  if (entry === undefined) return false;
  const before = await idsOf(round, index);
  // Noted before it is done: whoever is killed in between may have settled it. What the server refused it never takes later.
  if (entry.state === 'conflict' || entry.state === 'rejected') round.settled.add(entry.mutationId);
  if (how === 'retry' && entry.state === 'rejected') {
    await window.request('outbox.retry', { mutationIds: [entry.mutationId] });
  } else if (entry.state === 'conflict' || entry.state === 'rejected') {
    const fields = how === 'mine' && !entry.isRemoved ? valuesOf(entry, 'mine') : {};
    const { mutationId } = entry;
    const theirs = valuesOf(entry, 'theirs');
    const { result } = await window.request('outbox.settle', { mutationId, fields, theirs });
    if (result === 'stale') return false;
    // What a rule forbids for good, a closed cycle say, can only be given up.
    if (result === 'refused') await window.request('outbox.settle', { mutationId, fields: {}, theirs });
  } else await window.request('outbox.discard', { mutationIds: [entry.mutationId] });
  await follow(round, index, entry.mutationId, before);
  return true;
}

/** An edit that takes the place of another carries its value on. */
async function follow(round: Outcome, index: number, mutationId: string, before: Set<string>): Promise<void> {
  const after = await idsOf(round, index);
  if (after.has(mutationId)) return;
  const old = round.kept.get(mutationId);
  for (const id of after) {
    if (!before.has(id) && old !== undefined) round.kept.set(id, { ...old, mutationId: id });
  }
}

export async function idsOf(round: Outcome, index: number): Promise<Set<string>> {
  const ids = new Set<string>();
  const window = round.clients[index]?.window;
  for (const states of [undefined, ['discarded' as const]]) {
    const filter = states === undefined ? {} : { filter: { states } };
    const page = await window?.request('outbox.page', { ...filter, offset: 0, limit: 500 });
    for (const { mutationId } of page?.rows ?? []) ids.add(mutationId);
  }
  return ids;
}

function valuesOf(entry: OutboxEntry, side: 'mine' | 'theirs'): FieldValues {
  return fieldValues.parse(Object.fromEntries(entry.fields.map((field) => [field.field, field[side]])));
}
