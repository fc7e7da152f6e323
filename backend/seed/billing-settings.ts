import { type BillingSettings, FRENCH_LEGAL_NOTES } from '../../shared/domain/index.ts';

/** An invented operator. Its numbers have valid check digits and belong to nobody. */
export const DEMONSTRATION_BILLING: BillingSettings = {
  seller: {
    ...{ name: 'Transports Vigie (démonstration)', siren: '123456782', siret: '12345678200010' },
    ...{ vatNumber: 'FR11123456782', addressLines: ['1 quai de la Démonstration'], postalCode: '69002', city: 'Lyon' },
    ...{ country: 'FR', legalForm: 'SAS au capital de 100 000 €', register: 'RCS Lyon 123 456 782' },
  },
  timeZone: 'Europe/Paris',
  invoicePrefix: 'FA',
  creditNotePrefix: 'AV',
  defaultVat: { category: 'S', basisPoints: 1000 },
  paymentDays: 30,
  payment: { terms: 'Virement à 30 jours de la date de facture.' },
  legalNotes: [...FRENCH_LEGAL_NOTES],
};
