import { z } from 'zod';
import { utcTime } from './mission.ts';
import { contactInfo } from './third-parties/contact-info.ts';

export const THIRD_PARTY_TYPES = ['customer', 'supplier', 'subcontractor', 'authority', 'other'] as const;
export const thirdPartyType = z.enum(THIRD_PARTY_TYPES);
export type ThirdPartyType = z.infer<typeof thirdPartyType>;

/**
 * Whether it is in use.
 *
 *   active    it can be chosen
 *   archived  what names it goes on to; nothing new may
 *   merged    archived, since it was the same as another: what could be moved names that one now
 */
export const THIRD_PARTY_STANDINGS = ['active', 'archived', 'merged'] as const;
export const thirdPartyStanding = z.enum(THIRD_PARTY_STANDINGS);
export type ThirdPartyStanding = z.infer<typeof thirdPartyStanding>;

/** A row that a merge or its undo left as it was, and why. */
export const mergeRemainder = z.object({
  entity: z.enum(['mission', 'billing-cycle', 'rate-card']),
  id: z.string(),
  /** What people call it. */
  title: z.string(),
  /** `changed`: it names another by now; `frozen`: its billing cycle is closed; `gone`: it was removed. */
  why: z.enum(['changed', 'frozen', 'gone']),
});
export type MergeRemainder = z.infer<typeof mergeRemainder>;

const counts = z.object({
  missions: z.number().int(),
  billingCycles: z.number().int(),
  rateCards: z.number().int(),
});

/** What the last merge of a third party into another moved, and what its undo could not move back. */
export const mergeReport = z.object({
  into: z.guid(),
  mergedAt: utcTime,
  moved: counts,
  /** Null: it stands. */
  undoneAt: utcTime.nullable(),
  /** Of the undo: how many stayed with the other, and the first of them. */
  keptCount: z.number().int(),
  kept: z.array(mergeRemainder).max(50),
});
export type MergeReport = z.infer<typeof mergeReport>;

/** A company or person that missions are billed to, or bought from. */
export const thirdParty = z.object({
  id: z.guid(),
  name: z.string().min(1),
  type: thirdPartyType,
  contactInfo,
  standing: thirdPartyStanding.default('active'),
  /** The one that it was merged into. */
  mergedInto: z.guid().nullable().default(null),
  archivedAt: utcTime.nullable().default(null),
  lastMerge: mergeReport.nullable().default(null),
  createdAt: utcTime,
});
export type ThirdParty = z.infer<typeof thirdParty>;
