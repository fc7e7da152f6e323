import type { THIRD_PARTY_SORTS, ThirdPartyRow, VigieContract } from '../../../shared/contract/index.ts';
import { THIRD_PARTY_STANDINGS, THIRD_PARTY_TYPES, type ThirdParty } from '../../../shared/domain/index.ts';
import type { ParamsOf } from '../../../shared/rpc/index.ts';
import { toPlace } from './columns.ts';
import { fold, searchedWords } from './folding.ts';
import type { Reader, SqlValue, Writer } from './handles.ts';
import { type Direction, orderBy, planWindow } from './paging.ts';
import { createTotals } from './remembered.ts';
import { createStanding } from './standing.ts';
import { placeholders, upsertSql } from './sql.ts';
import {
  type StoredThirdParty,
  THIRD_PARTY_COLUMNS,
  toThirdParty,
  valuesOf,
  WRITTEN_COLUMNS,
} from './third-party-columns.ts';

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

interface CountedThirdParty extends StoredThirdParty {
  mission_count: number;
  cycle_count: number;
  merged_into_name: string | null;
}

const SELECT = `
  SELECT ${THIRD_PARTY_COLUMNS}, coalesce(n.mission_count, 0) AS mission_count,
    (SELECT count(*) FROM billing_cycles c WHERE c.third_party_id = t.id) AS cycle_count,
    (SELECT s.name FROM third_parties s WHERE s.id = t.merged_into) AS merged_into_name
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

/** A row with what a list shows beside it. */
export function createThirdPartyRows(reader: Reader) {
  const standing = createStanding(reader, 'third-party');
  return (stored: CountedThirdParty): ThirdPartyRow => ({
    ...toThirdParty(stored),
    unsent: standing.of(stored.id),
    missionCount: stored.mission_count,
    cycleCount: stored.cycle_count,
    mergedIntoName: stored.merged_into_name,
  });
}

export function createThirdPartyReads(reader: Reader): ThirdPartyReads {
  const total = createTotals(reader);
  const toRow = createThirdPartyRows(reader);
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
  const sql = `SELECT ${THIRD_PARTY_COLUMNS}, t.version FROM third_parties t WHERE t.id = ?`;
  const stored = reader.select<StoredThirdParty & { version: number }>(sql).get(id);
  return stored && { row: toThirdParty(stored), version: stored.version };
}

export function createThirdPartyWrites(writer: Writer): ThirdPartyWrites {
  const put = writer.change(upsertSql('third_parties', 'id', WRITTEN_COLUMNS));
  const putNewer = writer.change(
    upsertSql('third_parties', 'id', WRITTEN_COLUMNS, 'WHERE excluded.version >= version'),
  );
  const remove = writer.change('DELETE FROM third_parties WHERE id = ? AND version <= ?');
  return {
    upsert: (thirdParty, version) => void putNewer.run(...valuesOf(thirdParty, version)),
    put: (thirdParty, version) => void put.run(...valuesOf(thirdParty, version)),
    remove: (id, version) => void remove.run(id, version),
    clear: () => writer.execute('DELETE FROM third_parties'),
  };
}

/** A number that people write in groups is one word. */
const GROUPED_NUMBER = /^(?:[A-Z]{2}[\s.-]*[A-Z0-9]{2}[\s.-]*)?\d[\d\s.-]{7,}\d$/i;

function where({ text, types, standing = 'active' }: ThirdPartyQuery['filter']): { sql: string; params: SqlValue[] } {
  const isNumber = text !== undefined && GROUPED_NUMBER.test(text.trim());
  const words = searchedWords(isNumber ? text.replaceAll(/[\s.-]/g, '') : text);
  const parts = words.map(() => 'instr(t.search_words, ?)');
  const params: SqlValue[] = words.map((word) => ` ${fold(word)}`);
  if (types !== undefined) {
    parts.push(`t.type IN (${placeholders(types.length)})`);
    params.push(...types.map((type) => toPlace(THIRD_PARTY_TYPES, type)));
  }
  if (standing !== 'all') {
    parts.push(`t.standing ${standing === 'active' ? '=' : '<>'} ${toPlace(THIRD_PARTY_STANDINGS, 'active')}`);
  }
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, params };
}
