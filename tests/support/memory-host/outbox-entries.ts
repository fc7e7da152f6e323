import type { Mutation } from '../../../shared/api/index.ts';
import type { OutboxEntry, OutboxField, OutboxState } from '../../../shared/contract/index.ts';
import {
  type FieldValue,
  type FieldValues,
  fieldOf,
  REFERENCES,
  type Refusal,
  type RowFields,
} from '../../../shared/domain/index.ts';
import type { MemoryRows } from './memory-rows.ts';

/** One that waits in the memory host. */
export interface Held {
  /** Null: one that a test put there as it is shown. */
  readonly mutation: Exclude<Mutation, { op: 'cancel' }> | null;
  readonly shown: OutboxEntry;
  state: OutboxState;
  attempts: number;
  lastAttemptAtMs: number | null;
  waitsFor: string | null;
  conflicts: readonly string[];
  isRemoved: boolean;
  reason: Refusal | null;
  /** Where a restored one goes back to. */
  discardedFrom: OutboxState | null;
}

/** As a window is told of it, against the server's row as it is now. */
export function entryOf(held: Held, server: RowFields | null, rows: MemoryRows): OutboxEntry {
  const { mutation, shown, state, attempts, lastAttemptAtMs, waitsFor, isRemoved, reason } = held;
  const common = { state, attempts, lastAttemptAtMs, waitsFor, isRemoved, reason };
  if (mutation === null) return { ...shown, ...common };
  return { ...shown, ...common, fields: fieldsOf(mutation, held.conflicts, server, rows) };
}

function fieldsOf(
  mutation: NonNullable<Held['mutation']>,
  conflicts: readonly string[],
  server: RowFields | null,
  rows: MemoryRows,
): OutboxField[] {
  const { base, mine } = valuesOf(mutation);
  const fields = [...new Set([...Object.keys(mine), ...conflicts])];
  return fields.map((field) => {
    const values = {
      base: base[field] ?? null,
      mine: Object.hasOwn(mine, field) ? (mine[field] ?? null) : (base[field] ?? null),
      theirs: server === null ? null : fieldOf(server, field),
    };
    return { field, ...values, isConflict: conflicts.includes(field), names: namesOf(mutation, field, values, rows) };
  });
}

function valuesOf(mutation: NonNullable<Held['mutation']>): { base: FieldValues; mine: FieldValues } {
  switch (mutation.op) {
    case 'create':
      return { base: {}, mine: mutation.fields };
    case 'patch': {
      const of = (side: 'from' | 'to') =>
        Object.fromEntries(Object.entries(mutation.fields).map(([field, edit]) => [field, edit[side]]));
      return { base: { ...mutation.seen, ...of('from') }, mine: of('to') };
    }
    case 'delete':
    case 'action':
      return { base: mutation.seen, mine: {} };
  }
}

function namesOf(
  { entity }: NonNullable<Held['mutation']>,
  field: string,
  values: Readonly<Record<string, FieldValue>>,
  rows: MemoryRows,
): Record<string, string> {
  const named = REFERENCES[entity][field];
  if (named === undefined) return {};
  const names: Record<string, string> = {};
  for (const id of Object.values(values)) {
    const name = typeof id === 'string' ? rows.nameOf(named, id) : null;
    if (typeof id === 'string' && name !== null) names[id] = name;
  }
  return names;
}
