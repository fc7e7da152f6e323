import { z } from 'zod';

/** Members of `contactInfo` that are one text each, in the order in which people read them. */
export const CONTACT_TEXTS = [
  'email',
  'phone',
  'address',
  'postalCode',
  'city',
  'country',
  'siren',
  'siret',
  'vatNumber',
  'iban',
  'bic',
  'paymentTerms',
  'language',
] as const;
export type ContactText = (typeof CONTACT_TEXTS)[number];

/** Members that are lists of objects. In an edit such a list is its text: see `contact-lists.ts`. */
export const CONTACT_LISTS = ['persons', 'addresses'] as const;
export type ContactList = (typeof CONTACT_LISTS)[number];

/** All that Vigie knows of; `paymentDays` is a number. */
export const CONTACT_MEMBERS = [...CONTACT_TEXTS, 'paymentDays', ...CONTACT_LISTS] as const;
export type ContactMember = (typeof CONTACT_MEMBERS)[number];

/**
 * How to reach a third party, and how it is billed, as a row may hold it. Other programs write it too: keys that Vigie does not know
 * are kept, and what does not fit can be read all the same. What a person may enter is in `contact-faults.ts`.
 */
export const contactInfo = z.looseObject({
  email: z.string().optional(),
  phone: z.string().optional(),
  /** Lines before the town: street, number, building. */
  address: z.string().optional(),
  city: z.string().optional(),
  postalCode: z.string().optional(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().optional(),
  siren: z.unknown().optional(),
  siret: z.unknown().optional(),
  vatNumber: z.unknown().optional(),
  iban: z.unknown().optional(),
  bic: z.unknown().optional(),
  /** Days until an invoice is due. */
  paymentDays: z.unknown().optional(),
  /** In the operator's words, where days do not say it all. */
  paymentTerms: z.unknown().optional(),
  /** Of documents. */
  language: z.unknown().optional(),
  /** Whom to speak to. */
  persons: z.unknown().optional(),
  /** Others than the one above: sites, deliveries. */
  addresses: z.unknown().optional(),
});
export type ContactInfo = z.infer<typeof contactInfo>;

export const contactPerson = z.looseObject({
  name: z.string(),
  role: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
});
export type ContactPerson = z.infer<typeof contactPerson>;

export const contactAddress = z.looseObject({
  /** What it is for. */
  label: z.string(),
  address: z.string().optional(),
  postalCode: z.string().optional(),
  city: z.string().optional(),
  country: z.string().optional(),
});
export type ContactAddress = z.infer<typeof contactAddress>;

/** A member as text, whatever another program wrote there; undefined where there is none. */
export function contactText(info: Readonly<Record<string, unknown>>, member: ContactText): string | undefined {
  const value = info[member];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
