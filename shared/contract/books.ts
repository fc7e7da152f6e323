import { z } from 'zod';
import { billingLine, billingTotals, invoiceList, issuedInvoice, trail } from '../api/billing.ts';
import { billingSettings, rateCard } from '../domain/billing/index.ts';
import { assignRule, leftOut } from '../domain/billing/assign-rule.ts';
import { refusal } from '../domain/refusal.ts';
import { method } from '../rpc/index.ts';

/**
 * Where an answer comes from: the server, just now; what it said before, kept on this computer; or this computer's own calculation from the
 * cached missions, by the server's rules.
 */
const source = z.enum(['server', 'kept', 'foretold']);
export type BooksSource = z.infer<typeof source>;
export const answered = {
  source,
  /** When the server said it; of what is foretold, when it was worked out. UTC ms. */
  asOfMs: z.number(),
};

/** What keeps a cycle from being submitted or invoiced, as far as this computer can tell; one of a kind, with how many missions it is true of. */
export const OBSTACLES = [
  'no-missions',
  'no-settings',
  'unpriced',
  'no-party',
  'other-party',
  'below-zero',
  'vat-ended',
  'vat-mixed',
  'seller',
  'buyer',
  'overlap',
] as const;
export const obstacle = z.object({
  kind: z.enum(OBSTACLES),
  /** Missions of which it is true; 0: it is not about missions. */
  missions: z.number().int(),
  /** The row to be mended, with what people call it. */
  row: z
    .object({ entity: z.enum(['mission', 'third-party', 'billing-cycle']), id: z.string(), label: z.string() })
    .nullable(),
  /** Of a VAT rate, hundredths of a percent. */
  basisPoints: z.number().int().optional(),
  /** Of a buyer: what an invoice cannot be written with, such as `contactInfo.city`. */
  field: z.string().optional(),
});
export type Obstacle = z.infer<typeof obstacle>;

const namedTotals = billingTotals.extend({
  parties: z.array(billingTotals.shape.parties.element.extend({ name: z.string().nullable() })),
});
export type NamedTotals = z.infer<typeof namedTotals>;

export const cycleFigures = z.object({
  ...answered,
  /** Null: nobody has said yet who bills, and by which VAT. */
  totals: namedTotals.nullable(),
  obstacles: z.array(obstacle),
});
export type CycleFigures = z.infer<typeof cycleFigures>;

const cardOfLine = z.object({ id: z.guid(), label: z.string() });
export const explainedLine = z.object({
  ...answered,
  /** Null: it is not priced yet. */
  line: billingLine.nullable(),
  /** The card that priced it. */
  card: cardOfLine.nullable(),
});
export type ExplainedLine = z.infer<typeof explainedLine>;

/** A change of tariffs or settings that the server took, or why not. */
export const written = z.discriminatedUnion('result', [
  z.object({ result: z.literal('saved') }),
  z.object({ result: z.literal('refused'), reason: refusal }),
]);
export type Written = z.infer<typeof written>;

/** What a rule would do, or did. */
const assigned = {
  /** Missions that come in. */
  missions: z.number().int(),
  /** Integer cents, of those with an amount of their own. */
  amountCents: z.number().int(),
  withoutAmount: z.number().int(),
  /** Those of the same days that stay out, by why; a few references of each. */
  leftOut: z.array(z.object({ why: leftOut, missions: z.number().int(), references: z.array(z.string()) })),
};
export const assignPreview = z.object({ ...assigned, how: z.enum(['outbox', 'server']) });
export type AssignPreview = z.infer<typeof assignPreview>;
export const assignResult = z.object({
  ...assigned,
  how: z.enum(['outbox', 'server']),
  /** Edits that can be taken back, one by one; empty where they are too many, or the server did it. */
  ids: z.array(z.string()),
  refused: z.array(z.object({ missionId: z.string(), reference: z.string(), reason: refusal })),
  refusedCount: z.number().int(),
});
export type AssignResult = z.infer<typeof assignResult>;

const ofCycle = z.strictObject({ id: z.guid() });
const ruled = z.strictObject({ id: z.guid(), rule: assignRule });

/** The books: what cycles cost, why, what was issued and who did what. Asked of the server; kept for when it is away. */
export const booksMethods = {
  'books.figures': method(ofCycle, cycleFigures),
  'books.line': method(z.strictObject({ id: z.guid(), missionId: z.string().max(100) }), explainedLine),
  'books.trail': method(ofCycle, z.object({ ...answered, trail })),
  'books.invoices': method(ofCycle, z.object({ ...answered, items: invoiceList.shape.items })),
  'books.invoice': method(ofCycle, z.object({ ...answered, invoice: issuedInvoice })),
  'books.rateCards': method(z.strictObject({}), z.object({ ...answered, cards: z.array(rateCard) })),
  'books.settings': method(z.strictObject({}), z.object({ ...answered, settings: billingSettings.nullable() })),
  'books.writeRateCard': method(z.strictObject({ card: rateCard }), written),
  'books.writeSettings': method(z.strictObject({ settings: billingSettings }), written),
  /** What a rule would bring into a cycle. Changes nothing. */
  'cycles.previewAssign': method(ruled, assignPreview),
  /** Brings it in: as edits of this computer, or, where they are many and the server is there, by it. */
  'cycles.assign': method(ruled, assignResult),
};
