import { errorRecord } from './error-record.ts';

const REMOVED = '[removed]';
const DEEPEST = 6;
const LONGEST_LIST = 50;

/**
 * Members that hold who somebody is, how to reach them, what proves it, or what a stranger sent. Their values never reach the log,
 * however deep they are.
 */
const PRIVATE_MEMBER =
  /^(?:name|.+[a-z]Name|.+_name|driver|subject|sub|user|username|login|e-?mail|phone|mobile|fax|.*address(?:es)?|contact.*|customer.*|iban|bic|vat.*|siren|siret|body|query|params|headers|cookies?|set-cookie|authorization|proxy-authorization|.*token|.*secret|.*password|.*credentials?|api[-_]?key|private[-_]?key|url|uri|detail|fields|seen|row|rows|values)$/i;

/** What a log line says besides its message, as a copy without personal data. */
export function withoutPersonalData(details: object): Record<string, unknown> {
  return members(details, 0);
}

function members(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (name === 'err') return [name, errorRecord(member)];
      return [name, isPrivate(name, member) ? REMOVED : plain(member, depth + 1)];
    }),
  );
}

/** Figures and the absence of a value say nothing of anybody. */
function isPrivate(name: string, value: unknown): boolean {
  return PRIVATE_MEMBER.test(name) && !['number', 'boolean', 'undefined'].includes(typeof value) && value !== null;
}

function plain(value: unknown, depth: number): unknown {
  if (value instanceof Error) return errorRecord(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '[deeper]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, LONGEST_LIST).map((one: unknown) => plain(one, depth + 1));
  return members(value, depth);
}

/** Signed tokens, credentials of a header or within an address, and addresses of people, wherever in a line. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, REMOVED],
  [/\b(Bearer|Basic|DPoP) +[\w.~+/=-]{6,}/gi, `$1 ${REMOVED}`],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"\\]+@/gi, `$1${REMOVED}@`],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, REMOVED],
];

/** The last look at a whole line before it is written: what no member gives away, such as a token within a message. */
export function withoutSecrets(line: string): string {
  return SECRETS.reduce((text, [pattern, instead]) => text.replaceAll(pattern, instead), line);
}
