import { z } from 'zod';

/** What a column of an imported table can be. `person.*`: the first contact person. */
export const IMPORT_FIELDS = [
  'name',
  'type',
  'contactInfo.email',
  'contactInfo.phone',
  'contactInfo.address',
  'contactInfo.address2',
  'contactInfo.postalCode',
  'contactInfo.city',
  'contactInfo.country',
  'contactInfo.siren',
  'contactInfo.siret',
  'contactInfo.vatNumber',
  'contactInfo.iban',
  'contactInfo.bic',
  'contactInfo.paymentDays',
  'contactInfo.paymentTerms',
  'contactInfo.language',
  'person.name',
  'person.role',
  'person.email',
  'person.phone',
] as const;
export const importField = z.enum(IMPORT_FIELDS);
export type ImportField = z.infer<typeof importField>;

/** For each column what it is; null: it is left out. */
export type ImportMapping = readonly (ImportField | null)[];

/** Headers of other programs, folded, in French and English. A header that holds one of them is that, the longest first. */
const HEADERS: Readonly<Record<ImportField, readonly string[]>> = {
  name: [
    'raison sociale',
    'nom',
    'name',
    'company',
    'societe',
    'entreprise',
    'client',
    'customer',
    'denomination',
    'tiers',
    'supplier',
    'fournisseur',
    'company name',
    'customer name',
    'nom du client',
  ],
  type: ['type', 'categorie', 'category', 'kind', 'nature', 'type de tiers'],
  'contactInfo.email': ['email', 'e mail', 'mail', 'courriel', 'adresse mail', 'adresse electronique', 'email address'],
  'contactInfo.phone': ['telephone', 'tel', 'phone', 'phone number', 'mobile', 'portable'],
  'contactInfo.address': ['adresse', 'address', 'rue', 'street', 'adresse 1', 'address 1', 'address line 1', 'voie'],
  'contactInfo.address2': [
    'adresse 2',
    'address 2',
    'address line 2',
    'complement',
    'complement d adresse',
    'batiment',
  ],
  'contactInfo.postalCode': ['code postal', 'cp', 'postcode', 'postal code', 'zip', 'zip code'],
  'contactInfo.city': ['ville', 'city', 'town', 'commune', 'localite'],
  'contactInfo.country': ['pays', 'country', 'country code', 'code pays'],
  'contactInfo.siren': ['siren', 'n siren', 'numero siren'],
  'contactInfo.siret': ['siret', 'n siret', 'numero siret'],
  'contactInfo.vatNumber': [
    'tva',
    'n tva',
    'numero de tva',
    'tva intracommunautaire',
    'n tva intracommunautaire',
    'vat',
    'vat number',
    'vat id',
    'vat no',
  ],
  'contactInfo.iban': ['iban'],
  'contactInfo.bic': ['bic', 'swift', 'bic swift', 'code bic'],
  'contactInfo.paymentDays': ['delai de paiement', 'jours', 'payment days', 'days to pay', 'delai', 'echeance jours'],
  'contactInfo.paymentTerms': ['conditions de paiement', 'payment terms', 'conditions', 'mode de reglement'],
  'contactInfo.language': ['langue', 'language'],
  'person.name': ['contact', 'interlocuteur', 'contact name', 'nom du contact', 'personne'],
  'person.role': ['fonction', 'role', 'job title', 'poste'],
  'person.email': ['email du contact', 'contact email', 'courriel du contact', 'mail contact'],
  'person.phone': ['telephone du contact', 'contact phone', 'tel contact'],
};

const FIELD_OF_HEADER: ReadonlyMap<string, ImportField> = new Map(
  IMPORT_FIELDS.flatMap((field) => HEADERS[field].map((header) => [header, field] as const)),
);

/** What the columns are, as far as their headers say it; each field once. */
export function guessMapping(headers: readonly string[]): (ImportField | null)[] {
  const taken = new Set<ImportField>();
  return headers.map((header) => {
    const field = FIELD_OF_HEADER.get(foldedHeader(header));
    if (field === undefined || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

/** What tells one kind of table from another, for a mapping that is kept: the headers, whatever their case. */
export function headersKey(headers: readonly string[]): string {
  return headers.map(foldedHeader).join('|');
}

function foldedHeader(header: string): string {
  return header
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, ' ')
    .trim();
}
