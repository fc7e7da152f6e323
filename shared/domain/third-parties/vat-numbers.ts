import { checkVAT, countries } from 'jsvat';
import { isFrenchVatNumber, isSiren } from '../billing/french-identifiers.ts';
import { COUNTRY_CODES } from './countries.ts';

export type VatFault = 'vat-country' | 'vat-form' | 'vat-check';

/** Prefixes that are no country's code: Greece, Northern Ireland, the one-stop shop. */
const OTHER_PREFIXES: ReadonlySet<string> = new Set(['EL', 'XI', 'EU']);

/**
 * What is wrong with a VAT number that is written compactly (`FR40303265045`), by the forms and check digits of the member states. Numbers
 * of countries outside Europe are taken by their form alone.
 */
export function vatNumberFault(text: string): VatFault | undefined {
  const prefix = text.slice(0, 2);
  if (!COUNTRY_CODES.has(prefix) && !OTHER_PREFIXES.has(prefix)) return 'vat-country';
  if (!/^[A-Z]{2}[A-Z0-9+*]{2,18}$/.test(text)) return 'vat-form';
  switch (prefix) {
    case 'FR':
      return frenchFault(text);
    case 'BE':
      return belgianFault(text);
    case 'NL':
      return libraryFault(text) === undefined || isNewDutchNumber(text) ? undefined : libraryFault(text);
    case 'XI':
      return libraryFault(`GB${text.slice(2)}`);
    default:
      return libraryFault(text);
  }
}

function frenchFault(text: string): VatFault | undefined {
  const match = /^FR[0-9A-HJ-NP-Z]{2}(\d{9})$/.exec(text);
  if (match === null) return 'vat-form';
  return isSiren(match[1] ?? '') && isFrenchVatNumber(text) ? undefined : 'vat-check';
}

/** Ten digits, the last two 97 less the others modulo 97. Numbers that begin with 1 are given since 2023; the library knows only 0. */
function belgianFault(text: string): VatFault | undefined {
  if (!/^BE[01]\d{9}$/.test(text)) return 'vat-form';
  return 97 - (Number(text.slice(2, 10)) % 97) === Number(text.slice(10)) ? undefined : 'vat-check';
}

/** Of sole traders since 2020: the whole, letters as numbers from 10, is 1 modulo 97 (Belastingdienst, btw-identificatienummer). */
function isNewDutchNumber(text: string): boolean {
  if (!/^NL\d{9}B\d{2}$/.test(text)) return false;
  let rest = 0;
  for (const digit of text.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55)))
    rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

function libraryFault(text: string): VatFault | undefined {
  const { isValid, isValidFormat, isSupportedCountry } = checkVAT(text, countries);
  if (!isSupportedCountry || isValid) return undefined;
  return isValidFormat ? 'vat-check' : 'vat-form';
}
