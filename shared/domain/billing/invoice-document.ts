import { z } from 'zod';
import { DOCUMENT_LANGUAGES } from '../document-language.ts';
import { invoiceKind } from './invoice-number.ts';
import { vatTreatment } from './vat.ts';

/** A text as people enter it: no control characters but line breaks. XML takes no others. */
const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine(
      (value) => value.isWellFormed() && !/[^\P{Cc}\n\t]|[\u{fffe}\u{ffff}]/u.test(value),
      'has characters that cannot be written',
    );
const day = z.iso.date();
const cents = z.number().int().min(-999_999_999_999_999).max(999_999_999_999_999);

/** Seller or buyer (BG-4, BG-7). */
export const invoiceParty = z.strictObject({
  name: text(200),
  /** SIREN of a French company (BT-30, BT-47; scheme 0002). */
  siren: z
    .string()
    .regex(/^\d{9}$/)
    .optional(),
  siret: z
    .string()
    .regex(/^\d{14}$/)
    .optional(),
  vatNumber: z
    .string()
    .regex(/^[A-Z]{2}[0-9A-Z+*]{2,13}$/)
    .optional(),
  addressLines: z.array(text(200)).max(3),
  postalCode: text(20).optional(),
  city: text(100).optional(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/),
  email: z.email().max(254).optional(),
  phone: text(50).optional(),
});
export type InvoiceParty = z.infer<typeof invoiceParty>;

/** The seller also says what French law asks of it (Code de commerce, R123-237 and R123-238). */
export const invoiceSeller = invoiceParty.extend({
  /** Such as "SAS au capital de 100 000 €". */
  legalForm: text(200).optional(),
  /** Such as "RCS Lyon 123 456 782". */
  register: text(200).optional(),
});
export type InvoiceSeller = z.infer<typeof invoiceSeller>;

/** Amounts before tax; `quantity` x `unitPrice`, rounded, is the net amount (BR-CO-04, BT-131). */
export const invoiceLine = z.strictObject({
  description: text(500),
  /** What is behind it, such as the mission's reference and day (BT-127). */
  note: text(1000).optional(),
  /** Thousandths of the unit; below 0 on nothing but a correction. */
  quantityMilli: z.number().int(),
  /** UN/ECE recommendation 20: C62 one, KMT kilometre, HUR hour, DAY. */
  unit: z.enum(['C62', 'KMT', 'HUR', 'DAY']),
  /** Ten-thousandths of the currency's unit, never below 0 (BR-27). */
  unitPrice: z.number().int().nonnegative(),
  netCents: cents,
  vat: vatTreatment,
});
export type InvoiceLine = z.infer<typeof invoiceLine>;

/** An allowance or charge on the whole document (BG-20, BG-21). */
export const invoiceAdjustment = z.strictObject({
  reason: text(200),
  netCents: cents.nonnegative(),
  vat: vatTreatment,
});

/**
 * An invoice or a credit note as it was issued: all that its printed form, its XML and the ledger say comes from this alone. Amounts of a
 * credit note are positive: its kind says that they are given back (UNTDID 1001: 380 and 381).
 */
export const invoiceDocument = z.strictObject({
  kind: invoiceKind,
  number: text(40),
  /** BT-2. */
  issuedOn: day,
  /** BT-9. */
  dueOn: day,
  /** First and last day of what is billed (BG-14); the last is the tax point. */
  periodStart: day,
  periodEnd: day,
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** In which it is sent to the buyer; what people entered stays as it was written. Undefined: nothing was agreed. */
  language: z.enum(DOCUMENT_LANGUAGES).optional(),
  seller: invoiceSeller,
  buyer: invoiceParty,
  lines: z.array(invoiceLine).min(1),
  allowances: z.array(invoiceAdjustment),
  charges: z.array(invoiceAdjustment),
  /** BT-113. */
  prepaidCents: cents.nonnegative(),
  /** The invoice that a credit note takes back (BG-3). */
  corrects: z.strictObject({ number: text(40), issuedOn: day }).optional(),
  /** What the buyer wants to read on it (BT-10, BT-13). */
  buyerReference: text(100).optional(),
  orderReference: text(100).optional(),
  payment: z.strictObject({
    /** By transfer (UNTDID 4461: 30). */
    iban: z
      .string()
      .regex(/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/)
      .optional(),
    bic: z
      .string()
      .regex(/^[A-Z0-9]{8}(?:[A-Z0-9]{3})?$/)
      .optional(),
    /** BT-20: terms in the operator's words. */
    terms: text(1000),
  }),
  /** What the law wants written, in the order of writing (penalties for late payment, VAT exemptions, ...). */
  legalNotes: z.array(text(1000)),
});
export type InvoiceDocument = z.infer<typeof invoiceDocument>;
