/** Check digits of French companies' numbers. All take digits alone: `withoutSpaces` first. */

/** SIREN of La Poste, whose establishments have a check of their own. */
const LA_POSTE = '356000000';

/** A number as people write it, in groups, as it is kept. */
export function withoutSpaces(text: string): string {
  return text.replaceAll(/[\s.\u{a0}\u{202f}-]/gu, '');
}

/** Nine digits with the check of Luhn (INSEE; ISO/IEC 7812-1). */
export function isSiren(text: string): boolean {
  return /^\d{9}$/.test(text) && luhnSum(text) % 10 === 0;
}

/** SIREN and five digits of the establishment, with the check of Luhn over all; those of La Poste: digits that sum to a multiple of five. */
export function isSiret(text: string): boolean {
  if (!/^\d{14}$/.test(text) || !isSiren(text.slice(0, 9))) return false;
  if (luhnSum(text) % 10 === 0) return true;
  return text.startsWith(LA_POSTE) && digitSum(text) % 5 === 0;
}

/**
 * French VAT number: FR, a key of two characters, the SIREN. A key of digits is (12 + 3 x (SIREN mod 97)) mod 97 (CGI, annex III); one with a
 * letter follows a rule that is not public, and is taken by its form.
 */
export function isFrenchVatNumber(text: string): boolean {
  const match = /^FR([0-9A-HJ-NP-Z]{2})(\d{9})$/.exec(text);
  if (match === null) return false;
  const [, key = '', siren = ''] = match;
  if (!isSiren(siren)) return false;
  return !/^\d{2}$/.test(key) || Number(key) === (12 + 3 * (Number(siren) % 97)) % 97;
}

/** The VAT number that a SIREN leads to. */
export function frenchVatNumberOf(siren: string): string {
  const key = (12 + 3 * (Number(siren) % 97)) % 97;
  return `FR${String(key).padStart(2, '0')}${siren}`;
}

function luhnSum(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const weighted = index % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum;
}

function digitSum(digits: string): number {
  return Array.from(digits, Number).reduce((sum, digit) => sum + digit, 0);
}
