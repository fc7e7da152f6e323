import type { DocumentLanguage, InvoiceLine } from '../../../shared/domain/index.ts';

/** What is printed beside the figures. What the operator entered (terms, legal notes, reasons) is printed as it is. */
export interface DocumentTexts {
  locale: string;
  invoice: string;
  creditNote: string;
  number: string;
  issuedOn: string;
  dueOn: string;
  period: string;
  supplied: string;
  nature: string;
  services: string;
  corrects: (number: string, day: string) => string;
  buyerReference: string;
  orderReference: string;
  billedTo: string;
  siren: string;
  siret: string;
  vatNumber: string;
  columns: { description: string; quantity: string; unit: string; price: string; vat: string; net: string };
  units: Record<InvoiceLine['unit'], string>;
  forward: string;
  brought: string;
  vatTable: { rate: string; taxable: string; tax: string };
  noVat: string;
  totals: {
    lines: string;
    allowance: (reason: string) => string;
    charge: (reason: string) => string;
    taxExclusive: string;
    tax: string;
    taxInclusive: string;
    prepaid: string;
    payable: string;
    givenBack: string;
  };
  payment: string;
  terms: string;
  iban: string;
  bic: string;
  notes: string;
  page: (page: number, pages: number) => string;
  statement: {
    title: string;
    state: string;
    states: Record<string, string>;
    printedOn: string;
    missions: string;
    reference: string;
    day: string;
    customer: string;
    nobody: string;
    unpriced: (count: number) => string;
    notAnInvoice: string;
  };
}

const french: DocumentTexts = {
  locale: 'fr-FR',
  invoice: 'Facture',
  creditNote: 'Avoir',
  number: 'Numéro',
  issuedOn: 'Date d’émission',
  dueOn: 'Échéance',
  period: 'Période facturée',
  supplied: 'Date de la prestation',
  nature: 'Nature de l’opération',
  services: 'Prestation de services',
  corrects: (number, day) => `Annule la facture n° ${number} du ${day}`,
  buyerReference: 'Votre référence',
  orderReference: 'Votre commande',
  billedTo: 'Client',
  siren: 'SIREN',
  siret: 'SIRET',
  vatNumber: 'N° TVA',
  columns: {
    ...{ description: 'Désignation', quantity: 'Quantité', unit: 'Unité', price: 'Prix unitaire HT' },
    ...{ vat: 'TVA', net: 'Montant HT' },
  },
  units: { C62: 'u.', KMT: 'km', HUR: 'h', DAY: 'j' },
  forward: 'À reporter',
  brought: 'Report',
  vatTable: { rate: 'Taux de TVA', taxable: 'Base HT', tax: 'Montant de TVA' },
  noVat: 'sans TVA',
  totals: {
    lines: 'Total des lignes HT',
    allowance: (reason) => `Remise : ${reason}`,
    charge: (reason) => `Supplément : ${reason}`,
    ...{ taxExclusive: 'Total HT', tax: 'Total TVA', taxInclusive: 'Total TTC', prepaid: 'Déjà payé' },
    ...{ payable: 'Net à payer', givenBack: 'Montant à votre crédit' },
  },
  payment: 'Paiement',
  terms: 'Conditions',
  iban: 'IBAN',
  bic: 'BIC',
  notes: 'Mentions légales',
  page: (page, pages) => `page ${page} / ${pages}`,
  statement: {
    ...{ title: 'Relevé de cycle', state: 'État', printedOn: 'Édité le', missions: 'Missions' },
    states: {
      ...{ draft: 'brouillon', open: 'ouvert', closed: 'clos', 'in-validation': 'en validation' },
      ...{ validated: 'validé', invoiced: 'facturé', transmitted: 'transmis' },
    },
    ...{ reference: 'Mission', day: 'Date', customer: 'Client', nobody: 'sans tiers' },
    unpriced: (count) =>
      count === 1
        ? 'Une mission n’a pas de prix : elle ne compte pas.'
        : `${count} missions n’ont pas de prix : elles ne comptent pas.`,
    notAnInvoice: 'Ce relevé n’est pas une facture.',
  },
};

const english: DocumentTexts = {
  locale: 'en-GB',
  invoice: 'Invoice',
  creditNote: 'Credit note',
  number: 'Number',
  issuedOn: 'Issued on',
  dueOn: 'Due on',
  period: 'Period billed',
  supplied: 'Date of supply',
  nature: 'Kind of supply',
  services: 'Services',
  corrects: (number, day) => `Takes back invoice ${number} of ${day}`,
  buyerReference: 'Your reference',
  orderReference: 'Your order',
  billedTo: 'Billed to',
  siren: 'SIREN',
  siret: 'SIRET',
  vatNumber: 'VAT number',
  columns: {
    ...{ description: 'Description', quantity: 'Quantity', unit: 'Unit', price: 'Unit price' },
    ...{ vat: 'VAT', net: 'Net amount' },
  },
  units: { C62: 'pc.', KMT: 'km', HUR: 'h', DAY: 'd' },
  forward: 'Carried forward',
  brought: 'Brought forward',
  vatTable: { rate: 'VAT rate', taxable: 'Net', tax: 'VAT' },
  noVat: 'no VAT',
  totals: {
    lines: 'Sum of the lines',
    allowance: (reason) => `Discount: ${reason}`,
    charge: (reason) => `Charge: ${reason}`,
    ...{ taxExclusive: 'Total before VAT', tax: 'VAT', taxInclusive: 'Total with VAT', prepaid: 'Already paid' },
    ...{ payable: 'To be paid', givenBack: 'To your credit' },
  },
  payment: 'Payment',
  terms: 'Terms',
  iban: 'IBAN',
  bic: 'BIC',
  notes: 'Legal notes',
  page: (page, pages) => `page ${page} / ${pages}`,
  statement: {
    ...{ title: 'Statement of a billing cycle', state: 'State', printedOn: 'Printed on', missions: 'Missions' },
    states: {
      ...{ draft: 'draft', open: 'open', closed: 'closed', 'in-validation': 'in validation' },
      ...{ validated: 'validated', invoiced: 'invoiced', transmitted: 'transmitted' },
    },
    ...{ reference: 'Mission', day: 'Date', customer: 'Customer', nobody: 'nobody to bill' },
    unpriced: (count) =>
      count === 1
        ? 'One mission has no price: it does not count.'
        : `${count} missions have no price: they do not count.`,
    notAnInvoice: 'This statement is not an invoice.',
  },
};

export const DOCUMENT_TEXTS: Readonly<Record<DocumentLanguage, DocumentTexts>> = { fr: french, en: english };
