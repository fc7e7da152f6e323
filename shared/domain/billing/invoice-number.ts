import { z } from 'zod';

/** Invoices and credit notes count apart, each without a gap and in the order of time (CGI, annex II, article 242 nonies A, I, 7°). */
export const INVOICE_KINDS = ['invoice', 'credit-note'] as const;
export const invoiceKind = z.enum(INVOICE_KINDS);
export type InvoiceKind = z.infer<typeof invoiceKind>;

/** A series begins anew each year, which its numbers show. Its prefix is the operator's: capitals, digits and dashes. */
export const seriesPrefix = z
  .string()
  .regex(/^[A-Z0-9](?:[A-Z0-9-]{0,9}[A-Z0-9])?$/, 'up to 11 capitals, digits and dashes');

/** `FA-2026-000123`. Longer than six digits from the millionth on, never cut. */
export function invoiceNumber(prefix: string, year: number, count: number): string {
  if (!Number.isSafeInteger(count) || count < 1)
    throw new RangeError(`an invoice cannot be the ${count}th of its series`);
  return `${prefix}-${String(year).padStart(4, '0')}-${String(count).padStart(6, '0')}`;
}
