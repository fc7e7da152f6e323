import type { FieldValues } from '../edit-policy.ts';
import type { Refusal } from '../refusal.ts';
import { reasonFault } from './decision-rules.ts';
import { DECISIONS, type DecisionKind, type Mark, NO_MARK, type Validation } from './validation.ts';

/** What one does with an entry of one's own inbox. None of it is anybody else's business, so none of it meets a conflict. */
export const MARKINGS = ['read', 'unread', 'snooze', 'wake', 'archive', 'restore'] as const;
export type Marking = (typeof MARKINGS)[number];

/** Actions on a validation, as an edit carries them: decisions with `reason` and `onBehalfOf`; marks with `by`, and `until` to snooze. */
export const VALIDATION_ACTIONS = [...DECISIONS, ...MARKINGS] as const;
export type ValidationAction = (typeof VALIDATION_ACTIONS)[number];

export function isDecision(action: string): action is DecisionKind {
  return DECISIONS.some((known) => known === action);
}

export function isMarking(action: string): action is Marking {
  return MARKINGS.some((known) => known === action);
}

/** Refuses an action that is told wrongly. Who may decide is not looked at. */
export function refuseValidationAction(
  { state }: Pick<Validation, 'state'>,
  action: string,
  parameters: FieldValues,
): Refusal | undefined {
  const invalid = (field: string, detail: string): Refusal => ({ code: 'invalid-value', field, detail });
  const known = isDecision(action) ? ['reason', 'onBehalfOf'] : action === 'snooze' ? ['by', 'until'] : ['by'];
  if (!isDecision(action) && !isMarking(action))
    return { code: 'illegal-action', detail: `a validation knows no action ${action}` };
  const unknown = Object.keys(parameters).find((name) => !known.includes(name));
  if (unknown !== undefined) return invalid(unknown, `${unknown}: ${action} takes no such parameter`);
  const wrong = Object.entries(parameters).find(([, value]) => value !== null && typeof value !== 'string');
  if (wrong !== undefined) return invalid(wrong[0], `${wrong[0]}: must be a text`);
  if (isDecision(action)) {
    const fault = reasonFault(action, textOf(parameters, 'reason'));
    return fault === undefined ? undefined : invalid('reason', fault);
  }
  if (textOf(parameters, 'by') === null) return invalid('by', 'by: is missing: say whose mark it is');
  if (action === 'snooze' && Number.isNaN(Date.parse(textOf(parameters, 'until') ?? '')))
    return invalid('until', 'until: must be a time, such as 2026-03-01T06:30:00Z');
  if (action === 'archive' && state === 'pending')
    return { code: 'illegal-action', detail: 'a validation that waits cannot be archived: put it off instead' };
  return undefined;
}

/** The mark after one of its actions. @param until ISO time, of `snooze` */
export function markAfter(before: Mark | undefined, marking: Marking, at: string, until: string | null): Mark {
  const mark = before ?? NO_MARK;
  switch (marking) {
    case 'read':
      return { ...mark, readAt: at };
    case 'unread':
      return { ...mark, readAt: null };
    case 'snooze':
      return { ...mark, snoozedUntil: until };
    case 'wake':
      return { ...mark, snoozedUntil: null };
    case 'archive':
      return { ...mark, archivedAt: at };
    case 'restore':
      return { ...mark, archivedAt: null };
  }
}

export function textOf(parameters: FieldValues, name: string): string | null {
  const value = parameters[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
