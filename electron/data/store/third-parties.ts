import type { THIRD_PARTY_SORTS, ThirdPartyRow, VigieContract } from '../../../shared/contract/index.ts';
import { type ContactInfo, contactInfo, type ThirdParty, THIRD_PARTY_TYPES } from '../../../shared/domain/index.ts';
import type { ParamsOf } from '../../../shared/rpc/index.ts';
import { fromPlace, toIso, toMs, toPlace } from './columns.ts';
import { fold, searchableWords, searchedWords, sortKey } from './folding.ts';
import type { Reader, SqlValue, Writer } from './handles.ts';
import { type Direction, orderBy, planWindow } from './paging.ts';
import { createTotals } from './remembered.ts';
import { createStanding } from './standing.ts';
import { placeholders, upsertSql } from './sql.ts';

export type ThirdPartyQuery = ParamsOf<VigieContract, 'thirdParties.page'>;

export interface ThirdPartyReads {
  page(query: ThirdPartyQuery): { rows: ThirdPartyRow[]; total: number };
  get(id: string): ThirdPartyRow | undefined;
}

export interface ThirdPartyWrites {
  /** The server's row. One that is older than what is known is ignored. */
  upsert(thirdParty: ThirdParty, version: number): void;
  /** What is shown in place of the server's row. */
  put(thirdParty: ThirdParty, version: number): void;
  /** A tombstone of this version. One that is older than the row is ignored. */
  remove(id: string, version: number): void;
  clear(): void;
}

interface StoredThirdParty {
  id: string;
  name: string;
  type: number;
  contact_info: string;
  created_at_ms: number;
}

interface CountedThirdParty extends StoredThirdParty {
  mission_count: number;
}

const SELECT = `
  SELECT t.id, t.name, t.type, t.contact_info, t.created_at_ms, coalesce(n.mission_count, 0) AS mission_count
  FROM third_parties t LEFT JOIN third_party_totals n ON n.third_party_id = t.id`;

function order(by: (typeof THIRD_PARTY_SORTS)[number], direction: Direction): string {
  switch (by) {
    case 'name':
      return orderBy('t', ['name_key'], direction);
    case 'type':
      return orderBy('t', ['type', 'name_key'], direction);
    case 'createdAt':
      return orderBy('t', ['created_at_ms'], direction);
    case 'missionCount': {
      // The count of the joined row; those without one count as 0.
      const suffix = direction === 'ascending' ? 'ASC' : 'DESC';
      return `ORDER BY mission_count ${suffix}, t.name_key ${suffix}, t.row_key ${suffix}`;
    }
  }
}

export function createThirdPartyReads(reader: Reader): ThirdPartyReads {
  const total = createTotals(reader);
  const standing = createStanding(reader, 'third-party');
  const toRow = (stored: CountedThirdParty): ThirdPartyRow => ({
    ...toThirdParty(stored),
    unsent: standing.of(stored.id),
    missionCount: stored.mission_count,
  });
  return {
    page(query) {
      const { sql, params } = where(query.filter);
      const count = total(`SELECT count(*) FROM third_parties t ${sql}`, params);
      const plan = planWindow(query, count, query.sort.direction);
      const stored = reader
        .select<CountedThirdParty>(`${SELECT} ${sql} ${order(query.sort.by, plan.direction)} LIMIT ? OFFSET ?`)
        .all(...params, plan.limit, plan.offset);
      if (plan.isReversed) stored.reverse();
      return { rows: stored.map(toRow), total: count };
    },
    get(id) {
      const stored = reader.select<CountedThirdParty>(`${SELECT} WHERE t.id = ?`).get(id);
      return stored && toRow(stored);
    },
  };
}

/** A third party as it is shown, with the server's count of its changes. */
export function readThirdParty(reader: Reader, id: string): { row: ThirdParty; version: number } | undefined {
  const sql = 'SELECT id, name, type, contact_info, created_at_ms, version FROM third_parties WHERE id = ?';
  const stored = reader.select<StoredThirdParty & { version: number }>(sql).get(id);
  return stored && { row: toThirdParty(stored), version: stored.version };
}

const COLUMNS = [
  'id',
  'version',
  'name',
  'name_key',
  'name_words',
  'type',
  'contact_info',
  'created_at_ms',
  'search_words',
];

export function createThirdPartyWrites(writer: Writer): ThirdPartyWrites {
  const put = writer.change(upsertSql('third_parties', 'id', COLUMNS));
  const putNewer = writer.change(upsertSql('third_parties', 'id', COLUMNS, 'WHERE excluded.version >= version'));
  const remove = writer.change('DELETE FROM third_parties WHERE id = ? AND version <= ?');
  return {
    upsert: (thirdParty, version) => void putNewer.run(...valuesOf(thirdParty, version)),
    put: (thirdParty, version) => void put.run(...valuesOf(thirdParty, version)),
    remove: (id, version) => void remove.run(id, version),
    clear: () => writer.execute('DELETE FROM third_parties'),
  };
}

function valuesOf({ id, name, type, contactInfo, createdAt }: ThirdParty, version: number): SqlValue[] {
  return [
    id,
    version,
    name,
    sortKey(name),
    searchableWords(name),
    toPlace(THIRD_PARTY_TYPES, type),
    JSON.stringify(contactInfo),
    toMs(createdAt),
    searchableWords(name, ...contactTexts(contactInfo)),
  ];
}

function contactTexts({ email, phone, address, city, postalCode, country }: ContactInfo): (string | undefined)[] {
  return [email, phone, address, city, postalCode, country];
}

function where({ text, types }: ThirdPartyQuery['filter']): { sql: string; params: SqlValue[] } {
  const words = searchedWords(text);
  const parts = words.map(() => 'instr(t.search_words, ?)');
  const params: SqlValue[] = words.map((word) => ` ${fold(word)}`);
  if (types !== undefined) {
    parts.push(`t.type IN (${placeholders(types.length)})`);
    params.push(...types.map((type) => toPlace(THIRD_PARTY_TYPES, type)));
  }
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, params };
}

function toThirdParty(stored: StoredThirdParty): ThirdParty {
  return {
    id: stored.id,
    name: stored.name,
    type: fromPlace(THIRD_PARTY_TYPES, stored.type),
    contactInfo: contactInfo.parse(JSON.parse(stored.contact_info)),
    createdAt: toIso(stored.created_at_ms),
  };
}
