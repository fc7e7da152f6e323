import { describe, expect, it } from 'vitest';
import { centsText, milliText, unitPriceText } from '../../../../backend/documents/e-invoice/decimal-text.ts';
import { faultsOf, write } from '../../../check-invoices/check-document.ts';
import { corpus } from '../../../check-invoices/corpus.ts';
import { SPOILERS } from '../../../check-invoices/spoil.ts';

/** The quick form of `npm run check:invoices`. */
describe('invoices and credit notes as Factur-X and UBL', () => {
  it('keep the rules of EN 16931, and say the same in both syntaxes; the PDF carries the XML', {
    timeout: 120_000,
  }, async () => {
    const documents = corpus(14, 42);
    expect(new Set(documents.map(({ kind }) => kind)).size).toBe(2);
    for (const [index, document] of documents.entries())
      expect(await faultsOf(await write(document, index % 2 === 0 ? 'fr' : 'en')), `document ${index}`).toEqual([]);
  });

  it('are refused when spoiled', { timeout: 120_000 }, async () => {
    const [document] = corpus(1, 42);
    if (document === undefined) throw new Error('the corpus is empty');
    const written = await write(document, 'fr');
    for (const { name, spoil } of SPOILERS) expect(await faultsOf(await spoil(written)), name).not.toEqual([]);
  });

  it('write amounts of 15 digits, fractions and corrections exactly', () => {
    expect(centsText(999_999_999_999_999)).toBe('9999999999999.99');
    expect([centsText(-5), centsText(0), centsText(100)]).toEqual(['-0.05', '0.00', '1.00']);
    expect([unitPriceText(12_345), unitPriceText(15_000), unitPriceText(1)]).toEqual(['1.2345', '1.50', '0.0001']);
    expect([milliText(-1000), milliText(1500), milliText(1)]).toEqual(['-1', '1.5', '0.001']);
    expect(() => centsText(0.5)).toThrow(RangeError);
  });
});
