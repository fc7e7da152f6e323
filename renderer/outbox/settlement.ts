import type { OutboxEntry, OutboxField } from '../../shared/contract/index.ts';
import { type FieldValue, type FieldValues, type Refusal, refuseFields } from '../../shared/domain/index.ts';
import type { Choice, Choices } from '../stores/settlement-draft.ts';
import { isEditable } from './field-kinds.ts';

/**
 * What is asked of a person about one field.
 *
 *   choice   mine, theirs or another value
 *   same     both entered the same: nothing to decide
 *   context  not edited here, but changed by somebody else, and the edit may depend on it
 */
export interface Line {
  readonly kind: 'choice' | 'same' | 'context';
  readonly field: OutboxField;
}

/** In the order of the entry; what nobody changed is left out. */
export function linesOf({ op, entity, fields }: Pick<OutboxEntry, 'op' | 'entity' | 'fields'>): Line[] {
  return fields.flatMap((field): Line[] => {
    const isEdit = op === 'create' || (op === 'patch' && field.mine !== field.base);
    if (isEdit && isEditable(entity, field.field)) {
      return [{ kind: op === 'patch' && field.mine === field.theirs ? 'same' : 'choice', field }];
    }
    return field.base === field.theirs ? [] : [{ kind: 'context', field }];
  });
}

/** What stands before a person has decided: in a conflict nothing for what is contested, otherwise what was entered. */
export function startingChoice(entry: Pick<OutboxEntry, 'state'>, field: OutboxField): Choice {
  const isMended = entry.state === 'rejected';
  const side = isMended ? 'hand' : field.isConflict ? null : 'mine';
  return { side, hand: field.mine, typed: undefined };
}

export function choiceOf(entry: OutboxEntry, choices: Choices, field: OutboxField): Choice {
  return choices[field.field] ?? startingChoice(entry, field);
}

/** The value that a field will have; undefined while that is open. */
export function resultOf(field: OutboxField, { side, hand, typed }: Choice): FieldValue | undefined {
  if (side === null) return undefined;
  if (side === 'hand') return typed === undefined ? hand : undefined;
  return side === 'mine' ? field.mine : field.theirs;
}

/** Why the form cannot be sent yet, by field. */
export type FormFault = { readonly code: 'undecided' } | Pick<Refusal, 'code' | 'field'>;

export function formFaults(entry: OutboxEntry, choices: Choices): Readonly<Record<string, FormFault>> {
  const faults: Record<string, FormFault> = {};
  const results: Record<string, FieldValue> = {};
  for (const { kind, field } of linesOf(entry)) {
    results[field.field] = field.theirs;
    if (kind !== 'choice') continue;
    const choice = choiceOf(entry, choices, field);
    const value = resultOf(field, choice);
    if (value !== undefined) {
      results[field.field] = value;
      // What the server has is the server's own affair.
      if (choice.side === 'theirs' || entry.entity === null) continue;
      const refused = refuseFields(entry.entity, { [field.field]: value });
      if (refused !== undefined) faults[field.field] = refused;
    } else
      faults[field.field] =
        choice.side === null ? { code: 'undecided' } : { code: 'invalid-value', field: field.field };
  }
  const { periodStart, periodEnd } = results;
  if (typeof periodStart === 'string' && typeof periodEnd === 'string' && periodStart > periodEnd) {
    const at = entry.fields.some(({ field }) => field === 'periodEnd') ? 'periodEnd' : 'periodStart';
    faults[at] ??= { code: 'period-reversed', field: at };
  }
  return faults;
}

/** What the settlement says: each field as it is to be. A new row needs all of them; an edit only what the server does not have. */
export function settledFields(entry: OutboxEntry, choices: Choices): FieldValues {
  const fields: Record<string, FieldValue> = {};
  for (const { kind, field } of linesOf(entry)) {
    if (kind !== 'choice') continue;
    const value = resultOf(field, choiceOf(entry, choices, field));
    if (value === undefined || (entry.op === 'patch' && value === field.theirs)) continue;
    fields[field.field] = value;
  }
  return fields;
}

/** The server's values that the person saw while deciding. */
export function theirsSeen({ op, fields }: OutboxEntry): FieldValues {
  return op === 'create' ? {} : Object.fromEntries(fields.map(({ field, theirs }) => [field, theirs]));
}

/** One side for all that there is to choose. */
export function chooseAll(entry: OutboxEntry, choices: Choices, side: 'mine' | 'theirs'): Choices {
  const chosen = linesOf(entry).flatMap(({ kind, field }): [string, Choice][] =>
    kind === 'choice' ? [[field.field, { ...choiceOf(entry, choices, field), side }]] : [],
  );
  return { ...choices, ...Object.fromEntries(chosen) };
}

/**
 * The decisions that still stand when the entry is read again: one about a field that somebody has changed once more is open again, as
 * it was made on another value.
 */
export function keptChoices(
  before: OutboxEntry,
  after: OutboxEntry,
  choices: Choices,
): { choices: Choices; lost: boolean } {
  const changed = after.fields.filter(({ field, theirs }) => {
    const known = before.fields.find((other) => other.field === field);
    return known !== undefined && known.theirs !== theirs;
  });
  if (changed.length === 0) return { choices, lost: false };
  const kept = { ...choices };
  for (const field of changed) {
    const { hand, typed } = choiceOf(after, choices, field);
    const { side } = startingChoice(after, field);
    kept[field.field] = { side: after.state === 'conflict' ? null : side, hand, typed };
  }
  return { choices: kept, lost: true };
}
