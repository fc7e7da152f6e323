import type { Mutation } from '../api/push.ts';
import { geofencesOfRule } from '../domain/alarms/rule-fields.ts';
import { type EditableEntity, REFERENCES } from '../domain/edit-policy.ts';
import { rowsNamedByAction } from '../domain/third-parties/actions.ts';

/**
 * Tells which mutations must wait for one that cannot go on: later edits of the same row, and edits that name a row which that one
 * was to create. Fed in the order in which mutations were made. Server and desktop use the same.
 */
export interface DependencyGate {
  /** The mutation that this one must wait for; undefined: it may go. One that must wait holds others in turn. */
  pass(mutation: Mutation): string | undefined;
  /** This one cannot go on: refused, in conflict, or not understood. */
  hold(mutation: Pick<Mutation, 'mutationId' | 'op' | 'entity' | 'id'>): void;
}

export function createDependencyGate(): DependencyGate {
  /** Row to the first mutation of it that cannot go on. */
  const heldRows = new Map<string, string>();
  /** Rows that are not there until that mutation was taken. */
  const heldCreations = new Map<string, string>();

  function hold({ op, entity, id }: Pick<Mutation, 'op' | 'entity' | 'id'>, waitsFor: string): void {
    const row = rowKey(entity, id);
    if (!heldRows.has(row)) heldRows.set(row, waitsFor);
    if (op === 'create') heldCreations.set(row, waitsFor);
  }

  return {
    pass(mutation) {
      const waitsFor =
        heldRows.get(rowKey(mutation.entity, mutation.id)) ??
        referencesOf(mutation)
          .map((row) => heldCreations.get(row))
          .find((held) => held !== undefined);
      if (waitsFor !== undefined) hold(mutation, waitsFor);
      return waitsFor;
    },
    hold: (mutation) => hold(mutation, mutation.mutationId),
  };
}

/** The rows that a mutation names beside its own. */
export function referencesOf(mutation: Mutation): string[] {
  if (mutation.op === 'action' && mutation.entity === 'third-party')
    return rowsNamedByAction(mutation.action, mutation.parameters).map((id) => rowKey('third-party', id));
  if (mutation.op !== 'create' && mutation.op !== 'patch') return [];
  const valueOf = (field: string) => (mutation.op === 'create' ? mutation.fields[field] : mutation.fields[field]?.to);
  if (mutation.entity === 'alarm-rule')
    return geofencesOfRule(valueOf('parameters')).map((id) => rowKey('geofence', id));
  return Object.entries(REFERENCES[mutation.entity]).flatMap(([field, entity]) => {
    const id = valueOf(field);
    return typeof id === 'string' ? [rowKey(entity, id)] : [];
  });
}

function rowKey(entity: EditableEntity, id: string): string {
  return `${entity}/${id}`;
}
