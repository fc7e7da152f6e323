import {
  type BillingSettings,
  FRENCH_LEGAL_NOTES,
  type RateCard,
  type RateCardTerms,
} from '../../shared/domain/index.ts';

/** An operator who bills. */
export const BILLING_SETTINGS: BillingSettings = {
  seller: {
    ...{ name: 'Transports du Rhône', siren: '732829320', siret: '73282932000074', vatNumber: 'FR44732829320' },
    ...{ addressLines: ['12 quai du Port'], postalCode: '69002', city: 'Lyon', country: 'FR' },
    ...{
      email: 'facturation@rhone.example',
      legalForm: 'SAS au capital de 100 000 €',
      register: 'RCS Lyon 732 829 320',
    },
  },
  timeZone: 'Europe/Paris',
  invoicePrefix: 'FA',
  creditNotePrefix: 'AV',
  defaultVat: { category: 'S', basisPoints: 1000 },
  paymentDays: 30,
  payment: { iban: 'FR7630006000011234567890189', bic: 'AGRIFRPP', terms: 'Virement à 30 jours' },
  legalNotes: [...FRENCH_LEGAL_NOTES],
};

/** EUR 5.00, 1.50 a kilometre, 30.00 an hour; nothing more at night or on Sundays. */
export const CARD_TERMS: RateCardTerms = {
  baseCents: 500,
  perKilometre: 15_000,
  includedMetres: 0,
  perHour: 300_000,
  includedMinutes: 0,
  night: { fromMinute: 0, toMinute: 0, basisPoints: 0 },
  sunday: { basisPoints: 0 },
  together: 'sum',
  minimumCents: 0,
};

/** For every third party, from 2026 on. */
export const RATE_CARD: RateCard = {
  ...{ id: '0198f0a0-0000-7000-8000-000000000001', label: 'General', thirdPartyId: null, currency: 'EUR' },
  ...{ validFrom: '2026-01-01', validTo: null, vat: { category: 'S', basisPoints: 2000 }, terms: CARD_TERMS },
};
