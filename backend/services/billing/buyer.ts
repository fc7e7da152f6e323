import {
  type InvoiceParty,
  invoiceParty,
  isSiren,
  isSiret,
  withoutSpaces,
} from '../../../shared/domain/billing/index.ts';
import type { Refusal } from '../../../shared/domain/index.ts';

/** What the book of third parties has of one. Members of `contactInfo` are what people and other programs entered. */
export interface BookedParty {
  id: string;
  name: string;
  contactInfo: Readonly<Record<string, unknown>>;
}

/** The name of a country as it is often entered, for its code (ISO 3166-1). */
const COUNTRY_NAMES: Readonly<Record<string, string>> = {
  ...{ france: 'FR', belgique: 'BE', belgium: 'BE', suisse: 'CH', switzerland: 'CH', luxembourg: 'LU', monaco: 'MC' },
  ...{ allemagne: 'DE', germany: 'DE', italie: 'IT', italy: 'IT', espagne: 'ES', spain: 'ES', 'pays-bas': 'NL' },
};

/**
 * A third party as an invoice names it.
 * @returns the first member that an invoice cannot be written with, where there is one
 */
export function buyerOf({ id, name, contactInfo }: BookedParty): { buyer: InvoiceParty } | { refused: Refusal } {
  const told = (key: string) => {
    const value = contactInfo[key];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const siret = compact(told('siret'));
  const siren = compact(told('siren')) ?? siret?.slice(0, 9);
  const refuse = (field: string, what: string) => ({
    refused: {
      code: 'incomplete' as const,
      field: `contactInfo.${field}`,
      detail: `contactInfo.${field}: ${what} (third party ${id}, "${name}")`,
    },
  });
  if (siret !== undefined && !isSiret(siret)) return refuse('siret', 'is no SIRET');
  if (siren !== undefined && !isSiren(siren)) return refuse('siren', 'is no SIREN');
  const country = countryOf(told('country'));
  if (country === undefined) return refuse('country', 'is no country code of two letters, such as FR');
  if (told('city') === undefined) return refuse('city', 'is missing');
  const candidate = Object.entries({
    ...{ name: name.trim(), siren, siret, country, vatNumber: compact(told('vatNumber'))?.toUpperCase() },
    ...{ postalCode: told('postalCode'), city: told('city'), email: told('email'), phone: told('phone') },
    addressLines: (told('address') ?? '')
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  }).filter(([, value]) => value !== undefined);
  const parsed = invoiceParty.safeParse(Object.fromEntries(candidate));
  if (parsed.success) return { buyer: parsed.data };
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? 'name').replace('addressLines', 'address');
  return refuse(field, issue?.message ?? 'cannot be written');
}

function compact(text: string | undefined): string | undefined {
  return text === undefined ? undefined : withoutSpaces(text);
}

function countryOf(text: string | undefined): string | undefined {
  if (text === undefined) return 'FR';
  if (/^[A-Za-z]{2}$/.test(text)) return text.toUpperCase();
  return COUNTRY_NAMES[text.toLowerCase()];
}
