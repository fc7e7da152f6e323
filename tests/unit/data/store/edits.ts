import type { FieldEdits, Mutation, MutationAnswer } from '../../../../shared/api/index.ts';
import type { EditableEntity, FieldValue, FieldValues } from '../../../../shared/domain/index.ts';
import type { Store } from '../../../../electron/data/store/store.ts';

/** Edits for tests, the same at each run. */
export const SERVER = 'https://vigie.example.com';

/** A UUID (version 7 by its bits) that a number always gives. */
export function mutationId(n: number): string {
  return `0198aaaa-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

const envelope = (n: number, entity: EditableEntity, id: string) => ({
  mutationId: mutationId(n),
  entity,
  id,
  baseVersion: 1,
  madeAtMs: Date.UTC(2026, 2, 1) + n,
});

export function patch(
  n: number,
  entity: EditableEntity,
  id: string,
  edits: Record<string, [FieldValue, FieldValue]>,
): Mutation {
  const fields: FieldEdits = Object.fromEntries(
    Object.entries(edits).map(([name, [from, to]]) => [name, { from, to }]),
  );
  return { ...envelope(n, entity, id), op: 'patch', fields, seen: {} };
}

export function create(n: number, entity: EditableEntity, id: string, fields: FieldValues): Mutation {
  return { ...envelope(n, entity, id), baseVersion: 0, op: 'create', fields };
}

export function removal(n: number, entity: EditableEntity, id: string): Mutation {
  return { ...envelope(n, entity, id), op: 'delete', seen: {} };
}

export function action(n: number, id: string, name: string): Mutation {
  return { ...envelope(n, 'billing-cycle', id), op: 'action', action: name, parameters: {}, seen: {} };
}

export const applied = (n: number, current: MutationAnswer['current'] = null): MutationAnswer => ({
  mutationId: mutationId(n),
  result: 'applied',
  current,
});
export const conflict = (n: number, fields: string[], current: MutationAnswer['current'] = null): MutationAnswer => ({
  mutationId: mutationId(n),
  result: 'conflict',
  fields,
  current,
});
export const rejected = (
  n: number,
  code: 'frozen' | 'cancelled' | 'invalid-value' = 'frozen',
  current: MutationAnswer['current'] = null,
): MutationAnswer => ({
  mutationId: mutationId(n),
  result: 'rejected',
  reason: { code, detail: 'said the server' },
  current,
});

export function add(store: Store, ...mutations: Mutation[]): Promise<void> {
  return store.write(({ outbox }) => {
    for (const one of mutations) outbox.add(one, SERVER);
  });
}

/** Sends what may be sent, and has it answered. */
export async function send(store: Store, ...answers: MutationAnswer[]): Promise<string[]> {
  const sent = await store.write(({ outbox }) => {
    const ids = outbox.sendable(SERVER, 500, 1_000_000).map((one) => one.mutationId);
    outbox.attempted(ids, Date.UTC(2026, 2, 2));
    return ids;
  });
  await store.write(({ outbox }) => outbox.settle(answers));
  return sent;
}

/** Each entry as `number state`, in the order of the queue; a number of more than three digits is one made anew. */
export function queue(store: Store): string[] {
  const { rows } = store.read(({ outbox }) =>
    outbox.page({ filter: { states: [...ALL_STATES] }, offset: 0, limit: 500 }),
  );
  return rows
    .toSorted((a, b) => a.madeAtMs - b.madeAtMs)
    .map(({ mutationId: id, state }) => `${isOfTests(id) ? Number.parseInt(id.slice(-12), 16) : 'new'} ${state}`);
}

function isOfTests(id: string): boolean {
  return id.startsWith('0198aaaa-0000-7000-8000-');
}

export const ALL_STATES = [
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

/** The cache as it is once it has everything of the server. */
export function complete(store: Store, cursor = 'c1'): Promise<void> {
  return store.write((cache) => {
    const from = store.read((reads) => reads.syncState().cursor);
    cache.advance({ from, serverIdentity: SERVER, epoch: 'e1', cursor, isLast: true, atMs: 1_000 });
  });
}
