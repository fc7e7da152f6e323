import {
  CONTACT_LISTS,
  type ContactAddress,
  contactAddress,
  type ContactPerson,
  contactPerson,
} from './contact-info.ts';

/** Fields of an edit whose values are the text of a list. */
const LIST_FIELDS: ReadonlySet<string> = new Set(CONTACT_LISTS.map((member) => `contactInfo.${member}`));

export function isListField(field: string): boolean {
  return LIST_FIELDS.has(field);
}

/**
 * The text of a list, the same for the same list: JSON with its keys in order, so that two can be compared as texts. An empty list
 * has none.
 */
export function listText(list: unknown): string | null {
  if (list === undefined || list === null || (Array.isArray(list) && list.length === 0)) return null;
  return JSON.stringify(inOrder(list));
}

/** What a text stands for; undefined where it is none. */
export function readListText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The persons of a list, as far as they can be read as such. */
export function personsOf(list: unknown): ContactPerson[] {
  return Array.isArray(list) ? list.flatMap((item) => contactPerson.safeParse(item).data ?? []) : [];
}

/** The other addresses, as far as they can be read as such. */
export function addressesOf(list: unknown): ContactAddress[] {
  return Array.isArray(list) ? list.flatMap((item) => contactAddress.safeParse(item).data ?? []) : [];
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, inOrder(one)]));
}
