import type { THIRD_PARTY_SORTS, ThirdPartyRow, VigieContract } from '../../../shared/contract/index.ts';
import { type ContactInfo, contactInfo, type ThirdParty, THIRD_PARTY_TYPES } from '../../../shared/domain/index.ts';
import type { ParamsOf } from '../../../shared/rpc/index.ts';
import { fromPlace, toIso, toMs, toPlace } from './columns.ts';
import { fold, searchableWords, searchedWords, sortKey } from './folding.ts';
import type { Reader, SqlValue, Writer } from './handles.ts';
import { type Direction, orderBy, planWindow } from './paging.ts';
import { createTotals } from './remembered.ts';
import { placeholders, upsertSql } from './sql.ts';

export type ThirdPartyQuery = ParamsOf<VigieContract, 'thirdParties.page'>;

export interface ThirdPartyReads {
  page(query: ThirdPartyQuery): { rows: ThirdPartyRow[]; total: number };
  get(id: string): ThirdPartyRow | undefined;
}

export interface ThirdPartyWrites {
  upsert(thirdParty: ThirdParty, version: number): void;
  remove(id: string): void;
  clear(): void;
}

interface StoredThirdParty {
  id: string;
  name: string;
  type: number;
  contact_info: string;
  created_at_ms: number;
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
  return {
    page(query) {
      const { sql, params } = where(query.filter);
      const count = total(`SELECT count(*) FROM third_parties t ${sql}`, params);
      const plan = planWindow(query, count, query.sort.direction);
      const stored = reader
        .select<StoredThirdParty>(`${SELECT} ${sql} ${order(query.sort.by, plan.direction)} LIMIT ? OFFSET ?`)
        .all(...params, plan.limit, plan.offset);
      if (plan.isReversed) stored.reverse();
      return { rows: stored.map(toRow), total: count };
    },
    get(id) {
      const stored = reader.select<StoredThirdParty>(`${SELECT} WHERE t.id = ?`).get(id);
      return stored && toRow(stored);
    },
  };
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
  const remove = writer.change('DELETE FROM third_parties WHERE id = ?');
  return {
    upsert({ id, name, type, contactInfo, createdAt }, version) {
      put.run(
        id,
        version,
        name,
        sortKey(name),
        searchableWords(name),
        toPlace(THIRD_PARTY_TYPES, type),
        JSON.stringify(contactInfo),
        toMs(createdAt),
        searchableWords(name, ...contactTexts(contactInfo)),
      );
    },
    remove: (id) => void remove.run(id),
    clear: () => writer.execute('DELETE FROM third_parties'),
  };
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

function toRow(stored: StoredThirdParty): ThirdPartyRow {
  return {
    id: stored.id,
    name: stored.name,
    type: fromPlace(THIRD_PARTY_TYPES, stored.type),
    contactInfo: contactInfo.parse(JSON.parse(stored.contact_info)),
    createdAt: toIso(stored.created_at_ms),
    missionCount: stored.mission_count,
  };
}
