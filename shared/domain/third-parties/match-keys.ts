import { isSiren } from '../billing/french-identifiers.ts';
import type { RowFields } from '../edit-policy.ts';
import { contactText } from './contact-info.ts';
import { compact } from './texts.ts';

/** What of a third party says that it is the same as another, each as it is compared. */
export interface MatchKeys {
  /** The name without case, accents, punctuation and legal form. */
  name: string;
  /** Its words in order: `Dupont Transports` is `Transports Dupont`. */
  words: string;
  siren: string | null;
  vatNumber: string | null;
  email: string | null;
}

/** Legal forms of companies in France and around it, folded; they tell nobody apart. */
const LEGAL_FORMS: ReadonlySet<string> = new Set(
  (
    'sa sas sasu sarl eurl sci snc scop scic scp selarl selas ei eirl gie association asso ste societe ets etablissements etablissement cie ' +
    'sprl srl bv bvba nv asbl vzw gmbh ag kg ohg ug ev spa sapa snc sl slu sociedad ltd limited plc llp llc inc corp co company'
  ).split(' '),
);
const JOINING: ReadonlySet<string> = new Set([
  'et',
  'and',
  'und',
  'de',
  'du',
  'des',
  'la',
  'le',
  'les',
  'l',
  'd',
  'the',
]);

/** Addresses that many share are of nobody in particular. */
const SHARED_MAILBOX = /^(?:no-?reply|ne-pas-repondre)@/;

export function matchKeys(name: string, info: RowFields): MatchKeys {
  const words = wordsOfName(name);
  const siren = sirenOf(info);
  const vatNumber = contactText(info, 'vatNumber');
  const email = contactText(info, 'email')?.trim().toLowerCase();
  return {
    name: words.join(' '),
    words: words.toSorted().join(' '),
    siren: siren ?? null,
    vatNumber: vatNumber === undefined || vatNumber.trim() === '' ? null : compact(vatNumber),
    email: email === undefined || email === '' || SHARED_MAILBOX.test(email) ? null : email,
  };
}

/** As it is entered, or as its SIRET or French VAT number has it. */
function sirenOf(info: RowFields): string | undefined {
  const siret = contactText(info, 'siret');
  const vatNumber = contactText(info, 'vatNumber');
  const candidates = [
    contactText(info, 'siren'),
    siret === undefined ? undefined : compact(siret).slice(0, 9),
    vatNumber !== undefined && /^FR/i.test(vatNumber.trim()) ? compact(vatNumber).slice(4) : undefined,
  ];
  return candidates.flatMap((text) => (text === undefined ? [] : compact(text))).find(isSiren);
}

/** Legal forms and joining words are left out, unless nothing else is left. */
function wordsOfName(name: string): string[] {
  const folded = name
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    // S.A.R.L. is SARL.
    .replaceAll(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, '');
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => !LEGAL_FORMS.has(word) && !JOINING.has(word));
  if (telling.length > 0) return telling;
  // A name of signs alone is compared as it is.
  return words.length > 0 ? words : [folded.trim()].filter((text) => text !== '');
}
