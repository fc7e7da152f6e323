import { z } from 'zod';
import { type BillingCycleState, billingCycle } from './billing-cycle.ts';
import {
  CYCLE_ACTIONS,
  type CycleAction,
  type CyclePlace,
  cycleAction,
  isEditable,
  placeAfter,
  ruleOf,
} from './billing/cycle-machine.ts';
import type { FieldValues, RowFields } from './edit-policy.ts';
import type { Refusal } from './refusal.ts';

/** What is not told is as in a cycle that is not invoiced yet. */
const place = z.object({
  state: billingCycle.shape.state,
  transmission: billingCycle.shape.transmission.default(null),
  isCredited: billingCycle.shape.isCredited.default(false),
});

/** Where a row stands, or undefined where it is no billing cycle. */
export function placeOf(row: RowFields): CyclePlace | undefined {
  const parsed = place.safeParse(row);
  return parsed.success ? parsed.data : undefined;
}

/**
 * Where a cycle is after an action, or undefined where that is not legal there, whoever asks.
 * @param row at least what says where it stands
 */
export function placeAfterAction(row: RowFields, action: string): CyclePlace | undefined {
  const from = placeOf(row);
  const known = cycleAction.safeParse(action);
  if (from === undefined || !known.success) return undefined;
  const rule = ruleOf(from, known.data);
  return rule && placeAfter(from, rule);
}

/** The actions that are legal for a cycle, whoever asks. */
export function actionsFrom(from: CyclePlace): CycleAction[] {
  return CYCLE_ACTIONS.filter((action) => ruleOf(from, action) !== undefined);
}

/** What an action needs to be told: a reason where it goes back. Refuses what it was told wrongly. */
export function refuseParameters(row: RowFields, action: CycleAction, parameters: FieldValues): Refusal | undefined {
  const from = placeOf(row);
  const needsReason = from !== undefined && ruleOf(from, action)?.needsReason === true;
  const unknown = Object.keys(parameters).find((name) => name !== 'reason' || !needsReason);
  if (unknown !== undefined)
    return { code: 'invalid-value', field: unknown, detail: `${unknown}: ${action} takes no such parameter` };
  const { reason } = parameters;
  const isGiven = typeof reason === 'string' && reason.trim() !== '' && reason.length <= 2000;
  if (!needsReason || isGiven) return undefined;
  return { code: 'invalid-value', field: 'reason', detail: `reason: ${action} needs one, of at most 2000 characters` };
}

/** From here on a cycle is frozen: nothing of it can be edited, no mission comes or goes. */
export function isFrozen(state: BillingCycleState): boolean {
  return !isEditable(state);
}
