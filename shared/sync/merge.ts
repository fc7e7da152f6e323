import type { FieldEdits } from '../api/push.ts';
import {
  type EditableEntity,
  type FieldValue,
  type FieldValues,
  fieldOf,
  fieldsOf,
  GUARDED_FIELDS,
  policyOf,
  type RowFields,
} from '../domain/edit-policy.ts';

/** All of an edit, or nothing of it. */
export type Merge = { ok: true; fields: FieldValues } | { ok: false; conflicts: string[] };

/**
 * Three-way merge of an edit into a row that may have changed since: by field and by value. A field that is as the editor saw
 * it takes the new value; one that already has the new value is as wanted; any other is a conflict. An edit of a
 * guarded field also needs every guarded field to be as it was seen. The server decides with this; a desktop foretells with it.
 * @returns the fields that are to change, or those in conflict
 */
export function mergeEdits(entity: EditableEntity, row: RowFields, edits: FieldEdits, seen: FieldValues): Merge {
  const fields: Record<string, FieldValue> = {};
  const conflicts = new Set<string>();
  for (const [field, { from, to }] of Object.entries(edits)) {
    const now = fieldOf(row, field);
    if (now === to) continue;
    if (now === from) fields[field] = to;
    else conflicts.add(field);
  }
  const isGuarded = Object.keys(edits).some((field) => policyOf(entity, field) === 'guarded');
  if (isGuarded) {
    for (const field of changedSince(row, seen)) if (fieldOf(row, field) !== edits[field]?.to) conflicts.add(field);
  }
  return conflicts.size === 0 ? { ok: true, fields } : { ok: false, conflicts: [...conflicts] };
}

/** The fields that are not as they were seen. */
export function changedSince(row: RowFields, seen: FieldValues): string[] {
  return Object.entries(seen).flatMap(([field, value]) => (fieldOf(row, field) === value ? [] : [field]));
}

/** What an edit of these fields must say it has seen. */
export function seenFor(entity: EditableEntity, row: RowFields, edited: readonly string[]): FieldValues {
  const isGuarded = edited.some((field) => policyOf(entity, field) === 'guarded');
  return isGuarded ? fieldsOf(row, GUARDED_FIELDS[entity]) : {};
}
