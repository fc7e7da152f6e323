import type { FieldEdits } from '../../../../shared/api/index.ts';
import { fieldOf } from '../../../../shared/domain/index.ts';
import { type EditGround, type Made, makePatch, makeRemoval } from '../../handlers/make-mutation.ts';
import type { CacheWrites } from '../../store/cache.ts';
import type { ImportedEdit } from '../../store/import-rows.ts';
import { isAsImported } from './import-pass.ts';

/**
 * Takes one edit of an import back. What is not sent is thrown away as if it had never been made; what may be on the server is taken back by an
 * edit of its own, where nobody changed it since.
 * @returns false where it stays as it is
 */
export function undoEdit(
  { outbox, imports }: Pick<CacheWrites, 'outbox' | 'imports'>,
  edit: ImportedEdit,
  nowMs: number,
): boolean {
  const row = outbox.rowOf('third-party', edit.id);
  // Somebody removed it: it is as it was before.
  if (row === undefined) return edit.isNew;
  const isUnchanged = edit.isNew
    ? isAsImported(row.row, edit.fields) && outbox.usedBy('third-party', edit.id) === 0
    : Object.entries(edit.fields).every(([field, { to }]) => fieldOf(row.row, field) === to);
  if (!isUnchanged) return false;
  if (imports.isUnsent(edit.mutationId)) {
    outbox.drop(edit.mutationId);
    return true;
  }
  const ground: EditGround = { rows: outbox, nowMs };
  const made: Made = edit.isNew
    ? makeRemoval(ground, 'third-party', edit.id, row)
    : makePatch(ground, 'third-party', edit.id, { known: row, values: before(edit.fields) });
  const owner = outbox.owner();
  if (made.made !== 'mutation' || owner === null) return made.made === 'nothing';
  outbox.add(made.mutation, owner);
  return true;
}

function before(fields: FieldEdits) {
  return Object.fromEntries(Object.entries(fields).map(([field, { from }]) => [field, from]));
}
