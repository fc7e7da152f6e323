import { z } from 'zod';
import { type BillingCycleState, billingCycleState, type TransmissionStatus } from '../billing-cycle.ts';

/**
 * Where a cycle stands: its state, and once it is transmitted what became of it. A cycle that was credited keeps both: nothing of it moves
 * any more but the fate of its invoice.
 */
export interface CyclePlace {
  state: BillingCycleState;
  transmission: TransmissionStatus | null;
  isCredited: boolean;
}

export const CYCLE_ACTIONS = [
  'open',
  'close',
  'submit',
  'approve',
  'reject',
  'reopen',
  'invoice',
  'deposit',
  'mark-rejected',
  'mark-refused',
  'mark-cashed',
  'credit',
] as const;
export const cycleAction = z.enum(CYCLE_ACTIONS);
export type CycleAction = z.infer<typeof cycleAction>;

/** Who may do it, by the operator's roles. */
export type CycleRole = 'billing' | 'validator' | 'administrator';

export interface CycleRule {
  action: CycleAction;
  from: BillingCycleState;
  /** With which transmission; undefined: any. */
  fromTransmission?: TransmissionStatus;
  to: BillingCycleState;
  toTransmission?: TransmissionStatus;
  roles: readonly CycleRole[];
  /**
   * Who may not, though the role allows it:
   *   contributor  nobody who had a hand in the cycle since it was last opened (four eyes)
   *   last-step    not the one who took the step that is taken back
   */
  second?: 'contributor' | 'last-step';
  needsReason?: true;
}

/**
 * The life of a billing cycle. Forward one step at a time; back only before it is invoiced, with a reason and by a second person; after that
 * a credit note alone undoes it (CGI, annex II, article 242 nonies A: an invoice is never changed). docs/billing.md is drawn from this table.
 */
export const CYCLE_RULES: readonly CycleRule[] = [
  { action: 'open', from: 'draft', to: 'open', roles: ['billing'] },
  { action: 'close', from: 'open', to: 'closed', roles: ['billing'] },
  { action: 'submit', from: 'closed', to: 'in-validation', roles: ['billing'] },
  { action: 'approve', from: 'in-validation', to: 'validated', roles: ['validator'], second: 'contributor' },
  {
    action: 'reject',
    from: 'in-validation',
    to: 'open',
    roles: ['validator'],
    second: 'contributor',
    needsReason: true,
  },
  ...(['closed', 'in-validation', 'validated'] as const).map(
    (from): CycleRule => ({
      ...{ action: 'reopen', from, to: 'open', roles: ['billing', 'validator', 'administrator'] },
      ...{ second: 'last-step', needsReason: true },
    }),
  ),
  { action: 'invoice', from: 'validated', to: 'invoiced', roles: ['billing'] },
  { action: 'deposit', from: 'invoiced', to: 'transmitted', toTransmission: 'deposited', roles: ['billing'] },
  ...(['rejected', 'refused', 'cashed'] as const).map(
    (fate): CycleRule => ({
      ...{ action: `mark-${fate}`, from: 'transmitted', fromTransmission: 'deposited', to: 'transmitted' },
      ...{ toTransmission: fate, roles: ['billing'] },
    }),
  ),
  // The platform did not take it for its form: the same invoice is handed in again.
  {
    ...{ action: 'deposit', from: 'transmitted', fromTransmission: 'rejected', to: 'transmitted' },
    ...{ toTransmission: 'deposited', roles: ['billing'] },
  },
  ...(['invoiced', 'transmitted'] as const).map(
    (from): CycleRule => ({
      action: 'credit',
      from,
      to: from,
      roles: ['billing'],
      needsReason: true,
    }),
  ),
];

/** The rule of an action in a place, or undefined where it is not legal there, whoever asks. */
export function ruleOf({ state, transmission, isCredited }: CyclePlace, action: CycleAction): CycleRule | undefined {
  if (isCredited && action === 'credit') return undefined;
  return CYCLE_RULES.find(
    (rule) =>
      rule.action === action &&
      rule.from === state &&
      (rule.fromTransmission === undefined || rule.fromTransmission === transmission),
  );
}

/** Where a rule leads. */
export function placeAfter(place: CyclePlace, rule: CycleRule): CyclePlace {
  return {
    state: rule.to,
    transmission: rule.toTransmission ?? (rule.to === 'transmitted' ? place.transmission : null),
    isCredited: place.isCredited || rule.action === 'credit',
  };
}

/** A cycle whose missions, period and prices can still change. */
export function isEditable(state: BillingCycleState): boolean {
  return state === 'draft' || state === 'open';
}

/** After this a cycle never goes back. */
export function isInvoiced(state: BillingCycleState): boolean {
  return billingCycleState.options.indexOf(state) >= billingCycleState.options.indexOf('invoiced');
}
