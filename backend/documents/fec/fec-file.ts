import type { LedgerAccounts } from '../../../shared/domain/billing/index.ts';
import { centsText } from '../e-invoice/decimal-text.ts';
import { type BookedInvoice, type EntryLine, entryOf } from './entries.ts';

/**
 * The file of accounting entries that a tax inspector asks for (Livre des procédures fiscales, articles L47 A, I and A47 A-1): one line an entry's
 * line, 18 columns in this order, separated by tabs, days as YYYYMMDD, amounts with a comma, UTF-8.
 */
export const FEC_COLUMNS = [
  'JournalCode',
  'JournalLib',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'CompAuxNum',
  'CompAuxLib',
  'PieceRef',
  'PieceDate',
  'Debit',
  'Credit',
  'EcritureLet',
  'DateLet',
  'EcritureLib',
  'ValidDate',
  'Montantdevise',
  'Idevise',
] as const;

const SEPARATOR = '\t';
const LINE_END = '\r\n';

/** `SIREN` `FEC` and the last day of the period (article A47 A-1, X). */
export function fecFileName(siren: string, lastDay: string): string {
  return `${siren}FEC${compact(lastDay)}.txt`;
}

export function fecHeader(): string {
  return FEC_COLUMNS.join(SEPARATOR) + LINE_END;
}

/** The lines of an invoice's entry. Its number is that of the entry: it is without a gap in its series, and the same in every export. */
export function fecLines(invoice: BookedInvoice, accounts: LedgerAccounts): string {
  const { document } = invoice;
  const { code, label } = accounts.journal;
  const day = compact(document.issuedOn);
  const name = document.kind === 'invoice' ? 'Facture' : 'Avoir';
  const line = ({ account, auxiliary, debitCents, creditCents }: EntryLine) => [
    code,
    label,
    document.number,
    day,
    account.number,
    account.label,
    auxiliary?.number ?? '',
    auxiliary?.label ?? '',
    document.number,
    day,
    amount(debitCents),
    amount(creditCents),
    '',
    '',
    `${name} ${document.number} ${document.buyer.name}`,
    day,
    '',
    '',
  ];
  return entryOf(invoice, accounts)
    .map((entry) => line(entry).map(field).join(SEPARATOR) + LINE_END)
    .join('');
}

function amount(cents: number): string {
  return centsText(cents).replace('.', ',');
}

function compact(day: string): string {
  return day.replaceAll('-', '');
}

/** Whatever would end a field or a line is a blank in it. */
function field(text: string): string {
  return text.replaceAll(/[\s\p{Cc}|"]+/gu, ' ').trim();
}
