import type { Refusal } from '../refusal.ts';
import { countryCodeOf } from '../third-parties/countries.ts';
import { isSiren, isSiret, withoutSpaces } from './french-identifiers.ts';
import { type InvoiceParty, invoiceParty } from './invoice-document.ts';

/** What the book of third parties has of one. Members of `contactInfo` are what people and other programs entered. */
export interface BookedParty {
  id: string;
  name: string;
  contactInfo: Readonly<Record<string, unknown>>;
}

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
  const country = countryCodeOf(told('country') ?? 'FR');
  if (country === undefined) return refuse('country', 'is no country code of two letters, such as FR');
  if (told('city') === undefined) return refuse('city', 'is missing');
  const candidate = Object.entries({
    ...{ name: name.trim(), siren, siret, country, vatNumber: compact(told('vatNumber'))?.toUpperCase() },
    ...{ postalCode: told('postalCode'), city: told('city'), email: told('email'), phone: told('phone') },
    addressLines: addressLines(told('address') ?? ''),
  }).filter(([, value]) => value !== undefined);
  const parsed = invoiceParty.safeParse(Object.fromEntries(candidate));
  if (parsed.success) return { buyer: parsed.data };
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? 'name').replace('addressLines', 'address');
  return refuse(field, issue?.message ?? 'cannot be written');
}

/** Three lines are all that an invoice has (BT-50, BT-51, BT-163): what is more goes with the third. */
function addressLines(text: string): string[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length <= 3 ? lines : [...lines.slice(0, 2), lines.slice(2).join(', ')];
}

function compact(text: string | undefined): string | undefined {
  return text === undefined ? undefined : withoutSpaces(text);
}
