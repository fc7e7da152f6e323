import type { FieldValue, FieldValues } from '../edit-policy.ts';
import { refuseCreation, refuseFields, tidyField } from '../edit-rules.ts';
import type { Refusal } from '../refusal.ts';
import { THIRD_PARTY_TYPES, type ThirdPartyType } from '../third-party.ts';
import { listText } from './contact-lists.ts';
import type { ImportField, ImportMapping } from './import-columns.ts';

/** What is wrong with one cell, or with a row that lacks something (`column` null). */
export interface CellFault {
  /** From 0. */
  readonly column: number | null;
  readonly field: string;
  /** As the file has it. */
  readonly value: string;
  readonly refusal: Refusal;
}

export type ImportedRow = { readonly fields: FieldValues; readonly faults: readonly CellFault[] };

/** Words for the types in tables of other programs, folded. */
const TYPES: Readonly<Record<ThirdPartyType, readonly string[]>> = {
  customer: ['customer', 'client', 'cli', 'c', 'acheteur', 'buyer'],
  supplier: ['supplier', 'fournisseur', 'frs', 'f', 'vendor'],
  subcontractor: ['subcontractor', 'sous traitant', 'st', 'affrete'],
  authority: ['authority', 'autorite', 'collectivite', 'autorite organisatrice', 'public'],
  other: ['other', 'autre', 'divers'],
};
const TYPE_OF_WORD: ReadonlyMap<string, ThirdPartyType> = new Map(
  THIRD_PARTY_TYPES.flatMap((type) => TYPES[type].map((word) => [word, type] as const)),
);
const LANGUAGES: Readonly<Record<string, string>> = {
  ...{ fr: 'fr', francais: 'fr', french: 'fr', fra: 'fr', en: 'en', anglais: 'en', english: 'en', eng: 'en' },
};

/**
 * The fields of a third party as one row of a table has them: cells are texts, whatever they look like, and never evaluated. Empty
 * cells say nothing.
 */
export function importRow(cells: readonly string[], mapping: ImportMapping): ImportedRow {
  const cellOf = new Map<string, { column: number; value: string }>();
  mapping.forEach((field, column) => {
    const value = cells[column] ?? '';
    if (field !== null && value.trim() !== '') cellOf.set(field, { column, value });
  });
  const text = (field: ImportField) => cellOf.get(field)?.value;
  const fields: Record<string, FieldValue> = { type: 'customer' };
  for (const field of mapping) {
    if (field === null || field.startsWith('person.') || field === 'contactInfo.address2') continue;
    const value = text(field);
    if (value !== undefined) fields[field] = tidyField('third-party', field, valueOf(field, value));
  }
  const address = [text('contactInfo.address'), text('contactInfo.address2')].filter((line) => line !== undefined);
  if (address.length > 0)
    fields['contactInfo.address'] = tidyField('third-party', 'contactInfo.address', address.join('\n'));
  const person = personOf(text);
  if (person !== null) fields['contactInfo.persons'] = tidyField('third-party', 'contactInfo.persons', person);
  const said = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
  return { fields: said, faults: faultsOf(said, cellOf) };
}

function personOf(text: (field: ImportField) => string | undefined): string | null {
  const parts = { name: text('person.name'), role: text('person.role') };
  const person = { ...parts, email: text('person.email'), phone: text('person.phone') };
  return Object.values(person).some((part) => part !== undefined) ? listText([person]) : null;
}

/** Cells are written as people and other programs write them: a word for a type, digits for days. */
function valueOf(field: ImportField, value: string): FieldValue {
  const word = folded(value);
  if (field === 'type') return TYPE_OF_WORD.get(word) ?? value;
  if (field === 'contactInfo.language') return LANGUAGES[word] ?? value;
  if (field === 'contactInfo.paymentDays') {
    const days = /^(\d{1,4})(?:[.,]0+)?\s*(?:j|jours?|d|days?)?$/i.exec(value.trim());
    return days === null ? value : Number(days[1]);
  }
  return value;
}

function faultsOf(fields: FieldValues, cells: ReadonlyMap<string, { column: number; value: string }>): CellFault[] {
  const faults: CellFault[] = [];
  const told = (refusal: Refusal, field: string) => {
    const cell = cells.get(field) ?? (field === 'contactInfo.persons' ? personCell(cells) : undefined);
    faults.push({ column: cell?.column ?? null, field, value: cell?.value ?? '', refusal });
  };
  for (const [field, value] of Object.entries(fields)) {
    const refusal = refuseFields('third-party', { [field]: value });
    if (refusal !== undefined) told(refusal, field);
  }
  if (faults.length > 0) return faults;
  const whole = refuseCreation('third-party', fields);
  if (whole !== undefined) told(whole, whole.field ?? 'name');
  return faults;
}

function personCell(cells: ReadonlyMap<string, { column: number; value: string }>) {
  return [...cells].find(([field]) => field.startsWith('person.'))?.[1];
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
    .trim();
}
