import { describe, expect, it } from 'vitest';
import { entryOf } from '../../../../backend/documents/fec/entries.ts';
import { FEC_COLUMNS, fecFileName, fecHeader, fecLines } from '../../../../backend/documents/fec/fec-file.ts';
import { DEFAULT_LEDGER, ledgerAccounts } from '../../../../shared/domain/billing/index.ts';
import { corpus } from '../../../check-invoices/corpus.ts';

const THIRD_PARTY = '01994b3e-7c1a-7000-8000-000000000001';
const booked = corpus(200, 7).map((document) => ({ document, thirdPartyId: THIRD_PARTY }));

describe('the file of accounting entries', () => {
  it('balances each entry, on accounts of the chart', () => {
    for (const invoice of booked) {
      const lines = entryOf(invoice, DEFAULT_LEDGER);
      const sum = (side: 'debitCents' | 'creditCents') => lines.reduce((total, line) => total + line[side], 0);
      expect(sum('debitCents'), invoice.document.number).toBe(sum('creditCents'));
      for (const { debitCents, creditCents } of lines) expect(Math.min(debitCents, creditCents)).toBe(0);
    }
  });

  it('has 18 columns in each line whatever the names are, days and amounts as the law writes them', () => {
    for (const invoice of booked) {
      const text = fecLines(invoice, DEFAULT_LEDGER);
      for (const line of text.split('\r\n').slice(0, -1)) {
        const fields = line.split('\t');
        expect(fields).toHaveLength(FEC_COLUMNS.length);
        expect(line).not.toMatch(/[\n|"]/);
        expect(fields[3]).toMatch(/^\d{8}$/);
        expect(fields[10]).toMatch(/^\d+,\d\d$/);
        expect(fields[11]).toMatch(/^\d+,\d\d$/);
        expect(fields[4]).toMatch(/^\d{6}$/);
      }
    }
    expect(fecHeader().split('\t')).toHaveLength(18);
    expect(fecFileName('732829320', '2026-12-31')).toBe('732829320FEC20261231.txt');
  });

  it('books sales of a rate where the operator wants them, and a credit note the other way round', () => {
    const accounts = ledgerAccounts.parse({
      ...DEFAULT_LEDGER,
      byVat: [{ category: 'S', basisPoints: 1000, revenue: { number: '706100', label: 'Transport de personnes' } }],
    });
    const sale = corpus(500, 3).find(
      ({ kind, lines }) => kind === 'invoice' && lines.some(({ vat }) => vat.basisPoints === 1000),
    );
    if (sale === undefined) throw new Error('the corpus has no such invoice');
    const numbers = (document: typeof sale) => entryOf({ document, thirdPartyId: THIRD_PARTY }, accounts);
    expect(numbers(sale).map(({ account }) => account.number)).toContain('706100');
    const credit = numbers({ ...sale, kind: 'credit-note' });
    expect(credit.map(({ debitCents, creditCents }) => [creditCents, debitCents])).toEqual(
      numbers(sale).map(({ debitCents, creditCents }) => [debitCents, creditCents]),
    );
  });
});
