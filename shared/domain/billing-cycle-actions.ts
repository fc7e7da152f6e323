import { z } from 'zod';
import type { BillingCycleState } from './billing-cycle.ts';

/** Actions that move a billing cycle on. Closing freezes it: nothing of it can be edited, no mission comes or goes. */
export const BILLING_CYCLE_ACTIONS = ['open', 'close'] as const;
export const billingCycleAction = z.enum(BILLING_CYCLE_ACTIONS);
export type BillingCycleAction = z.infer<typeof billingCycleAction>;

const TRANSITIONS: Readonly<Record<BillingCycleAction, { from: BillingCycleState; to: BillingCycleState }>> = {
  open: { from: 'draft', to: 'open' },
  close: { from: 'open', to: 'closed' },
};

/** The state after an action, or undefined where it is not legal in that state. */
export function stateAfter(state: BillingCycleState, action: string): BillingCycleState | undefined {
  const known = billingCycleAction.safeParse(action);
  if (!known.success) return undefined;
  const { from, to } = TRANSITIONS[known.data];
  return state === from ? to : undefined;
}

/** The actions that are legal in a state. */
export function actionsFrom(state: BillingCycleState): BillingCycleAction[] {
  return BILLING_CYCLE_ACTIONS.filter((action) => stateAfter(state, action) !== undefined);
}

/** From here on a cycle is frozen. */
export function isFrozen(state: BillingCycleState): boolean {
  return state !== 'draft' && state !== 'open';
}
