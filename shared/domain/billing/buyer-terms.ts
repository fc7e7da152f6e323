import { DOCUMENT_LANGUAGES, type DocumentLanguage } from '../document-language.ts';
import type { BillingSettings } from './billing-settings.ts';
import { lines } from '../third-parties/texts.ts';
import { type InvoiceDocument, invoiceDocument } from './invoice-document.ts';

/** What was agreed with a buyer, as the book of third parties has it; other programs may have written anything there. */
type Agreed = Readonly<Record<string, unknown>>;

/** Days until an invoice is due may be at most 60 (Code de commerce, article L441-10, I). */
const MOST_DAYS = 60;
const DAY_MS = 24 * 3600 * 1000;

/** Days until an invoice is due: those agreed with the buyer, else the operator's. What is no number of days that the law allows is not agreed. */
export function paymentDaysOf({ paymentDays }: Agreed, settings: Pick<BillingSettings, 'paymentDays'>): number {
  const isAgreed = typeof paymentDays === 'number' && Number.isInteger(paymentDays);
  return isAgreed && paymentDays >= 0 && paymentDays <= MOST_DAYS ? paymentDays : settings.paymentDays;
}

/** The day on which an invoice is due (BT-9), by the calendar. @param issuedOn `YYYY-MM-DD` */
export function dueDay(issuedOn: string, days: number): string {
  return new Date(Date.parse(issuedOn) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The language of what a buyer is sent; undefined: nothing is agreed. */
export function documentLanguageOf({ language }: Agreed): DocumentLanguage | undefined {
  return DOCUMENT_LANGUAGES.find((known) => known === language);
}

/**
 * The terms of payment in words (BT-20): those agreed with the buyer, else the operator's. Where only other days are agreed, the operator's
 * words may name theirs, and what is printed must not contradict the due date: then it is the days alone.
 */
export function paymentTermsOf(agreed: Agreed, settings: Pick<BillingSettings, 'paymentDays' | 'payment'>): string {
  const { paymentTerms } = agreed;
  const words = invoiceDocument.shape.payment.shape.terms.safeParse(
    typeof paymentTerms === 'string' ? lines(paymentTerms) : undefined,
  );
  if (words.success) return words.data;
  const days = paymentDaysOf(agreed, settings);
  if (days === settings.paymentDays) return settings.payment.terms;
  if (documentLanguageOf(agreed) === 'en')
    return days === 0 ? 'Due on receipt' : `Payment within ${days} days of issue`;
  return days === 0 ? 'Paiement à réception' : `Paiement à ${days} jours à compter de l’émission`;
}

/** What of an invoice follows from who it is for. */
export function buyerTerms(
  agreed: Agreed,
  settings: Pick<BillingSettings, 'paymentDays' | 'payment'>,
  issuedOn: string,
): Pick<InvoiceDocument, 'dueOn' | 'payment' | 'language'> {
  const language = documentLanguageOf(agreed);
  return {
    dueOn: dueDay(issuedOn, paymentDaysOf(agreed, settings)),
    payment: { ...settings.payment, terms: paymentTermsOf(agreed, settings) },
    ...(language === undefined ? {} : { language }),
  };
}
