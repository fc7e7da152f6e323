import { isValidBIC, validateIBAN, ValidationErrorsIBAN } from 'ibantools';
import { z } from 'zod';
import { isSiren, isSiret } from '../billing/french-identifiers.ts';
import type { FieldValue } from '../edit-policy.ts';
import { DOCUMENT_LANGUAGES } from '../document-language.ts';
import { CONTACT_MEMBERS, type ContactMember } from './contact-info.ts';
import { listText, readListText } from './contact-lists.ts';
import { COUNTRY_CODES, countryCodeOf } from './countries.ts';
import { compact, hasControls, lines, oneLine } from './texts.ts';
import { vatNumberFault } from './vat-numbers.ts';

/** What can be wrong with what is entered of a third party. A window has a sentence for each, with the remedy. */
export const CONTACT_FAULTS = [
  'missing',
  'too-long',
  'too-many-lines',
  'invisible',
  'not-text',
  'email-form',
  'phone-form',
  'postal-code-form',
  'french-postal-code',
  'country-unknown',
  'siren-form',
  'siren-check',
  'siret-form',
  'siret-check',
  'siret-other-siren',
  'vat-country',
  'vat-form',
  'vat-check',
  'vat-other-siren',
  'iban-country',
  'iban-form',
  'iban-check',
  'bic-form',
  'days-range',
  'language-unknown',
  'person-name',
  'person-email',
  'person-phone',
  'address-label',
  'address-postal-code',
  'address-country',
  'too-many',
  'list-form',
] as const;
export const contactFaultCode = z.enum(CONTACT_FAULTS);
export type ContactFault = z.infer<typeof contactFaultCode>;

/** Most characters of a member; of an address of several lines all together. */
const LONGEST: Partial<Record<ContactMember, number>> = { address: 500, paymentTerms: 500, email: 254, city: 100 };
const USUAL_LONGEST = 100;
/** EN 16931 has three lines of an address; a fourth is for the building. */
const MOST_LINES = 4;
/** Code de commerce, article L441-10, I. */
export const MOST_PAYMENT_DAYS = 60;
const MOST_OF_A_LIST = 20;
const email = z.email();

/**
 * What is wrong with a value of a member, as an edit has it; null empties it. Numbers must be written as they are kept: `tidyContact` first.
 */
export function contactMemberFault(member: ContactMember, value: FieldValue): ContactFault | undefined {
  if (value === null) return undefined;
  if (member === 'paymentDays') return daysFault(value);
  if (typeof value !== 'string') return 'not-text';
  if (value.trim() === '') return 'missing';
  if (member === 'persons' || member === 'addresses') return listFault(member, value);
  if (hasControls(value)) return 'invisible';
  if (value.length > (LONGEST[member] ?? USUAL_LONGEST)) return 'too-long';
  return FORMS[member]?.(value);
}

const FORMS: Partial<Record<ContactMember, (text: string) => ContactFault | undefined>> = {
  email: (text) => (email.safeParse(text).success ? undefined : 'email-form'),
  phone: (text) => (isPhone(text) ? undefined : 'phone-form'),
  address: (text) => (text.split('\n').length > MOST_LINES ? 'too-many-lines' : undefined),
  postalCode: (text) => (isPostalCode(text) ? undefined : 'postal-code-form'),
  country: (text) => (COUNTRY_CODES.has(text) ? undefined : 'country-unknown'),
  siren: (text) => (/^\d{9}$/.test(text) ? check(isSiren(text), 'siren-check') : 'siren-form'),
  siret: (text) => (/^\d{14}$/.test(text) ? check(isSiret(text), 'siret-check') : 'siret-form'),
  vatNumber: vatNumberFault,
  iban: ibanFault,
  bic: (text) => check(isValidBIC(text), 'bic-form'),
  language: (text) =>
    check(
      DOCUMENT_LANGUAGES.some((known) => known === text),
      'language-unknown',
    ),
};

/** How a value is kept that was typed, pasted or imported: without the spaces of groups, on one line, with a country's code for its name. */
export function tidyContact(member: ContactMember, value: FieldValue): FieldValue {
  if (typeof value !== 'string') return value;
  const text = TIDY[member]?.(value) ?? oneLine(value);
  return text === '' ? null : text;
}

const TIDY: Partial<Record<ContactMember, (text: string) => string>> = {
  address: lines,
  country: (text) => countryCodeOf(oneLine(text)) ?? oneLine(text),
  siren: compact,
  siret: compact,
  vatNumber: compact,
  iban: compact,
  bic: compact,
  persons: tidyList,
  addresses: tidyList,
};

/** A list without what is empty in it; a text that is none as it is. */
function tidyList(text: string): string {
  const list = readListText(text);
  if (!Array.isArray(list)) return text;
  const items = list.map((item: unknown) => (isObject(item) ? tidyItem(item) : item));
  return listText(items.filter((item) => !isObject(item) || Object.keys(item).length > 0)) ?? '';
}

function tidyItem(item: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries(item).map(([key, value]): [string, unknown] => {
    if (typeof value !== 'string') return [key, value];
    const tidy = key === 'address' || key === 'country' ? TIDY[key] : undefined;
    return [key, (tidy ?? oneLine)(value)];
  });
  return Object.fromEntries(members.filter(([, value]) => value !== '' && value !== null));
}

export function isContactMember(member: string): member is ContactMember {
  return CONTACT_MEMBERS.some((known) => known === member);
}

function check(isRight: boolean, fault: ContactFault): ContactFault | undefined {
  return isRight ? undefined : fault;
}

function daysFault(value: FieldValue): ContactFault | undefined {
  const isInRange = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_PAYMENT_DAYS;
  return check(isInRange, 'days-range');
}

function ibanFault(text: string): ContactFault | undefined {
  const { valid, errorCodes } = validateIBAN(text);
  if (valid) return undefined;
  if (errorCodes.includes(ValidationErrorsIBAN.NoIBANCountry)) return 'iban-country';
  const isForm =
    errorCodes.includes(ValidationErrorsIBAN.WrongBBANLength) ||
    errorCodes.includes(ValidationErrorsIBAN.WrongBBANFormat) ||
    errorCodes.includes(ValidationErrorsIBAN.ChecksumNotNumber);
  return isForm ? 'iban-form' : 'iban-check';
}

/** Digits in groups, perhaps with a country's prefix (E.164: at most 15 digits) and an extension. */
function isPhone(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '').length;
  return /^\+?[\d\s()./-]+(?:\s*(?:x|ext\.?|poste)\s*\d{1,6})?$/iu.test(text) && digits >= 3 && digits <= 21;
}

function isPostalCode(text: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N} -]{0,15}$/u.test(text);
}

function listFault(member: 'persons' | 'addresses', text: string): ContactFault | undefined {
  const list = readListText(text);
  if (!Array.isArray(list) || !list.every(isObject)) return 'list-form';
  if (listText(list) !== text) return 'list-form';
  if (list.length > MOST_OF_A_LIST) return 'too-many';
  for (const item of list) {
    const fault = member === 'persons' ? personFault(item) : addressFault(item);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function personFault(person: Record<string, unknown>): ContactFault | undefined {
  const { name, role, email: address, phone } = person;
  if (typeof name !== 'string' || name.trim() === '') return 'person-name';
  if (address !== undefined && (typeof address !== 'string' || FORMS.email?.(address) !== undefined))
    return 'person-email';
  if (phone !== undefined && (typeof phone !== 'string' || !isPhone(phone))) return 'person-phone';
  return textsFault([name, role]);
}

function addressFault(place: Record<string, unknown>): ContactFault | undefined {
  const { label, address, postalCode, city, country } = place;
  if (typeof label !== 'string' || label.trim() === '') return 'address-label';
  if (postalCode !== undefined && (typeof postalCode !== 'string' || !isPostalCode(postalCode)))
    return 'address-postal-code';
  if (country !== undefined && (typeof country !== 'string' || !COUNTRY_CODES.has(country))) return 'address-country';
  return textsFault([label, city, address]);
}

function textsFault(texts: readonly unknown[]): ContactFault | undefined {
  for (const text of texts) {
    if (text === undefined) continue;
    if (typeof text !== 'string') return 'not-text';
    if (hasControls(text)) return 'invisible';
    if (text.length > 500) return 'too-long';
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
