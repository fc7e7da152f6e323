import { z } from 'zod';
import { vatTreatment } from '../billing/vat.ts';
import { utcTime } from '../mission.ts';

const cents = z.number().int();
const count = z.number().int().nonnegative();

/** So many third parties and missions are named; of the others there is a count. */
export const MOST_NAMED = 20;

/** What became other since it was submitted before. */
export const cycleChanges = z.object({
  /** When that was, and what became of it. */
  since: utcTime,
  reason: z.string().nullable(),
  /** Before tax. */
  taxExclusiveCentsBefore: cents,
  missionsIn: count,
  missionsOut: count,
  /** Keys of some of those missions. */
  someIn: z.array(z.string()),
  someOut: z.array(z.string()),
  /** What was changed of the cycle itself: values as they were and are, as the books tell them. */
  fields: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
});
export type CycleChanges = z.infer<typeof cycleChanges>;

/** What a validator has beside the decision, as it was when the cycle was submitted: it is frozen then. */
export const cycleFacts = z.object({
  label: z.string(),
  thirdPartyId: z.string().nullable(),
  periodStart: z.iso.date(),
  periodEnd: z.iso.date(),
  currency: z.string(),
  priceBy: z.string(),
  missions: count,
  /** Missions whose price nobody knows. */
  unpriced: count,
  taxExclusiveCents: cents,
  taxCents: cents,
  taxInclusiveCents: cents,
  vat: z.array(
    z.object({ category: vatTreatment.shape.category, basisPoints: count, taxableCents: cents, taxCents: cents }),
  ),
  /** What each third party is to pay before tax, the largest first. */
  parties: z.array(z.object({ name: z.string(), missions: count, taxExclusiveCents: cents })),
  moreParties: count,
  /** Null where it is submitted for the first time. */
  changes: cycleChanges.nullable(),
});
export type CycleFacts = z.infer<typeof cycleFacts>;
