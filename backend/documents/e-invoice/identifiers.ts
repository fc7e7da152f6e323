import type { InvoiceParty } from '../../../shared/domain/billing/index.ts';

/** Codes of ISO 6523 (ICD), and of the list of electronic addresses (EAS). */
export const SIREN_SCHEME = '0002';
export const SIRET_SCHEME = '0009';
const E_MAIL = 'EM';

/** EN 16931 without any further specification (BT-24). */
export const SPECIFICATION = 'urn:cen.eu:en16931:2017';
/** An invoice for services, handed in by the seller (BT-23; AFNOR XP Z12-012). */
export const SERVICES = 'S1';
/** UNTDID 1001. */
export const TYPE_CODES = { invoice: '380', 'credit-note': '381' } as const;
/** UNTDID 4461: credit transfer. */
export const TRANSFER = '30';

/** Where electronic documents reach a party (BT-34, BT-49): in France its SIREN, by which the directory of the reform knows it; elsewhere the e-mail. */
export function electronicAddress({ siren, email }: InvoiceParty): { id: string; scheme: string } | undefined {
  if (siren !== undefined) return { id: siren, scheme: SIREN_SCHEME };
  return email === undefined ? undefined : { id: email, scheme: E_MAIL };
}

/** Names and addresses are one line in XML; what was pasted with breaks keeps its words. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
