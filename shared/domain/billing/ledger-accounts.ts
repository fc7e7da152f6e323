import { z } from 'zod';
import { VAT_CATEGORIES } from './vat.ts';

/** A number of the chart of accounts (Plan comptable général, article 931-1: three digits at least), and what it is called. */
const account = z.strictObject({
  number: z.string().regex(/^[0-9][0-9A-Z]{2,19}$/, 'must be an account number: digits first, 3 to 20 characters'),
  label: z.string().trim().min(1).max(100),
});
export type LedgerAccount = z.infer<typeof account>;

/** Accounts that differ by what is charged on a sale. */
const byVat = z.strictObject({
  category: z.enum(VAT_CATEGORIES),
  basisPoints: z.number().int().min(0).max(10_000),
  revenue: account.optional(),
  tax: account.optional(),
});

/** Where sales are booked: the operator's journal and accounts. */
export const ledgerAccounts = z.strictObject({
  journal: z.strictObject({
    code: z.string().regex(/^[A-Z0-9]{1,10}$/, 'must be 1 to 10 capitals and digits'),
    label: z.string().trim().min(1).max(100),
  }),
  /** Customers; each third party is an account of its own beneath it. */
  customers: account,
  /** Of what is not named below. */
  revenue: account,
  tax: account,
  /** Sales that are booked elsewhere, such as those of another rate or abroad. */
  byVat: z.array(byVat).max(50).default([]),
});
export type LedgerAccounts = z.infer<typeof ledgerAccounts>;

/** The usual accounts for services (Plan comptable général, classes 4 and 7). */
export const DEFAULT_LEDGER: LedgerAccounts = {
  journal: { code: 'VE', label: 'Ventes' },
  customers: { number: '411000', label: 'Clients' },
  revenue: { number: '706000', label: 'Prestations de services' },
  tax: { number: '445710', label: 'TVA collectée' },
  byVat: [],
};
