import type { FieldEdits } from '../../../shared/api/index.ts';
import {
  EDITABLE_FIELDS,
  type EditableEntity,
  type FieldValue,
  type FieldValues,
  policyOf,
  tidyField,
} from '../../../shared/domain/index.ts';

/** What a person is entering, over a row that may change underneath. */
export interface FormState {
  readonly entity: EditableEntity;
  /** Null: a new row. */
  readonly id: string | null;
  /** Each field as the person was shown it: what an edit starts from. */
  readonly base: FieldValues;
  /** Each field as the data host has it now. */
  readonly present: FieldValues;
  /** What the person entered, of the fields that they touched. */
  readonly mine: FieldValues;
  /** What they typed where it is no value (yet). */
  readonly texts: Readonly<Record<string, string>>;
  /** What people call the rows that values name, by id. */
  readonly names: Readonly<Record<string, string>>;
  /** Fields that changed beside an edit that depends on them, as they were shown before. */
  readonly beside: FieldValues;
}

export function beginForm(
  entity: EditableEntity,
  id: string | null,
  present: FieldValues,
  names: Readonly<Record<string, string>> = {},
): FormState {
  const known = Object.keys(EDITABLE_FIELDS[entity]);
  const base = Object.fromEntries(known.map((field) => [field, present[field] ?? null]));
  return { entity, id, base, present: base, mine: {}, texts: {}, names, beside: {} };
}

/** The value that a field shows. */
export function valueOf({ mine, base }: FormState, field: string): FieldValue {
  return (Object.hasOwn(mine, field) ? mine[field] : base[field]) ?? null;
}

/** As it is stored: without spaces around it, and nothing rather than an empty text where nothing may stand. */
export function tidy({ entity }: Pick<FormState, 'entity'>, field: string, value: FieldValue): FieldValue {
  const tidied = tidyField(entity, field, value);
  return tidied === '' && field === 'customerName' ? null : tidied;
}

export function isTouched({ mine, texts }: FormState, field: string): boolean {
  return Object.hasOwn(mine, field) || Object.hasOwn(texts, field);
}

export function isDirty({ mine, texts }: FormState): boolean {
  return Object.keys(mine).length > 0 || Object.keys(texts).length > 0;
}

/** Touched fields that somebody else changed meanwhile. */
export function changedFields(state: FormState): string[] {
  return Object.keys(state.base).filter(
    (field) => isTouched(state, field) && state.present[field] !== state.base[field],
  );
}

/**
 * The person gives a field a value. What is again as it was shown is no edit. A text that only differs by what will be tidied is still being
 * typed: a blank before the next word must stay.
 */
export function enter(state: FormState, field: string, value: FieldValue): FormState {
  const shown = state.base[field] ?? null;
  const isAsShown = state.id !== null && !isBeingTyped(value, shown) && tidy(state, field, value) === shown;
  const mine = isAsShown ? without(state.mine, field) : { ...state.mine, [field]: value };
  const next = { ...state, mine, texts: without(state.texts, field) };
  // Not touched any more: it follows what is there now.
  if (isAsShown) return { ...next, base: { ...next.base, [field]: next.present[field] ?? null } };
  return next;
}

/** It differs from what is there by what will be tidied alone, or by more. */
function isBeingTyped(value: FieldValue, shown: FieldValue): boolean {
  return typeof value === 'string' && value !== '' && value !== shown;
}

/** The person typed what is no value. */
export function enterText(state: FormState, field: string, text: string): FormState {
  return { ...state, mine: without(state.mine, field), texts: { ...state.texts, [field]: text } };
}

/** The row is another than before: fields that were not touched follow, the others keep what the person was shown. */
export function follow(state: FormState, present: FieldValues, names: FormState['names'] = {}): FormState {
  const isGuarding = Object.keys(state.base).some((field) => isGuarded(state, field) && isTouched(state, field));
  const base: Record<string, FieldValue> = { ...state.base };
  const mine: Record<string, FieldValue> = { ...state.mine };
  const beside: Record<string, FieldValue> = { ...state.beside };
  for (const field of Object.keys(state.base)) {
    const now = present[field] ?? null;
    const before = state.present[field] ?? null;
    const own = mine[field] ?? null;
    const isTyping = now === before && isBeingTyped(own, now);
    const isSame = Object.hasOwn(mine, field) && !isTyping && tidy(state, field, own) === now;
    if (isSame) delete mine[field];
    if (isSame || !isTouched(state, field)) {
      base[field] = now;
      if (isGuarding && !isSame && isGuarded(state, field) && now !== before) beside[field] ??= before;
      if (beside[field] === now) delete beside[field];
    }
  }
  const known = Object.fromEntries(Object.keys(base).map((field) => [field, present[field] ?? null]));
  return { ...state, base, mine, beside, present: known, names: { ...state.names, ...names } };
}

/** The person has seen what somebody else made of a field, and wants their own all the same. */
export function keepMine(state: FormState, field: string): FormState {
  return { ...state, base: { ...state.base, [field]: state.present[field] ?? null } };
}

export function takeTheirs(state: FormState, field: string): FormState {
  return keepMine({ ...state, mine: without(state.mine, field), texts: without(state.texts, field) }, field);
}

/** The person has seen what changed beside their edit. */
export function acknowledge(state: FormState, field: string): FormState {
  return { ...state, beside: without(state.beside, field) };
}

/** What is to be sent, for a row that is there. */
export function editsOf(state: FormState): FieldEdits {
  const edits = Object.entries(state.mine).map(
    ([field, value]) => [field, { from: state.base[field] ?? null, to: tidy(state, field, value) }] as const,
  );
  return Object.fromEntries(edits.filter(([, { from, to }]) => from !== to));
}

/** All that a new row has. Fields without a value are left out. */
export function fieldsOfNew(state: FormState): FieldValues {
  const fields = Object.keys(state.base).map((field) => [field, tidy(state, field, valueOf(state, field))] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== null));
}

function isGuarded({ entity }: FormState, field: string): boolean {
  return policyOf(entity, field) === 'guarded';
}

function without<Value>(values: Readonly<Record<string, Value>>, field: string): Record<string, Value> {
  const { [field]: _, ...others } = values;
  return others;
}
