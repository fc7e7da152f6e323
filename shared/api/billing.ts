import { z } from 'zod';
import {
  assignRule,
  cycleAction,
  invoiceDocument,
  invoiceKind,
  leftOut,
  priceSource,
  rateCard,
  vatTreatment,
} from '../domain/index.ts';
import { DOCUMENT_LANGUAGES } from '../domain/document-language.ts';
import { utcTime } from '../domain/mission.ts';
import { refusal } from '../domain/refusal.ts';
import { MAX_PAGE_SIZE, page } from './page.ts';

/** Lines of a cycle by the mission's key: `after` is the last mission of the page before. */
export const billingLinesQuery = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'must be a mission id: up to 18 digits')
    .optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(100),
});
export type BillingLinesQuery = z.output<typeof billingLinesQuery>;

/** Each subsidiary bills by settings of its own. */
export const billingSettingsQuery = z.strictObject({ subsidiary: z.string().trim().min(1).max(200).optional() });

/** What a mission of a cycle costs, and why. */
export const billingLine = z.object({
  missionId: z.string(),
  thirdPartyId: z.guid().nullable(),
  rateCardId: z.guid().nullable(),
  /** Integer cents before tax; null: nobody knows. */
  amountCents: z.number().int().nullable(),
  vat: vatTreatment,
  /** The lines of the price by the rate card, see `PriceLine`; empty where the mission's own amount is charged. */
  priceLines: z.array(z.looseObject({ kind: z.string(), amountCents: z.number().int() })),
  description: z.string(),
  performedOn: z.iso.date(),
});
export type BillingLine = z.infer<typeof billingLine>;
export const billingLinesPage = page(billingLine);

/** What a cycle comes to, as it was priced last. */
export const billingTotals = z.object({
  priceBy: priceSource,
  missions: z.number().int(),
  /** Missions whose price nobody knows. */
  unpriced: z.number().int(),
  taxExclusiveCents: z.number().int(),
  taxCents: z.number().int(),
  taxInclusiveCents: z.number().int(),
  vat: z.array(
    z.object({
      category: vatTreatment.shape.category,
      basisPoints: z.number().int(),
      exemption: z.string().optional(),
      taxableCents: z.number().int(),
      taxCents: z.number().int(),
    }),
  ),
  /** What each third party is to pay, the largest first; null: nobody knows whom those missions are billed to. */
  parties: z.array(
    z.object({
      thirdPartyId: z.guid().nullable(),
      missions: z.number().int(),
      taxExclusiveCents: z.number().int(),
      taxCents: z.number().int(),
      taxInclusiveCents: z.number().int(),
    }),
  ),
});
export type BillingTotals = z.infer<typeof billingTotals>;

/** An invoice or credit note, as a list shows it. */
export const invoiceSummary = z.object({
  id: z.guid(),
  kind: invoiceKind,
  number: z.string(),
  billingCycleId: z.guid(),
  thirdPartyId: z.guid(),
  /** The invoice that a credit note takes back. */
  correctsId: z.guid().nullable(),
  issuedOn: z.iso.date(),
  issuedBy: z.string(),
  currency: z.string(),
  /** With tax. */
  totalCents: z.number().int(),
  /** Of its documents, where one was agreed with the buyer. */
  language: z.enum(DOCUMENT_LANGUAGES).nullable().default(null),
});
export type InvoiceSummary = z.infer<typeof invoiceSummary>;
export const invoiceList = z.object({ items: z.array(invoiceSummary) });
export const issuedInvoice = invoiceSummary.extend({ document: invoiceDocument });
export type IssuedInvoice = z.infer<typeof issuedInvoice>;

/** An entry of the books. */
export const trailEntry = z.object({
  position: z.number().int(),
  /** How many entries in a row this one stands for, being the last of them: 1, but for runs of missions in long books. */
  alike: z.number().int().min(1).default(1),
  at: utcTime,
  actor: z.string(),
  onBehalfOf: z.string().nullable(),
  action: z.string(),
  details: z.looseObject({}),
  /** SHA-256, hexadecimal; it covers the entry and the hash of the one before. */
  hash: z.string(),
});
export const trail = z.object({
  entries: z.array(trailEntry),
  /** Entries before the first one of these that are not told: only the last 10,000 are. */
  earlier: z.number().int().nonnegative().default(0),
  /** Null: all is as it was written. Else the first entry that is not, or `end` where entries were cut off. */
  fault: z.string().nullable(),
});

export type Trail = z.infer<typeof trail>;

/** One step of a cycle's life: see `CYCLE_RULES`. */
export const cycleStep = z.strictObject({
  action: cycleAction,
  /** Of a step back, and of a credit note. */
  reason: z.string().trim().min(1).max(2000).optional(),
});

export const rateCardList = z.object({ items: z.array(rateCard) });

/** Missions that one question looks at, and brings in, at most: the answer says where to go on. */
export const MAX_ASSIGNED = 2_000;
export const assignRequest = z.strictObject({
  rule: assignRule,
  /** Nothing is changed; only counted. */
  isDryRun: z.boolean(),
  /** The `next` of the answer before. */
  after: billingLinesQuery.shape.after,
  limit: z.number().int().min(1).max(MAX_ASSIGNED).default(MAX_ASSIGNED),
});
export type AssignRequest = z.output<typeof assignRequest>;
export const assignAnswer = z.object({
  /** Missions that came in, or would. */
  missions: z.number().int(),
  /** Integer cents, of those with an amount of their own. */
  amountCents: z.number().int(),
  withoutAmount: z.number().int(),
  /** Those of the same days that stay out, with a few references of each kind. */
  leftOut: z.array(z.object({ why: leftOut, missions: z.number().int(), references: z.array(z.string()) })),
  /** Those that were to come in and did not, each with why. */
  refused: z.array(z.object({ missionId: z.string(), reference: z.string(), reason: refusal })),
  /** Where to go on; null: all were looked at. */
  next: z.string().nullable(),
});
export type AssignAnswer = z.infer<typeof assignAnswer>;
