import type { FieldEdits } from '../../../shared/api/index.ts';
import type { MissionColumnKey, MissionRow } from '../../../shared/contract/index.ts';
import { type FieldValue, type Refusal, refuseFields } from '../../../shared/domain/index.ts';
import type { Language } from '../../i18n/index.ts';
import { type EditableField, FIELD_OF_COLUMN } from './columns.tsx';
import { readCell } from './read-cell.ts';

/** Why a pasted cell is left out. */
export type PasteFault =
  | { readonly why: 'not-editable' }
  | { readonly why: 'no-value' }
  | { readonly why: 'unknown-name' }
  | { readonly why: 'ambiguous-name' }
  | { readonly why: 'refused'; readonly refusal: Refusal };

export interface PastedCell {
  readonly mission: MissionRow;
  readonly column: MissionColumnKey;
  readonly text: string;
  readonly fault: PasteFault | null;
}

/** What a paste would do: one edit a mission, and each cell that it cannot take. */
export interface PastePlan {
  readonly edits: readonly { readonly mission: MissionRow; readonly fields: FieldEdits }[];
  /** Cells that change something. */
  readonly changes: readonly PastedCell[];
  readonly faults: readonly PastedCell[];
  /** Cells that are so already. */
  readonly same: number;
  /** Pasted rows beyond the last mission, and columns beyond the last that is shown. */
  readonly beyond: number;
}

/** What names mean: ids, null for none known, and an array of several where a name is not one row's. */
export type NamesOf = Readonly<Record<'thirdPartyId' | 'billingCycleId', ReadonlyMap<string, readonly string[]>>>;

interface PasteGround {
  missions: readonly MissionRow[];
  columns: readonly MissionColumnKey[];
  names: NamesOf;
  language: Language;
}

/** How a name is compared: without case, accents and blanks at its ends. */
export function nameKey(name: string): string {
  return name
    .trim()
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase();
}

/** The names that a paste asks for, to be looked up before it is planned. */
export function namesIn(
  cells: readonly (readonly string[])[],
  columns: readonly MissionColumnKey[],
  field: 'thirdPartyId' | 'billingCycleId',
): string[] {
  const places = columns.flatMap((column, place) => (FIELD_OF_COLUMN[column] === field ? [place] : []));
  const names = new Map<string, string>();
  for (const row of cells) {
    for (const place of places) {
      const name = row[place]?.trim() ?? '';
      if (name !== '') names.set(nameKey(name), name);
    }
  }
  return [...names.values()];
}

/**
 * Lays pasted cells over missions, from the first of each on. One pasted cell goes into all missions that were marked, which `missions` are
 * then.
 */
export function planPaste(
  cells: readonly (readonly string[])[],
  { missions, columns, names, language }: PasteGround,
): PastePlan {
  const edits: { mission: MissionRow; fields: FieldEdits }[] = [];
  const changes: PastedCell[] = [];
  const faults: PastedCell[] = [];
  let [same, beyond] = [0, Math.max(0, cells.length - missions.length)];
  for (const [index, row] of cells.entries()) {
    const mission = missions[index];
    if (mission === undefined) break;
    const fields: Record<string, FieldEdits[string]> = {};
    for (const [place, text] of row.entries()) {
      const column = columns[place];
      if (column === undefined) {
        beyond += 1;
        continue;
      }
      const cell = { mission, column, text };
      const field = FIELD_OF_COLUMN[column];
      if (field === undefined) {
        faults.push({ ...cell, fault: { why: 'not-editable' } });
        continue;
      }
      const read = valueOf(text, field, mission, { names, language });
      if ('why' in read) faults.push({ ...cell, fault: read });
      else if (read.value === mission[field]) same += 1;
      else {
        fields[field] = { from: mission[field], to: read.value };
        changes.push({ ...cell, fault: null });
      }
    }
    if (Object.keys(fields).length > 0) edits.push({ mission, fields });
  }
  return { edits, changes, faults, same, beyond };
}

function valueOf(
  text: string,
  field: EditableField,
  mission: MissionRow,
  { names, language }: Pick<PasteGround, 'names' | 'language'>,
): { value: FieldValue } | PasteFault {
  if (field === 'thirdPartyId' || field === 'billingCycleId') {
    if (text.trim() === '') return { value: null };
    const ids = names[field].get(nameKey(text)) ?? [];
    if (ids.length > 1) return { why: 'ambiguous-name' };
    return ids[0] === undefined ? { why: 'unknown-name' } : { value: ids[0] };
  }
  const value = readCell(text, field, mission.currency, language);
  if (value === undefined) return { why: 'no-value' };
  const refusal = refuseFields('mission', { [field]: value });
  return refusal === undefined ? { value } : { why: 'refused', refusal };
}
