import fc from 'fast-check';
import {
  documentTotals,
  frenchVatNumberOf,
  FRENCH_VAT_RATES,
  type InvoiceDocument,
  invoiceDocument,
  type InvoiceLine,
  type InvoiceParty,
  roundedQuotient,
  type VatTreatment,
} from '../../shared/domain/billing/index.ts';

/**
 * Invoices and credit notes of all kinds that the rules allow: every rate of the law, exemptions, reverse charge, supplies within the Union,
 * exports, what is outside of VAT, allowances and charges, prices that round, currencies, and names as people have them.
 */

const ODD_TEXTS = [
  'Course de nuit',
  'Dupont & Fils <SARL> "Île-d’Yeu"',
  "L'Œuvre d'Août — 50 % \u{a0}€",
  'مؤسسة النقل السريع',
  'הסעות הצפון בע״מ',
  'Navette aéroport 🚖 → 🛫',
  'Première ligne\nseconde ligne\tavec tabulation',
  ']]> <![CDATA[ <!-- & -->',
  '=HYPERLINK("http://example.com";"x")',
  'Łódź – Þingvellir – Αθήνα – Київ – Hà Nội',
  'x'.repeat(199),
  '東京タクシー株式会社',
  'e\u{301}te\u{301} et 👨‍👩‍👧',
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ &'<>"-]{0,60}[a-z]$/) },
);

const SELLER: InvoiceDocument['seller'] = {
  ...{ name: 'Transports du Rhône', siren: '732829320', siret: '73282932000074', vatNumber: 'FR44732829320' },
  ...{ addressLines: ['12 quai du Port', 'Bâtiment B'], postalCode: '69002', city: 'Lyon', country: 'FR' },
  ...{ email: 'facturation@rhone.example', phone: '+33 4 72 00 00 00' },
  ...{ legalForm: 'SAS au capital de 100 000 €', register: 'RCS Lyon 732 829 320' },
};

const frenchBuyer = fc.record({ name: text, city: text }).map(
  ({ name, city }): InvoiceParty => ({
    ...{ name, siren: '356000000', siret: '35600000000048', vatNumber: frenchVatNumberOf('356000000') },
    ...{ addressLines: ['9 rue du Colonel Pierre Avia'], postalCode: '75015', city: city.slice(0, 100), country: 'FR' },
  }),
);
const unionBuyer = text.map(
  (name): InvoiceParty => ({
    ...{ name, vatNumber: 'BE0123456749', addressLines: ['Rue de la Loi 16'], postalCode: '1000', city: 'Bruxelles' },
    ...{ country: 'BE', email: 'compta@exemple.example' },
  }),
);
const farBuyer = text.map(
  (name): InvoiceParty => ({
    name,
    addressLines: ['Rue du Rhône 1'],
    postalCode: '1204',
    city: 'Genève',
    country: 'CH',
  }),
);
const person = text.map(
  (name): InvoiceParty => ({ name, addressLines: [], postalCode: '69003', city: 'Lyon', country: 'FR' }),
);

const rates = [
  ...new Set(FRENCH_VAT_RATES.filter(({ validTo }) => validTo === undefined).map((rate) => rate.basisPoints)),
];
const standard = fc.constantFrom(...rates).map((basisPoints): VatTreatment => ({ category: 'S', basisPoints }));
const exempt = (exemption: string): VatTreatment => ({ category: 'E', basisPoints: 0, exemption });
const EXEMPT = exempt('Exonération de TVA, article 262, II, 8° du CGI');
const ZERO: VatTreatment = { category: 'Z', basisPoints: 0 };

/** Which treatments may stand on one document, and for whom. */
const settings: readonly { vat: fc.Arbitrary<VatTreatment>; buyer: fc.Arbitrary<InvoiceParty>; seller?: 'small' }[] = [
  { vat: standard, buyer: fc.oneof(frenchBuyer, person, unionBuyer) },
  { vat: fc.oneof(standard, fc.constant(EXEMPT), fc.constant(ZERO)), buyer: fc.oneof(frenchBuyer, farBuyer) },
  { vat: fc.constant(exempt('TVA non applicable, article 293 B du CGI')), buyer: person, seller: 'small' },
  {
    vat: fc.constant({ category: 'AE', basisPoints: 0, exemption: 'Autoliquidation (article 283, 2 du CGI)' }),
    buyer: fc.oneof(unionBuyer, frenchBuyer),
  },
  {
    vat: fc.constant({ category: 'K', basisPoints: 0, exemption: 'Exonération, article 262 ter, I du CGI' }),
    buyer: unionBuyer,
  },
  {
    vat: fc.constant({ category: 'G', basisPoints: 0, exemption: 'Exonération, article 262, I du CGI' }),
    buyer: farBuyer,
  },
  {
    vat: fc.constant({ category: 'O', basisPoints: 0, exemption: 'Hors du champ de la TVA, article 259-1 du CGI' }),
    buyer: fc.oneof(farBuyer, person),
  },
];

/** Prices and quantities where rounding matters: halves of a cent, thirds, large amounts, corrections below 0. */
const priced = fc.oneof(
  fc.record({
    quantityMilli: fc.integer({ min: 1, max: 9_999_999 }),
    unitPrice: fc.integer({ min: 0, max: 9_999_999 }),
  }),
  fc.record({
    quantityMilli: fc.constantFrom(500, 1500, 333, 1, 999),
    unitPrice: fc.constantFrom(50, 150, 12_345, 3333, 1),
  }),
  fc.record({ quantityMilli: fc.constant(-1000), unitPrice: fc.integer({ min: 100, max: 500_000 }) }),
  fc.record({
    quantityMilli: fc.constant(1000),
    unitPrice: fc.integer({ min: 10, max: 99 }).map((cents) => cents * 100),
  }),
);
const HUGE = { quantityMilli: 1000, unitPrice: 999_999_999_999_00 };

const lineOf = (vat: fc.Arbitrary<VatTreatment>): fc.Arbitrary<InvoiceLine> =>
  fc
    .record({
      description: text,
      note: fc.option(text, { nil: undefined }),
      unit: fc.constantFrom('C62', 'KMT', 'HUR', 'DAY'),
      price: fc.oneof({ weight: 40, arbitrary: priced }, { weight: 1, arbitrary: fc.constant(HUGE) }),
      vat,
    })
    .map(({ description, note, unit, price, vat: treatment }) => ({
      ...{ description, unit, vat: treatment, ...price },
      ...(note === undefined ? {} : { note }),
      netCents: roundedQuotient(BigInt(price.quantityMilli) * BigInt(price.unitPrice), 100_000n),
    }));

const day = fc
  .date({ min: new Date('2024-01-01'), max: new Date('2028-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const later = (from: string, days: number) => new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);

const document = fc.nat(settings.length - 1).chain((index) => {
  const { vat, buyer, seller } = settings[index] ?? { vat: standard, buyer: person };
  const adjustment = fc.record({ reason: text, netCents: fc.integer({ min: 1, max: 100_000 }), vat });
  return fc
    .record({
      kind: fc.constantFrom('invoice', 'credit-note'),
      count: fc.integer({ min: 1, max: 2_000_000 }),
      issuedOn: fc.oneof(day, fc.constant('2028-02-29')),
      buyer,
      lines: fc.oneof(
        { weight: 12, arbitrary: fc.array(lineOf(vat), { minLength: 1, maxLength: 12 }) },
        { weight: 1, arbitrary: fc.array(lineOf(vat), { minLength: 60, maxLength: 150 }) },
      ),
      allowances: fc.array(adjustment, { maxLength: 2 }),
      charges: fc.array(adjustment, { maxLength: 2 }),
      prepaid: fc.nat(100),
      currency: fc.constantFrom('EUR', 'EUR', 'CHF', 'GBP', 'USD'),
      hasAccount: fc.boolean(),
      orderReference: fc.option(text, { nil: undefined }),
    })
    .map((parts) => assemble(parts, seller === 'small'));
});

interface Parts
  extends Pick<InvoiceDocument, 'kind' | 'issuedOn' | 'buyer' | 'lines' | 'allowances' | 'charges' | 'currency'> {
  count: number;
  prepaid: number;
  hasAccount: boolean;
  orderReference: string | undefined;
}

function assemble({ count, prepaid, hasAccount, orderReference, ...parts }: Parts, isSmall: boolean): InvoiceDocument {
  const isCredit = parts.kind === 'credit-note';
  const { vatNumber: _none, ...small } = SELLER;
  const { taxInclusiveCents } = documentTotals(parts);
  return invoiceDocument.parse({
    ...parts,
    number: `${isCredit ? 'AV' : 'FA'}-${parts.issuedOn.slice(0, 4)}-${String(count).padStart(6, '0')}`,
    dueOn: later(parts.issuedOn, 30),
    periodStart: later(parts.issuedOn, -31),
    periodEnd: later(parts.issuedOn, -1),
    seller: isSmall ? small : SELLER,
    prepaidCents: taxInclusiveCents > 0 ? Math.floor((taxInclusiveCents * prepaid) / 100) : 0,
    ...(isCredit ? { corrects: { number: 'FA-2023-000017', issuedOn: '2023-12-31' } } : {}),
    ...(orderReference === undefined ? {} : { orderReference: orderReference.slice(0, 100) }),
    payment: {
      terms: 'Virement à 30 jours de la date de facture.',
      ...(hasAccount ? { iban: 'FR7630006000011234567890189', bic: 'AGRIFRPP' } : {}),
    },
    legalNotes: [
      'Pas d’escompte pour paiement anticipé.',
      'Indemnité forfaitaire pour frais de recouvrement en cas de retard de paiement : 40 €.',
    ],
  });
}

/** The same documents for the same seed. */
export function corpus(count: number, seed: number): InvoiceDocument[] {
  return fc.sample(document, { numRuns: count, seed });
}
