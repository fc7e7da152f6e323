import { describe, expect, it } from 'vitest';
import { buyerOf, buyerTerms } from '../../../../../shared/domain/index.ts';
import { BILLING_SETTINGS } from '../../../../support/billing-fixtures.ts';

const terms = (agreed: Record<string, unknown>) => buyerTerms(agreed, BILLING_SETTINGS, '2024-01-30');

describe('what is agreed with a buyer', () => {
  it('decides when its invoice is due, in which language it is, and what it says of payment', () => {
    expect(terms({})).toEqual({ dueOn: '2024-02-29', payment: BILLING_SETTINGS.payment });
    expect(terms({ paymentDays: 45, language: 'en' })).toEqual({
      ...{ dueOn: '2024-03-15', language: 'en' },
      // The operator's words name other days.
      payment: { ...BILLING_SETTINGS.payment, terms: 'Payment within 45 days of issue' },
    });
    expect(terms({ paymentDays: 0 })).toMatchObject({
      dueOn: '2024-01-30',
      payment: { terms: 'Paiement à réception' },
    });
    expect(terms({ paymentDays: 45, paymentTerms: ' 45 jours\r\nfin de mois ' }).payment.terms).toBe(
      '45 jours\nfin de mois',
    );
  });

  it('is nothing where other programs wrote what no invoice may say', () => {
    for (const paymentDays of [61, -1, 1.5, '45', null, Number.NaN]) {
      expect(terms({ paymentDays })).toEqual({ dueOn: '2024-02-29', payment: BILLING_SETTINGS.payment });
    }
    for (const paymentTerms of ['', '   ', 'x'.repeat(1001), 7]) {
      expect(terms({ paymentTerms }).payment).toEqual(BILLING_SETTINGS.payment);
    }
    expect(terms({ language: 'de' })).not.toHaveProperty('language');
  });

  it('puts a long address on the three lines that an invoice has, and reads countries as people write them', () => {
    const read = buyerOf({
      id: '1',
      name: 'A',
      contactInfo: { city: 'Bern', country: 'Suisse', address: 'a\nb\n\nc\nd' },
    });
    expect(read).toMatchObject({ buyer: { country: 'CH', addressLines: ['a', 'b', 'c, d'] } });
    expect(buyerOf({ id: '1', name: 'A', contactInfo: { city: 'X', country: 'ZZ' } })).toMatchObject({
      refused: { code: 'incomplete', field: 'contactInfo.country' },
    });
  });
});
