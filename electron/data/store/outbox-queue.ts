import type { Mutation } from '../../../shared/api/index.ts';
import { OUTBOX_STATES, type OutboxState } from '../../../shared/contract/index.ts';
import { type EditableEntity, editableEntity } from '../../../shared/domain/index.ts';
import { createDependencyGate, type DependencyGate } from '../../../shared/sync/index.ts';
import type { Reader } from './handles.ts';
import { cancelOf, type ReadPayload, type StoredEntry } from './outbox-rows.ts';

/** What is needed of an entry to know where it stands. */
type Light = Pick<
  StoredEntry,
  'position' | 'mutation_id' | 'server_identity' | 'op' | 'entity' | 'entity_id' | 'payload' | 'checksum' | 'state'
>;
const LIGHT = 'position, mutation_id, server_identity, op, entity, entity_id, payload, checksum, state';

/** Where an entry stands among the others. */
export interface Place {
  mutationId: string;
  position: number;
  state: OutboxState;
  waitsFor: string | null;
  entity: string | null;
  id: string | null;
}

/** All entries with where they stand, in the order in which they were made. `owner`: whose rows are shown. */
export function placesOf(reader: Reader, readPayload: ReadPayload, owner: string | null): Place[] {
  const gate = createDependencyGate();
  return reader
    .select<Light>(`SELECT ${LIGHT} FROM outbox ORDER BY position`)
    .all()
    .map((entry) => ({
      mutationId: entry.mutation_id,
      position: entry.position,
      entity: entry.entity,
      id: entry.entity_id,
      ...stand(entry, gate, readPayload, owner),
    }));
}

/** Entries are read so many at a time: what is sent next is at the beginning. */
const CHUNK = 200;

/** See OutboxReads.sendable. */
export function sendableOf(
  reader: Reader,
  readPayload: ReadPayload,
  { serverIdentity, limit, bytes }: { serverIdentity: string; limit: number; bytes: number },
): Mutation[] {
  const chunk = reader.select<Light>(
    `SELECT ${LIGHT} FROM outbox WHERE position > ? AND server_identity = ? ORDER BY position LIMIT ${CHUNK}`,
  );
  const gate = createDependencyGate();
  const found: Mutation[] = [];
  let size = 0;
  for (let after = 0; ; ) {
    const entries = chunk.all(after, serverIdentity);
    for (const entry of entries) {
      after = entry.position;
      const sent = toSend(entry, stand(entry, gate, readPayload, serverIdentity).state, readPayload);
      if (sent === undefined) continue;
      size += Buffer.byteLength(JSON.stringify(sent)) + 1;
      if (found.length >= limit || (size > bytes && found.length > 0)) return found;
      found.push(sent);
    }
    if (entries.length < CHUNK) return found;
  }
}

function toSend(entry: Light, state: OutboxState, readPayload: ReadPayload): Mutation | undefined {
  if (state === 'queued' || state === 'sent') return readPayload(entry);
  const withdrawn = state === 'cancelling' ? readPayload(entry) : undefined;
  return withdrawn && cancelOf(withdrawn);
}

/** Entries come in their order: each tells the gate whether those after it may pass. */
function stand(
  entry: Light,
  gate: DependencyGate,
  readPayload: ReadPayload,
  owner: string | null,
): { state: OutboxState; waitsFor: string | null } {
  const at = (state: OutboxState, waitsFor: string | null = null) => ({ state, waitsFor });
  if (entry.state === 'discarded') return at('discarded');
  if (entry.server_identity !== owner) return at('other-server');
  // Withdrawn: what was made after it does not wait, and it waits for nothing itself.
  if (entry.state === 'cancelling') return at('cancelling');
  if (entry.state === 'queued' || entry.state === 'sent') {
    const mutation = readPayload(entry);
    if (mutation !== undefined) {
      const waitsFor = gate.pass(mutation);
      return waitsFor === undefined ? at(entry.state) : at('held', waitsFor);
    }
  }
  holdBack(entry, gate);
  return at(
    OUTBOX_STATES.find((state) => state === entry.state && state !== 'queued' && state !== 'sent') ?? 'unreadable',
  );
}

function holdBack({ mutation_id: mutationId, op, entity, entity_id: id }: Light, gate: DependencyGate): void {
  const known = toEntity(entity);
  if (known === undefined || id === null) return;
  gate.hold({ mutationId, op: op === 'create' ? 'create' : 'patch', entity: known, id });
}

export function toEntity(text: string | null): EditableEntity | undefined {
  const parsed = editableEntity.safeParse(text);
  return parsed.success ? parsed.data : undefined;
}
