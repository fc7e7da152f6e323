import {
  type ContactInfo,
  contactInfo,
  CONTACT_TEXTS,
  contactText,
  matchKeys,
  mergeReport,
  addressesOf,
  personsOf,
  THIRD_PARTY_STANDINGS,
  THIRD_PARTY_TYPES,
  type ThirdParty,
} from '../../../shared/domain/index.ts';
import { fromPlace, toIso, toIsoOrNull, toMs, toMsOrNull, toPlace } from './columns.ts';
import { searchableWords, sortKey } from './folding.ts';
import type { SqlValue } from './handles.ts';

export interface StoredThirdParty {
  id: string;
  name: string;
  type: number;
  contact_info: string;
  created_at_ms: number;
  standing: number;
  merged_into: string | null;
  archived_at_ms: number | null;
  last_merge: string | null;
}

/** What a read needs of the table, as `t`. */
export const THIRD_PARTY_COLUMNS = `t.id, t.name, t.type, t.contact_info, t.created_at_ms, t.standing, t.merged_into, t.archived_at_ms, t.last_merge`;

export const WRITTEN_COLUMNS = [
  ...['id', 'version', 'name', 'name_key', 'name_words', 'type', 'contact_info', 'created_at_ms', 'search_words'],
  ...['standing', 'merged_into', 'archived_at_ms', 'last_merge'],
  ...['match_name', 'match_words', 'match_siren', 'match_vat_number', 'match_email'],
];

/** In the order of `WRITTEN_COLUMNS`. */
export function valuesOf(party: ThirdParty, version: number): SqlValue[] {
  const { id, name, type, contactInfo: info, createdAt, standing, mergedInto, archivedAt, lastMerge } = party;
  const keys = matchKeys(name, info);
  return [
    ...[id, version, name, sortKey(name), searchableWords(name), toPlace(THIRD_PARTY_TYPES, type)],
    ...[JSON.stringify(info), toMs(createdAt), searchableWords(name, ...searchedTexts(info))],
    ...[toPlace(THIRD_PARTY_STANDINGS, standing), mergedInto, toMsOrNull(archivedAt)],
    lastMerge === null ? null : JSON.stringify(lastMerge),
    ...[keys.name, keys.words, keys.siren, keys.vatNumber, keys.email],
  ];
}

/** What a person may search for: all texts, the persons, and the towns of other addresses. */
function searchedTexts(info: ContactInfo): (string | undefined)[] {
  return [
    ...CONTACT_TEXTS.map((member) => contactText(info, member)),
    ...personsOf(info.persons).flatMap(({ name, email }) => [name, email]),
    ...addressesOf(info.addresses).flatMap(({ label, city }) => [label, city]),
  ];
}

export function toThirdParty(stored: StoredThirdParty): ThirdParty {
  return {
    id: stored.id,
    name: stored.name,
    type: fromPlace(THIRD_PARTY_TYPES, stored.type),
    contactInfo: contactInfo.parse(JSON.parse(stored.contact_info)),
    standing: fromPlace(THIRD_PARTY_STANDINGS, stored.standing),
    mergedInto: stored.merged_into,
    archivedAt: toIsoOrNull(stored.archived_at_ms),
    lastMerge: stored.last_merge === null ? null : mergeReport.parse(JSON.parse(stored.last_merge)),
    createdAt: toIso(stored.created_at_ms),
  };
}
