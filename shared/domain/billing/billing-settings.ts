import { z } from 'zod';
import { invoiceSeller } from './invoice-document.ts';
import { seriesPrefix } from './invoice-number.ts';
import { ledgerAccounts } from './ledger-accounts.ts';
import { vatTreatment } from './vat.ts';

/** A time zone of the IANA database, such as `Europe/Paris`. */
const timeZone = z.string().refine(isTimeZone, 'is no time zone of the IANA database, such as Europe/Paris');

export const LOGO_TYPES = ['image/png', 'image/jpeg', 'image/svg+xml'] as const;
/** 48 KiB as base64. It is part of each document, and of the books with each change of the settings. */
const MOST_LOGO_TEXT = 65_536;

/** Who the operator is and how it bills: entered once by an administrator; each change is told in the books. */
export const billingSettings = z
  .strictObject({
    seller: invoiceSeller,
    /** Whose day, night and Sunday it is. */
    timeZone,
    invoicePrefix: seriesPrefix,
    creditNotePrefix: seriesPrefix,
    /** Charged on missions that no rate card prices. */
    defaultVat: vatTreatment,
    /** Days until an invoice is due: at most 60 (Code de commerce, article L441-10, I). */
    paymentDays: z.number().int().min(0).max(60),
    payment: z.strictObject({
      iban: z
        .string()
        .regex(/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/)
        .optional(),
      bic: z
        .string()
        .regex(/^[A-Z0-9]{8}(?:[A-Z0-9]{3})?$/)
        .optional(),
      terms: z.string().trim().min(1).max(1000),
    }),
    /** Printed on each invoice, in this order. */
    legalNotes: z.array(z.string().trim().min(1).max(1000)).max(20),
    /** Printed on documents: a small PNG, JPEG or SVG. Whether it can be printed is tried when it is entered. */
    logo: z
      .strictObject({
        mediaType: z.enum(LOGO_TYPES),
        base64: z.base64().max(MOST_LOGO_TEXT, `has more than ${MOST_LOGO_TEXT} characters: choose a smaller file`),
      })
      .optional(),
    /** Where sales are booked, see `DEFAULT_LEDGER`. */
    ledger: ledgerAccounts.optional(),
  })
  .refine(({ invoicePrefix, creditNotePrefix }) => invoicePrefix !== creditNotePrefix, {
    path: ['creditNotePrefix'],
    message: 'is that of invoices: the two count apart',
  });
export type BillingSettings = z.infer<typeof billingSettings>;

/**
 * What French law wants on an invoice between companies: discount for early payment, penalties for late payment and the lump sum for
 * recovery (Code de commerce, articles L441-9, L441-10 and D441-5).
 */
export const FRENCH_LEGAL_NOTES: readonly string[] = [
  'Pas d’escompte pour paiement anticipé.',
  'En cas de retard de paiement, pénalités au taux de trois fois le taux d’intérêt légal, exigibles sans rappel.',
  'Indemnité forfaitaire pour frais de recouvrement en cas de retard de paiement : 40 €.',
];

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
