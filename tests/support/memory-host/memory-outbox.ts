import { v7 as uuid } from 'uuid';
import type { Mutation } from '../../../shared/api/index.ts';
import type { OutboxEntry, OutboxHealth, OutboxState, UnsentState } from '../../../shared/contract/index.ts';
import type { EditableEntity, Refusal, RowFields } from '../../../shared/domain/index.ts';
import { fieldsOf, GUARDED_FIELDS, withFields } from '../../../shared/domain/index.ts';
import { createDependencyGate, overlayOf, seenFor } from '../../../shared/sync/index.ts';
import type { MemoryRows } from './memory-rows.ts';
import { decide } from './memory-server.ts';
import { entryOf, type Held } from './outbox-entries.ts';

type Edit = NonNullable<Held['mutation']>;
const LIVE: ReadonlySet<OutboxState> = new Set(['queued', 'sent', 'held']);
const OTHERS: ReadonlySet<OutboxState> = new Set(['unreadable', 'recovered', 'other-server']);

/** The queue of the memory host, and the server behind it, which a test makes say what it likes. */
export interface MemoryOutbox {
  /** Whether the server takes what is queued, a moment after it was. Off: it waits until `send` is called. */
  isConnected: boolean;
  /** Sends all that may be sent, now. */
  send(): void;
  /** The server refuses the next edit of a row that it is sent. */
  refuseNext(entity: EditableEntity, id: string, reason: Refusal): void;
  /** Somebody else changes a row on the server, or removes it. */
  changeOnServer(entity: EditableEntity, id: string, fields: RowFields | null): void;
  /** Puts entries there as they are said: unreadable ones, those of another server, ten thousand at once. */
  put(entries: readonly (Partial<OutboxEntry> & Pick<OutboxEntry, 'state' | 'title'>)[]): void;
  readonly entries: readonly Held[];
  add(mutation: Edit): void;
  /** All, those that wait for a person first. */
  list(): OutboxEntry[];
  entry: (held: Held) => OutboxEntry;
  serverRow(entity: EditableEntity, id: string): RowFields | null;
  find(mutationId: string): Held | undefined;
  /** Puts another in the place of one; undefined: it is gone. */
  replace(held: Held, by: Edit | undefined): void;
  discard(ids: readonly string[]): number;
  restore(ids: readonly string[]): number;
  retry(ids: readonly string[] | undefined): number;
  counts(): Omit<OutboxHealth, 'isSending' | 'savedAtMs'>;
  /** Grows with each change of the queue. */
  revision(): number;
}

/** @param onChange the rows of these kinds and the queue are others than before */
export function createMemoryOutbox(rows: MemoryRows, onChange: (entities: EditableEntity[]) => void): MemoryOutbox {
  const entries: Held[] = [];
  const serverRows = new Map<string, RowFields | null>();
  const refusals = new Map<string, Refusal>();
  let revision = 1;
  const keyOf = ({ entity, id }: Pick<Mutation, 'entity' | 'id'>) => `${entity}/${id}`;
  const serverRow = (entity: EditableEntity, id: string) => {
    const kept = serverRows.get(`${entity}/${id}`);
    return kept === undefined ? rows.get(entity, id) : kept;
  };

  function held(mutation: Edit): Held {
    const { mutationId, op, entity, id, madeAtMs } = mutation;
    const named = mutation.op === 'create' ? (mutation.fields['name'] ?? mutation.fields['label']) : null;
    const title = rows.nameOf(entity, id) ?? (typeof named === 'string' ? named : id);
    const action = mutation.op === 'action' ? mutation.action : null;
    return heldOf({ mutationId, op, entity, id, title, action, madeAtMs, state: 'queued' }, mutation);
  }

  /** Shows the row with what is on its way on top. */
  function overlay(entity: EditableEntity, id: string): void {
    const ofRow = entries.filter(({ mutation }) => mutation?.entity === entity && mutation.id === id);
    const live = ofRow.flatMap(({ state, mutation }) => (LIVE.has(state) && mutation !== null ? [mutation] : []));
    const states = new Set(ofRow.map(({ state }) => state));
    const unsent: UnsentState | null = states.has('conflict')
      ? 'conflict'
      : states.has('rejected')
        ? 'rejected'
        : live.length > 0
          ? 'queued'
          : null;
    rows.show(entity, id, overlayOf(serverRow(entity, id), live), unsent);
    if (unsent === null) serverRows.delete(`${entity}/${id}`);
  }

  function hold(entity: EditableEntity, id: string): void {
    if (!serverRows.has(`${entity}/${id}`)) serverRows.set(`${entity}/${id}`, rows.get(entity, id));
  }

  /** Which ones wait for another, and, when sending, what becomes of those that do not. */
  function pass(isSending: boolean): void {
    const gate = createDependencyGate();
    for (const one of [...entries]) {
      const { mutation } = one;
      if (mutation === null || one.state === 'discarded' || one.state === 'cancelling') continue;
      if (!LIVE.has(one.state)) {
        gate.hold(mutation);
        continue;
      }
      one.waitsFor = gate.pass(mutation) ?? null;
      one.state = one.waitsFor === null ? 'queued' : 'held';
      if (isSending && one.waitsFor === null && !deliver(one, mutation)) gate.hold(mutation);
    }
  }

  function deliver(one: Held, mutation: Edit): boolean {
    const key = keyOf(mutation);
    const refusal = refusals.get(key);
    refusals.delete(key);
    const outcome =
      refusal === undefined
        ? decide(mutation, serverRow(mutation.entity, mutation.id), rows)
        : ({ result: 'rejected', reason: refusal } as const);
    one.attempts += 1;
    one.lastAttemptAtMs = Date.now();
    if (outcome.result === 'applied') {
      serverRows.set(key, outcome.row);
      entries.splice(entries.indexOf(one), 1);
    } else if (outcome.result === 'conflict') {
      Object.assign(one, { state: 'conflict', conflicts: outcome.fields, isRemoved: outcome.isRemoved });
    } else Object.assign(one, { state: 'rejected', reason: outcome.reason });
    return outcome.result === 'applied';
  }

  function changed(touched: Iterable<Pick<Mutation, 'entity' | 'id'>>, isSending = false): void {
    const concerned = new Map([...touched].map((row) => [keyOf(row), row]));
    if (isSending) for (const { mutation } of entries) if (mutation) concerned.set(keyOf(mutation), mutation);
    pass(isSending);
    for (const { entity, id } of concerned.values()) overlay(entity, id);
    revision += 1;
    onChange([...new Set([...concerned.values()].map(({ entity }) => entity))]);
    if (outbox.isConnected && entries.some(({ state }) => state === 'queued')) {
      setTimeout(() => {
        if (outbox.isConnected) outbox.send();
      }, 30);
    }
  }

  const each = (ids: readonly string[], action: (one: Held) => boolean) => {
    const found = ids.flatMap((id) => entries.filter(({ shown }) => shown.mutationId === id));
    const touched = found.filter(action);
    changed(touched.flatMap(({ mutation }) => mutation ?? []));
    return touched.length;
  };

  const outbox: MemoryOutbox = {
    revision: () => revision,
    isConnected: true,
    entries,
    send: () => changed([], true),
    refuseNext: (entity, id, reason) => void refusals.set(`${entity}/${id}`, reason),
    changeOnServer(entity, id, fields) {
      const row = serverRow(entity, id);
      const next = fields === null || row === null ? null : withFields(row, fields as Record<string, string>);
      serverRows.set(`${entity}/${id}`, next);
      changed([{ entity, id }]);
    },
    put(added) {
      entries.push(...added.map((entry) => heldOf(entry, null)));
      changed([]);
    },
    add(mutation) {
      hold(mutation.entity, mutation.id);
      entries.push(held(mutation));
      changed([mutation]);
    },
    list() {
      const waits = (one: Held) => one.state === 'conflict' || one.state === 'rejected' || OTHERS.has(one.state);
      return [...entries.filter(waits), ...entries.filter((one) => !waits(one))].map(outbox.entry);
    },
    entry: (one) => entryOf(one, one.mutation === null ? null : serverRow(one.mutation.entity, one.mutation.id), rows),
    serverRow,
    find: (mutationId) => entries.find(({ shown }) => shown.mutationId === mutationId),
    replace(one, by) {
      entries.splice(entries.indexOf(one), 1, ...(by === undefined ? [] : [held(by)]));
      changed(one.mutation === null ? [] : [one.mutation]);
    },
    discard: (ids) =>
      each(ids, (one) => {
        if (one.state === 'discarded') return false;
        Object.assign(one, { discardedFrom: one.state, state: 'discarded', waitsFor: null });
        return true;
      }),
    restore: (ids) =>
      each(ids, (one) => {
        if (one.discardedFrom === null) return false;
        if (one.mutation !== null) hold(one.mutation.entity, one.mutation.id);
        Object.assign(one, { state: one.discardedFrom, discardedFrom: null });
        return true;
      }),
    retry(ids) {
      if (ids === undefined) {
        const count = entries.filter(({ state }) => LIVE.has(state)).length;
        if (outbox.isConnected) outbox.send();
        return count;
      }
      return each(ids, (one) => {
        if (LIVE.has(one.state) || one.state === 'discarded') return false;
        const again = one.mutation === null ? undefined : rebased(one.mutation, serverRow);
        const next = again === undefined ? { ...one, state: 'queued' as const } : held(again);
        entries.splice(entries.indexOf(one), 1, next);
        return true;
      });
    },
    counts() {
      const there = entries.filter(({ state }) => state !== 'discarded');
      const number = (accept: (state: OutboxState) => boolean) => there.filter(({ state }) => accept(state)).length;
      return {
        notSent: there.length,
        conflicts: number((state) => state === 'conflict'),
        rejected: number((state) => state === 'rejected'),
        others: number((state) => OTHERS.has(state)),
        oldestMadeAtMs: there.length === 0 ? null : Math.min(...there.slice(0, 500).map((one) => one.shown.madeAtMs)),
      };
    },
  };
  return outbox;
}

/** The same edit on the row as it is now, as another one. */
function rebased(mutation: Edit, serverRow: MemoryOutbox['serverRow']): Edit {
  const row = serverRow(mutation.entity, mutation.id) ?? {};
  const again = { ...mutation, mutationId: uuid() };
  switch (again.op) {
    case 'create':
      return again;
    case 'patch': {
      const now = fieldsOf(row, Object.keys(again.fields));
      const fields = Object.entries(again.fields).map(([field, { to }]) => [field, { from: now[field] ?? null, to }]);
      return {
        ...again,
        fields: Object.fromEntries(fields) as typeof again.fields,
        seen: seenFor(again.entity, row, Object.keys(again.fields)),
      };
    }
    case 'delete':
      return { ...again, seen: fieldsOf(row, Object.keys(again.seen)) };
    case 'action':
      return { ...again, seen: fieldsOf(row, GUARDED_FIELDS[again.entity]) };
  }
}

function heldOf(entry: Partial<OutboxEntry> & Pick<OutboxEntry, 'state' | 'title'>, mutation: Edit | null): Held {
  const shown: OutboxEntry = {
    mutationId: uuid(),
    op: 'unknown',
    entity: null,
    id: null,
    action: null,
    madeAtMs: Date.now(),
    attempts: 0,
    lastAttemptAtMs: null,
    waitsFor: null,
    fields: [],
    isRemoved: false,
    reason: null,
    ...entry,
  };
  const { state, attempts, lastAttemptAtMs, waitsFor, isRemoved, reason } = shown;
  const answer = { attempts, lastAttemptAtMs, waitsFor, isRemoved, reason };
  return { mutation, shown, state, ...answer, conflicts: [], discardedFrom: null };
}
