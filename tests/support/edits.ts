import { v7 as uuidv7 } from 'uuid';
import type { FieldEdits, Mutation } from '../../shared/api/index.ts';
import {
  EDITABLE_FIELDS,
  type EditableEntity,
  type FieldValues,
  fieldOf,
  fieldsOf,
  GUARDED_FIELDS,
  type RowFields,
} from '../../shared/domain/index.ts';
import { seenFor } from '../../shared/sync/index.ts';

/** Mutations as a desktop makes them, of rows as it shows them. */

interface Row extends RowFields {
  id: string;
}

const envelope = (entity: EditableEntity, id: string) => ({
  mutationId: uuidv7(),
  entity,
  id,
  baseVersion: 1,
  madeAtMs: Date.UTC(2026, 2, 1),
});

export function creation(entity: EditableEntity, fields: FieldValues, id: string = uuidv7()) {
  return { ...envelope(entity, id), baseVersion: 0, op: 'create', fields } satisfies Mutation;
}

/** A new billing cycle of March 2026. */
export function cycleCreation(more: FieldValues = {}) {
  const fields = { label: 'Mars', periodStart: '2026-03-01', periodEnd: '2026-03-31', currency: 'EUR', ...more };
  return creation('billing-cycle', fields);
}

/** @param wanted new values; what they were and what else was seen comes from the row */
export function patchOf(entity: EditableEntity, row: Row, wanted: FieldValues) {
  const fields: FieldEdits = Object.fromEntries(
    Object.entries(wanted).map(([field, to]) => [field, { from: fieldOf(row, field), to }]),
  );
  const seen = seenFor(entity, row, Object.keys(wanted));
  return { ...envelope(entity, row.id), op: 'patch', fields, seen } satisfies Mutation;
}

export function removalOf(entity: EditableEntity, row: Row) {
  const seen = fieldsOf(row, [...Object.keys(EDITABLE_FIELDS[entity]), ...GUARDED_FIELDS[entity]]);
  return { ...envelope(entity, row.id), op: 'delete', seen } satisfies Mutation;
}

export function actionOn(entity: EditableEntity, row: Row, action: string, parameters: FieldValues = {}) {
  const seen = fieldsOf(row, GUARDED_FIELDS[entity]);
  return { ...envelope(entity, row.id), op: 'action', action, parameters, seen } satisfies Mutation;
}

/** Withdraws another. */
export function cancelOf({ mutationId, entity, id, baseVersion, madeAtMs }: Mutation) {
  return { mutationId, entity, id, baseVersion, madeAtMs, op: 'cancel' } satisfies Mutation;
}
