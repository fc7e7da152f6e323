import { duplicateReasons, type DuplicateReason, type MatchKeys } from '../../../shared/domain/index.ts';
import type { Reader } from './handles.ts';

/** One that may be the same as another, and why. */
export interface Candidate {
  id: string;
  reasons: DuplicateReason[];
}

/** What is compared of each third party that is in use. */
export interface Compared extends MatchKeys {
  id: string;
}

export interface DuplicateReads {
  /** Those in use that may be the same as what is being entered, the surest first. */
  like(keys: MatchKeys, exceptId: string | null, limit: number): Candidate[];
  /** Those in use that have the same SIREN, VAT number or words of the name, the surest first. */
  same(keys: MatchKeys): string[];
  /** Those in use, by the key, from one key on. */
  compared(afterId: string, limit: number): Compared[];
}

interface StoredKeys {
  id: string;
  match_name: string;
  match_words: string;
  match_siren: string | null;
  match_vat_number: string | null;
  match_email: string | null;
}

const COLUMNS = 'id, match_name, match_words, match_siren, match_vat_number, match_email';
/** Names that begin alike are looked at one by one. */
const PREFIX = 3;
const MOST_LOOKED_AT = 2000;

export function createDuplicateReads(reader: Reader): DuplicateReads {
  const by = (column: string) =>
    reader.select<StoredKeys>(`SELECT ${COLUMNS} FROM third_parties WHERE ${column} = ? AND standing = 0 LIMIT 50`);
  const exact = {
    siren: by('match_siren'),
    vatNumber: by('match_vat_number'),
    words: by('match_words'),
    email: by('match_email'),
  };
  const beginning = reader.select<StoredKeys>(
    `SELECT ${COLUMNS} FROM third_parties WHERE match_name >= ? AND match_name < ? AND standing = 0 LIMIT ${MOST_LOOKED_AT}`,
  );
  const after = reader.select<StoredKeys>(
    `SELECT ${COLUMNS} FROM third_parties WHERE id > ? AND standing = 0 ORDER BY id LIMIT ?`,
  );

  return {
    like(keys, exceptId, limit) {
      const found = new Map<string, StoredKeys>();
      const add = (rows: readonly StoredKeys[]) => {
        for (const row of rows) if (row.id !== exceptId) found.set(row.id, row);
      };
      if (keys.siren !== null) add(exact.siren.all(keys.siren));
      if (keys.vatNumber !== null) add(exact.vatNumber.all(keys.vatNumber));
      if (keys.email !== null) add(exact.email.all(keys.email));
      if (keys.words !== '') add(exact.words.all(keys.words));
      const prefix = keys.name.slice(0, PREFIX);
      if (prefix.length === PREFIX) add(beginning.all(prefix, `${prefix}\u{10FFFF}`));
      return [...found.values()]
        .map((row) => ({ id: row.id, reasons: duplicateReasons(keys, keysOf(row)) }))
        .filter(({ reasons }) => reasons.length > 0)
        .toSorted(surestFirst)
        .slice(0, limit);
    },
    same({ siren, vatNumber, words }) {
      const found = [
        ...(siren === null ? [] : exact.siren.all(siren)),
        ...(vatNumber === null ? [] : exact.vatNumber.all(vatNumber)),
        ...(words === '' ? [] : exact.words.all(words)),
      ];
      return [...new Set(found.map(({ id }) => id))];
    },
    compared: (afterId, limit) => after.all(afterId, limit).map((row) => ({ id: row.id, ...keysOf(row) })),
  };
}

const ORDER: readonly DuplicateReason[] = ['siren', 'vat-number', 'name', 'email', 'near-name'];

export function surestFirst(one: { reasons: DuplicateReason[] }, other: { reasons: DuplicateReason[] }): number {
  return rank(one.reasons) - rank(other.reasons);
}

function rank(reasons: readonly DuplicateReason[]): number {
  return Math.min(...reasons.map((reason) => ORDER.indexOf(reason))) - reasons.length / 10;
}

function keysOf(row: StoredKeys): MatchKeys {
  return {
    name: row.match_name,
    words: row.match_words,
    siren: row.match_siren,
    vatNumber: row.match_vat_number,
    email: row.match_email,
  };
}
