import { z } from 'zod';
import { billingCycle, billingCycleState } from '../domain/billing-cycle.ts';
import { cycleAction } from '../domain/billing/cycle-machine.ts';
import { method } from '../rpc/index.ts';
import { unsentState } from './edits.ts';
import { direction, rowsOf, searchText, windowOf } from './page.ts';

export const billingCycleRow = billingCycle.extend({
  unsent: unsentState.nullable(),
  thirdPartyName: z.string().nullable(),
  /** What may be done with it now. */
  availableActions: z.array(cycleAction),
  missionCount: z.number().int(),
  /** Sum of the known amounts of its missions, integer cents before tax. */
  amountCents: z.number().int(),
});
export type BillingCycleRow = z.infer<typeof billingCycleRow>;

export const BILLING_CYCLE_SORTS = ['periodStart', 'label', 'state', 'missionCount', 'amountCents'] as const;

export const billingCycleMethods = {
  'billingCycles.page': method(
    z.strictObject({
      filter: z
        .strictObject({ text: searchText.optional(), states: z.array(billingCycleState).max(10).optional() })
        .default({}),
      sort: z
        .strictObject({ by: z.enum(BILLING_CYCLE_SORTS), direction })
        .default({ by: 'periodStart', direction: 'descending' }),
      ...windowOf,
    }),
    rowsOf(billingCycleRow),
  ),
  /** Another cycle that bills the same third party in the same currency on one of the same days, as far as this computer knows. */
  'billingCycles.overlapping': method(
    z.strictObject({
      /** Null: it is still to be made. */
      id: z.guid().nullable(),
      thirdPartyId: z.guid().nullable(),
      currency: z.string().max(3),
      periodStart: z.iso.date(),
      periodEnd: z.iso.date(),
    }),
    z.object({
      other: z
        .object({ id: z.string(), label: z.string(), periodStart: z.iso.date(), periodEnd: z.iso.date() })
        .nullable(),
    }),
  ),
  'billingCycles.get': method(z.strictObject({ id: z.string() }), billingCycleRow),
};
