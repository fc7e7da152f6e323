import type { Change, Mutation, MutationAnswer } from '../../../shared/api/index.ts';
import type { EditableEntity } from '../../../shared/domain/index.ts';
import type { Writer } from './handles.ts';
import { createDiscards } from './outbox-discards.ts';
import { toEntity } from './outbox-queue.ts';
import { createOutboxReads } from './outbox-reads.ts';
import { checksumOf, ENTRY_COLUMNS, type ReadPayload, type StoredEntry, type StoredState } from './outbox-rows.ts';
import type { OutboxWrites } from './outbox-types.ts';
import type { ShownOverlay } from './shown-overlay.ts';
import { placeholders } from './sql.ts';

export interface OutboxWriteOptions {
  writer: Writer;
  readPayload: ReadPayload;
  serverIdentity: string | null;
  overlay: ShownOverlay;
  /** Into the table of its entity; one that is older than what is known is ignored. */
  applyToTable: (change: Change) => void;
  onChanged: () => void;
}

/** What the cache does beside what is asked of the outbox. */
export interface OutboxTransaction extends OutboxWrites {
  /** The cache was emptied: an answer that is still on its way may be older than what is read next. */
  emptied(): void;
  /**
   * Takes entries of another file in, behind those that are here. One whose id is here already is left out.
   * @returns how many of them are not discarded
   */
  takeIn(entries: readonly Omit<StoredEntry, 'position'>[]): number;
  /**
   * When the cache is opened: finds what cannot be read any more (the program may be another than the one that wrote it), and
   * ends what was discarded long ago. UTC ms.
   */
  tend(nowMs: number): void;
}

/** Discarded edits can be brought back for so long, ms: 30 days. */
const KEPT_DISCARDED_MS = 30 * 86_400_000;

type EntryValues = Omit<StoredEntry, 'position'>;

export function createOutboxWrites(options: OutboxWriteOptions): OutboxTransaction {
  const { writer, readPayload, overlay, applyToTable, onChanged } = options;
  const reads = createOutboxReads(writer, options);
  const find = writer.select<StoredEntry>('SELECT * FROM outbox WHERE mutation_id = ?');
  const insert = writer.change(
    `INSERT INTO outbox (${ENTRY_COLUMNS.join(', ')}) VALUES (${placeholders(ENTRY_COLUMNS.length)})`,
  );
  const attempt = writer.change(`
    UPDATE outbox SET attempts = attempts + 1, last_attempt_at_ms = ?,
      is_cancel_sent = max(is_cancel_sent, state = 'cancelling'), state = iif(state = 'queued', 'sent', state)
    WHERE mutation_id = ?`);
  const update = writer.change('UPDATE outbox SET state = ?, answer = ? WHERE mutation_id = ?');
  const remove = writer.change('DELETE FROM outbox WHERE mutation_id = ?');
  const replace = writer.change(`
    UPDATE outbox SET mutation_id = ?, op = ?, payload = ?, checksum = ?, made_at_ms = ?, state = 'queued', attempts = 0,
      last_attempt_at_ms = NULL, is_cancel_sent = 0, answer = NULL, discarded_at_ms = NULL,
      discarded_from = NULL, discarded_with = NULL
    WHERE mutation_id = ?`);
  const all = writer.select<StoredEntry>('SELECT * FROM outbox ORDER BY position');
  const endDiscarded = writer.change(`DELETE FROM outbox WHERE state = 'discarded' AND discarded_at_ms < ?`);
  /** Sent since the cache was opened or emptied. */
  const asked = new Set<string>();

  function insertEntry(entry: EntryValues): boolean {
    return insert.run(...ENTRY_COLUMNS.map((column) => entry[column])).changes > 0;
  }

  function refreshRowOf(entry: Pick<StoredEntry, 'entity' | 'entity_id'> | undefined): void {
    onChanged();
    const entity = toEntity(entry?.entity ?? null);
    if (entity !== undefined && entry?.entity_id != null) overlay.refresh(entity, entry.entity_id);
  }

  /**
   * The row of an answer. It may be brought only to a cache that was already there when the mutation was sent: one that was
   * emptied since may be past a later removal of the row, and would keep it for ever. The pull brings it then.
   */
  function bring(current: Change, wasAsked: boolean): void {
    const { entity, id } = current;
    const known = toEntity(entity);
    if (known === undefined) return;
    const isKeptAside = overlay.isKeptAside(entity, id);
    const isKnown = isKeptAside ? overlay.serverRow(known, id) !== undefined : reads.rowOf(known, id) !== undefined;
    if (!wasAsked && !isKnown) return;
    if (isKeptAside) overlay.put(current);
    else applyToTable(current);
  }

  function note(entry: StoredEntry, answer: MutationAnswer): void {
    const { mutation_id: id } = entry;
    if (answer.result === 'applied' || answer.result === 'duplicate') return void remove.run(id);
    // Withdrawn, and not applied: there is nothing left to settle.
    const isGivenUp = entry.state === 'cancelling' || entry.state === 'discarded';
    update.run(isGivenUp ? 'discarded' : answer.result, JSON.stringify(answer), id);
  }

  const discards = createDiscards({ writer, readPayload, owner: () => reads.owner(), onEntry: refreshRowOf });

  return {
    ...reads,
    ...discards,
    add(mutation, serverIdentity) {
      const entry = entryOf(mutation, serverIdentity, 'queued');
      insertEntry(entry);
      refreshRowOf(entry);
    },
    attempted(mutationIds, atMs) {
      for (const id of mutationIds) {
        if (attempt.run(atMs, id).changes > 0) asked.add(id);
      }
      onChanged();
    },
    settle(answers) {
      const touched = new Map<string, Pick<StoredEntry, 'entity' | 'entity_id'>>();
      for (const answer of answers) {
        const entry = find.get(answer.mutationId);
        if (entry !== undefined) {
          note(entry, answer);
          touched.set(`${entry.entity}/${entry.entity_id}`, entry);
        }
        const { current } = answer;
        const wasAsked = asked.delete(answer.mutationId);
        if (current === null) continue;
        bring(current, wasAsked);
        if (overlay.isKeptAside(current.entity, current.id))
          touched.set(`${current.entity}/${current.id}`, { entity: current.entity, entity_id: current.id });
      }
      for (const entry of touched.values()) refreshRowOf(entry);
    },
    refuse(mutationId, detail) {
      const entry = find.get(mutationId);
      if (entry === undefined) return;
      note(entry, { mutationId, result: 'rejected', current: null, reason: { code: 'too-large', detail } });
      refreshRowOf(entry);
    },
    replace(mutationId, by) {
      const before = find.get(mutationId);
      if (before === undefined) return false;
      const { mutation_id, op, payload, checksum, made_at_ms } = entryOf(by, before.server_identity, 'queued');
      replace.run(mutation_id, op, payload, checksum, made_at_ms, mutationId);
      refreshRowOf(before);
      return true;
    },
    requeue(mutationId) {
      const entry = find.get(mutationId);
      const mutation = entry && readPayload(entry);
      if (entry === undefined || mutation === undefined) return false;
      setEnvelope(writer, mutation);
      update.run(entry.attempts > 0 ? 'sent' : 'queued', null, mutationId);
      refreshRowOf({ entity: mutation.entity, entity_id: mutation.id });
      return true;
    },
    drop(mutationId) {
      const entry = find.get(mutationId);
      remove.run(mutationId);
      refreshRowOf(entry);
    },
    emptied() {
      asked.clear();
      overlay.emptied();
    },
    takeIn(entries) {
      const taken = entries.filter((entry) => find.get(entry.mutation_id) === undefined && insertEntry(entry));
      for (const entry of taken) refreshRowOf(entry);
      return taken.filter(({ state }) => state !== 'discarded').length;
    },
    tend(nowMs) {
      if (endDiscarded.run(nowMs - KEPT_DISCARDED_MS).changes > 0) onChanged();
      for (const entry of all.all()) {
        if (entry.state === 'unreadable' || entry.state === 'discarded' || readPayload(entry) !== undefined) continue;
        update.run('unreadable', entry.answer, entry.mutation_id);
        refreshRowOf(entry);
      }
    },
  };
}

/** What is copied from a payload beside it: an entry that could not be read until now had none of it. */
function setEnvelope(writer: Writer, { mutationId, op, entity, id, madeAtMs }: Mutation): void {
  writer
    .change('UPDATE outbox SET op = ?, entity = ?, entity_id = ?, made_at_ms = ? WHERE mutation_id = ?')
    .run(op, entity, id, madeAtMs, mutationId);
}

export function entryOf(mutation: Mutation, serverIdentity: string, state: StoredState): EntryValues {
  const payload = JSON.stringify(mutation);
  return {
    mutation_id: mutation.mutationId,
    server_identity: serverIdentity,
    op: mutation.op,
    entity: mutation.entity satisfies EditableEntity,
    entity_id: mutation.id,
    payload,
    checksum: checksumOf(payload),
    state,
    made_at_ms: mutation.madeAtMs,
    attempts: 0,
    last_attempt_at_ms: null,
    is_cancel_sent: 0,
    answer: null,
    discarded_at_ms: null,
    discarded_from: null,
    discarded_with: null,
  };
}
