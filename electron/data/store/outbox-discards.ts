import { v7 as uuidv7 } from 'uuid';
import type { Mutation } from '../../../shared/api/index.ts';
import { referencesOf } from '../../../shared/sync/index.ts';
import type { Writer } from './handles.ts';
import { readAnswer } from './outbox-entry.ts';
import { checksumOf, type ReadPayload, type StoredEntry } from './outbox-rows.ts';
import type { OutboxWrites } from './outbox-types.ts';

/**
 * Throwing edits away, and bringing them back.
 *
 * 1. An edit that may have arrived at the server (it was sent, and has no answer) is withdrawn there first: it is `cancelling`
 *    until the server has said that it never took it, or that it had taken it already. (A server that is not the present one
 *    cannot be asked: if the edit comes back for it, it does so under its own id, which that server takes once.)
 * 2. Later edits of the same row are kept: without the one before them they may turn out to be in conflict, and then a
 *    person sees it. But without the edit that makes a row there is nothing to edit: with a `create` go all later edits of that
 *    row and all that name it, and with those of them that make a row again what hangs on that one.
 * 3. What went together comes back together, or not at all. An edit also brings back the `create` of the rows that it needs.
 * 4. An id that was withdrawn is spent: the server would answer it with `cancelled` for ever. What comes back after that has a new id. While
 *    the withdrawal is on its way nobody knows whether the edit arrived: it cannot come back until that is answered.
 */
export type Discards = Pick<OutboxWrites, 'discard' | 'restore'>;

export interface DiscardOptions {
  writer: Writer;
  readPayload: ReadPayload;
  owner: () => string | null;
  onEntry: (entry: StoredEntry) => void;
}

export function createDiscards({ writer, readPayload, owner, onEntry }: DiscardOptions): Discards {
  const find = writer.select<StoredEntry>('SELECT * FROM outbox WHERE mutation_id = ?');
  const later = writer.select<StoredEntry>(`
    SELECT * FROM outbox WHERE position > ? AND state NOT IN ('discarded', 'cancelling') AND server_identity = ? ORDER BY position`);
  const group = writer.select<StoredEntry>(
    `SELECT * FROM outbox WHERE mutation_id = ? OR discarded_with = ? ORDER BY position`,
  );
  const maker = writer.select<StoredEntry>(`
    SELECT * FROM outbox WHERE entity = ? AND entity_id = ? AND op = 'create' AND state IN ('discarded', 'cancelling')
      AND server_identity = ? LIMIT 1`);
  const discardOne = writer.change(`
    UPDATE outbox SET discarded_from = state, state = ?, discarded_at_ms = ?, discarded_with = ? WHERE mutation_id = ?`);
  const restoreOne = writer.change(`
    UPDATE outbox SET mutation_id = ?, payload = ?, checksum = ?, state = ?, attempts = ?, answer = ?, is_cancel_sent = 0,
      discarded_at_ms = NULL, discarded_from = NULL, discarded_with = NULL
    WHERE mutation_id = ?`);

  /** It may have arrived, or may arrive yet. One found in a backup may have been sent after that was saved. */
  function mustBeWithdrawn(entry: StoredEntry): boolean {
    const { state, attempts, server_identity: server } = entry;
    const mayBeThere = state === 'recovered' || ((state === 'queued' || state === 'sent') && attempts > 0);
    return mayBeThere && server === owner() && readPayload(entry) !== undefined;
  }

  /** The edits that there is no point in without this one, in their order. */
  function dependentsOf(root: StoredEntry): StoredEntry[] {
    const mutation = readPayload(root);
    if (mutation?.op !== 'create') return [];
    const gone = new Set([`${mutation.entity}/${mutation.id}`]);
    return later.all(root.position, root.server_identity).filter((entry) => {
      const one = readPayload(entry);
      if (one === undefined || !rowsOf(one).some((row) => gone.has(row))) return false;
      if (one.op === 'create') gone.add(`${one.entity}/${one.id}`);
      return true;
    });
  }

  /** All that comes back with these; undefined: a part of it cannot yet. */
  function comingBack(first: StoredEntry): StoredEntry[] | undefined {
    const found = new Map<string, StoredEntry>();
    const waiting = [first];
    for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
      if (found.has(entry.mutation_id) || !isDiscarded(entry)) continue;
      if (entry.state === 'cancelling' && entry.is_cancel_sent === 1) return undefined;
      found.set(entry.mutation_id, entry);
      const root = entry.discarded_with ?? entry.mutation_id;
      waiting.push(...group.all(root, root));
      const mutation = readPayload(entry);
      for (const row of mutation === undefined ? [] : rowsOf(mutation)) {
        const [entity = '', id = ''] = splitKey(row);
        const made = maker.get(entity, id, entry.server_identity);
        if (made !== undefined) waiting.push(made);
      }
    }
    return [...found.values()].sort((a, b) => a.position - b.position);
  }

  function bringBack(entry: StoredEntry): void {
    const answer = readAnswer(entry.answer);
    const isSpent = answer?.result === 'rejected' && answer.reason.code === 'cancelled';
    const mutation = isSpent ? readPayload(entry) : undefined;
    if (mutation === undefined) {
      const { mutation_id: id, payload, checksum, attempts } = entry;
      // Whatever it was before: the server has said meanwhile what became of it.
      const state = answer === undefined || isSpent ? (entry.discarded_from ?? 'queued') : answer.result;
      restoreOne.run(id, payload, checksum, state, attempts, entry.answer, id);
    } else {
      const renewed: Mutation = { ...mutation, mutationId: uuidv7() };
      const payload = JSON.stringify(renewed);
      restoreOne.run(renewed.mutationId, payload, checksumOf(payload), 'queued', 0, null, entry.mutation_id);
    }
    onEntry(entry);
  }

  return {
    discard(mutationIds, atMs) {
      let count = 0;
      for (const id of mutationIds) {
        const root = find.get(id);
        if (root === undefined || isDiscarded(root)) continue;
        count++;
        for (const entry of [root, ...dependentsOf(root)]) {
          const state = mustBeWithdrawn(entry) ? 'cancelling' : 'discarded';
          discardOne.run(state, atMs, entry === root ? null : root.mutation_id, entry.mutation_id);
          onEntry(entry);
        }
      }
      return count;
    },
    restore(mutationIds) {
      let count = 0;
      for (const id of mutationIds) {
        const entry = find.get(id);
        const together = entry !== undefined && isDiscarded(entry) ? comingBack(entry) : undefined;
        if (together === undefined) continue;
        count++;
        for (const one of together) bringBack(one);
      }
      return count;
    },
  };
}

function isDiscarded({ state }: StoredEntry): boolean {
  return state === 'discarded' || state === 'cancelling';
}

function rowsOf(mutation: Mutation): string[] {
  return [`${mutation.entity}/${mutation.id}`, ...referencesOf(mutation)];
}

function splitKey(row: string): string[] {
  const at = row.indexOf('/');
  return [row.slice(0, at), row.slice(at + 1)];
}
