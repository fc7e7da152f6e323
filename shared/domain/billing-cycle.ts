import { z } from 'zod';
import { utcTime } from './mission.ts';

/** States of a billing cycle, in the order of its life. The rules of passage: `billing/cycle-machine.ts`. */
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

/** What became of an invoice that was handed to the customer's platform, by the statuses of the French reform (AFNOR XP Z12-012). */
export const TRANSMISSION_STATUSES = ['deposited', 'rejected', 'refused', 'cashed'] as const;
export const transmissionStatus = z.enum(TRANSMISSION_STATUSES);
export type TransmissionStatus = z.infer<typeof transmissionStatus>;

/** What its missions are charged at: their own amounts, or what rate cards make of them. */
export const PRICE_SOURCES = ['amount', 'card'] as const;
export const priceSource = z.enum(PRICE_SOURCES);
export type PriceSource = z.infer<typeof priceSource>;

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
  priceBy: priceSource,
  /** Of a cycle that is transmitted; null before. */
  transmission: transmissionStatus.nullable(),
  /** Its invoices were taken back by credit notes. */
  isCredited: z.boolean(),
  /** Subjects of those who had a hand in it since it was last opened anew, and of who took the last step. */
  contributors: z.array(z.string()),
  lastStepBy: z.string().nullable(),
  createdAt: utcTime,
});
export type BillingCycle = z.infer<typeof billingCycle>;
