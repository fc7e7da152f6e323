import type { RateCard, RateCardTerms, VatTreatment } from '../../../shared/domain/billing/index.ts';

/** A card with all that a card may have. */
export const TERMS: RateCardTerms = {
  ...{ baseCents: 450, perKilometre: 18_500, includedMetres: 2_000, perHour: 350_000, includedMinutes: 10 },
  night: { fromMinute: 1_260, toMinute: 360, basisPoints: 2_500 },
  sunday: { basisPoints: 5_000 },
  ...{ together: 'highest' as const, minimumCents: 900 },
};
export const VAT: VatTreatment = { category: 'S', basisPoints: 1_000 };

/** For every third party. */
export const CARD: RateCard = {
  ...{ id: '0198000d-0000-7000-8000-000000000001', label: 'General', thirdPartyId: null, currency: 'EUR' },
  ...{ validFrom: '2024-01-01', validTo: null, vat: VAT, terms: TERMS },
};
