import { z } from 'zod';
import { utcTime } from './mission.ts';

/** States of a billing cycle, in the order of its life. The rules of passage come with the billing screens. */
export const BILLING_CYCLE_STATES = [
  'draft',
  'open',
  'closed',
  'in-validation',
  'validated',
  'invoiced',
  'transmitted',
] as const;
export const billingCycleState = z.enum(BILLING_CYCLE_STATES);
export type BillingCycleState = z.infer<typeof billingCycleState>;

/** A period whose missions are billed together, to one third party or to all. */
export const billingCycle = z.object({
  id: z.guid(),
  label: z.string().min(1),
  thirdPartyId: z.guid().nullable(),
  /** First and last day of the period, both within it: `YYYY-MM-DD` in the operator's own calendar. */
  periodStart: z.iso.date(),
  periodEnd: z.iso.date(),
  state: billingCycleState,
  currency: z.string().length(3),
  createdAt: utcTime,
});
export type BillingCycle = z.infer<typeof billingCycle>;
