import {
  documentTotals,
  type InvoiceDocument,
  type LedgerAccount,
  type LedgerAccounts,
  type VatSubtotal,
} from '../../../shared/domain/billing/index.ts';

/** An invoice with the customer's own account. */
export interface BookedInvoice {
  document: InvoiceDocument;
  thirdPartyId: string;
}

/** One line of an entry. Amounts in integer cents; one of the two is 0. */
export interface EntryLine {
  account: LedgerAccount;
  /** The customer's account beneath that of all customers. */
  auxiliary?: { number: string; label: string };
  debitCents: number;
  creditCents: number;
}

/**
 * The entry of an invoice: the customer owes the whole, revenue and tax are booked by rate. A credit note books it the other way round. Debit and
 * credit are equal, since the whole is the sum of its groups (BR-CO-15).
 */
export function entryOf({ document, thirdPartyId }: BookedInvoice, accounts: LedgerAccounts): EntryLine[] {
  const totals = documentTotals(document);
  const sign = document.kind === 'invoice' ? 1 : -1;
  const customer = { number: thirdPartyId, label: document.buyer.name };
  return [
    { ...debit(accounts.customers, sign * totals.taxInclusiveCents), auxiliary: customer },
    ...totals.vat.map((group) => credit(revenueOf(group, accounts), sign * group.taxableCents)),
    ...totals.vat.map((group) => credit(taxOf(group, accounts), sign * group.taxCents)),
  ].filter(({ debitCents, creditCents }) => debitCents !== 0 || creditCents !== 0);
}

type Group = Pick<VatSubtotal, 'category' | 'basisPoints'>;

function revenueOf(group: Group, accounts: LedgerAccounts): LedgerAccount {
  return named(group, accounts)?.revenue ?? accounts.revenue;
}

function taxOf(group: Group, accounts: LedgerAccounts): LedgerAccount {
  return named(group, accounts)?.tax ?? accounts.tax;
}

function named({ category, basisPoints }: Group, { byVat }: LedgerAccounts) {
  return byVat.find((one) => one.category === category && one.basisPoints === basisPoints);
}

/** An amount below 0 belongs on the other side. */
function debit(account: LedgerAccount, cents: number): EntryLine {
  return { account, debitCents: Math.max(0, cents), creditCents: Math.max(0, -cents) };
}

function credit(account: LedgerAccount, cents: number): EntryLine {
  return { account, debitCents: Math.max(0, -cents), creditCents: Math.max(0, cents) };
}
