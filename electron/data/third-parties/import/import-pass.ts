import { v7 as uuidv7 } from 'uuid';
import type { FieldEdits } from '../../../../shared/api/index.ts';
import type { ImportCounts, ImportProblem, ImportSettings } from '../../../../shared/contract/index.ts';
import { type CellFault, fieldOf, type FieldValues, importRow } from '../../../../shared/domain/index.ts';
import type { Made } from '../../handlers/make-mutation.ts';
import type { CacheReads } from '../../store/cache.ts';
import type { ImportedEdit } from '../../store/import-rows.ts';
import type { Alike, KnownParties } from './known-parties.ts';
import type { TableRow } from './table-rows.ts';

/** Makes the edits that rows ask for; of a trial only says whether they could be made. */
export interface EditMaker {
  readonly isTrial: boolean;
  create(id: string, fields: FieldValues): Made;
  patch(id: string, fields: FieldValues): Made;
  /** @returns the id of the mutation; of a trial none is kept */
  keep(made: Extract<Made, { made: 'mutation' }>): string;
}

export interface RowOutcome {
  count: Exclude<keyof ImportCounts, 'rows'>;
  problems: ImportProblem[];
  edit?: ImportedEdit;
}

interface PassParts {
  settings: ImportSettings;
  headers: readonly string[];
  known: KnownParties;
}

/** What one row becomes: a new third party, a change of one that is there, nothing, or problems. */
export function passRow(row: TableRow, parts: PassParts, cache: CacheReads, maker: EditMaker): RowOutcome {
  const { settings, headers, known } = parts;
  const { fields, faults } = importRow(row.cells, settings.mapping);
  if (faults.length > 0) return { count: 'bad', problems: faults.map((fault) => problemOf(row, headers, fault)) };
  const alike = known.find(fields, cache);
  if (alike !== undefined && settings.onDuplicate !== 'create') {
    if (settings.onDuplicate === 'skip') return { count: 'skipped', problems: [likeness(row, alike)] };
    return update(row, parts, maker, alike, fields);
  }
  const id = uuidv7();
  const made = maker.create(id, fields);
  if (made.made !== 'mutation') return refused(row, made);
  known.add(fields, id, row.line);
  return { count: 'created', problems: [], edit: { mutationId: maker.keep(made), id, isNew: true, fields } };
}

/** Takes over what the row says; what it says nothing of stays. */
function update(
  row: TableRow,
  { known }: PassParts,
  maker: EditMaker,
  { id, line }: Alike,
  said: FieldValues,
): RowOutcome {
  // Of a trial the row before it made none that could be changed.
  if (maker.isTrial && line !== null) return { count: 'updated', problems: [] };
  // A table of customers says of none that it is one: the type that is there stays.
  const { type: _type, ...fields } = said;
  known.add(said, id, row.line);
  const made = maker.patch(id, fields);
  if (made.made === 'nothing') return { count: 'same', problems: [] };
  if (made.made !== 'mutation' || made.mutation.op !== 'patch') return refused(row, made);
  const edits: FieldEdits = made.mutation.fields;
  return { count: 'updated', problems: [], edit: { mutationId: maker.keep(made), id, isNew: false, fields: edits } };
}

function refused(row: TableRow, made: Made): RowOutcome {
  const refusal = made.made === 'refused' ? made.reason : null;
  const problem = { line: row.line, column: null, field: refusal?.field ?? null, value: '', what: 'value' as const };
  return { count: 'bad', problems: [{ ...problem, refusal, other: null }] };
}

function problemOf(
  { line }: TableRow,
  headers: readonly string[],
  { column, field, value, refusal }: CellFault,
): ImportProblem {
  const header = column === null ? null : (headers[column] ?? String(column + 1));
  return { line, column: header, field, value: value.slice(0, 200), what: 'value', refusal, other: null };
}

function likeness({ line }: TableRow, { line: other, name }: Alike): ImportProblem {
  const what = name === null ? ('like-row' as const) : ('like-known' as const);
  return { line, column: null, field: null, value: '', what, refusal: null, other: name ?? String(other) };
}

/** Whether every field is as it was imported. */
export function isAsImported(row: Readonly<Record<string, unknown>>, fields: FieldValues): boolean {
  return Object.entries(fields).every(([field, value]) => fieldOf(row, field) === value);
}
