import type { MissionFilterQuery, MissionSortBy, MissionTotalsRow } from '../../../../shared/contract/index.ts';
import { fold, searchedWords, wordsOf } from '../folding.ts';
import type { Reader } from '../handles.ts';
import type { Direction, Window } from '../paging.ts';
import { matchesOf } from './mission-matches.ts';
import { createMissionOrders } from './mission-orders.ts';
import { type IndexedMission, INDEXED_COLUMNS, MissionValues } from './mission-values.ts';
import { totalsOf } from './totals.ts';

export interface IndexQuery extends Window {
  filter: MissionFilterQuery;
  sort: { by: MissionSortBy; direction: Direction };
}

/** Answers what is asked of all missions at once. `reader`: of the cache, as it is now. */
export interface MissionIndex {
  /** Reads all missions anew. */
  load(reader: Reader): void;
  /** Reads these rows again; those that are not there any more are forgotten. */
  refresh(reader: Reader, keys: readonly number[]): void;
  /** Vehicles, third parties or billing cycles are others, or called otherwise. */
  namesChanged(): void;
  /** Row keys of a part of the filtered, sorted list, and its length. */
  page(reader: Reader, query: IndexQuery): { keys: number[]; total: number };
  /** Makes an order ready before somebody asks for it. */
  prepare(reader: Reader, by: MissionSortBy): void;
  totals(reader: Reader, filter: MissionFilterQuery): MissionTotalsRow;
  drivers(text: string | undefined, limit: number): { name: string; missions: number }[];
}

/** Filters whose matches are kept, a byte a mission each: scrolling asks for one again and again, and one goes to and fro between some views. */
const MOST_KEPT = 16;
/** Rows that are read with one statement. */
const AT_A_TIME = 500;

export function createMissionIndex(): MissionIndex {
  let values = new MissionValues();
  let orders = createMissionOrders(values);
  /** The newest last. */
  const known = new Map<string, Matches>();

  function matching(reader: Reader, filter: MissionFilterQuery): Matches {
    return kept(known, JSON.stringify(filter), () => {
      const mask = matchesOf(values, filter, reader);
      let total = 0;
      for (let key = 0; key < mask.length; key++) total += mask[key] ?? 0;
      return { mask, total };
    });
  }

  return {
    load(reader) {
      values = new MissionValues();
      orders = createMissionOrders(values);
      known.clear();
      let after = -1;
      const read = reader.select<IndexedMission>(
        `SELECT ${INDEXED_COLUMNS} FROM missions WHERE row_key > ? ORDER BY row_key LIMIT 5000`,
      );
      for (;;) {
        const rows = read.all(after);
        for (const row of rows) values.set(row);
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.row_key;
      }
    },
    refresh(reader, keys) {
      known.clear();
      for (let first = 0; first < keys.length; first += AT_A_TIME) {
        const part = keys.slice(first, first + AT_A_TIME);
        const gone = new Set(part);
        const sql = `SELECT ${INDEXED_COLUMNS} FROM missions WHERE row_key IN (SELECT value FROM json_each(?))`;
        for (const row of reader.select<IndexedMission>(sql).all(JSON.stringify(part))) {
          gone.delete(row.row_key);
          orders.moved(row.row_key, values.set(row));
        }
        for (const key of gone) if (values.remove(key)) orders.moved(key, null);
      }
    },
    namesChanged() {
      known.clear();
      orders.namesChanged();
    },
    page(reader, { filter, sort, offset, limit }) {
      const { mask, total } = matching(reader, filter);
      const count = Math.max(0, Math.min(limit, total - offset));
      const order = orders.of(sort.by, reader);
      // From the end that is nearer.
      const isAscending = sort.direction === 'ascending';
      if (offset <= (total - count) / 2)
        return { keys: walk(order, mask, { offset, count, isForward: isAscending }), total };
      const behind = { offset: total - offset - count, count, isForward: !isAscending };
      return { keys: walk(order, mask, behind).toReversed(), total };
    },
    prepare: (reader, by) => void orders.of(by, reader),
    totals: (reader, filter) => totalsOf(values, matching(reader, filter).mask),
    drivers(text, limit) {
      const codes = values.codes('driver');
      const dictionary = values.dictionary('driver');
      const counts = new Uint32Array(dictionary.size());
      for (let key = 0; key < values.end; key++) {
        if (values.alive[key] === 1) counts[codes[key] ?? 0] = (counts[codes[key] ?? 0] ?? 0) + 1;
      }
      const wanted = searchedWords(text).map(fold);
      const found: { name: string; missions: number }[] = [];
      for (const [code, missions] of counts.entries()) {
        const name = dictionary.textOf(code);
        if (name === null || missions === 0) continue;
        const words = wanted.length === 0 ? [] : wordsOf(name).map(fold);
        if (wanted.every((start) => words.some((word) => word.startsWith(start)))) found.push({ name, missions });
      }
      found.sort((one, other) => other.missions - one.missions || (one.name < other.name ? -1 : 1));
      return found.slice(0, limit);
    },
  };
}

interface Matches {
  /** 1 by row key. */
  readonly mask: Uint8Array;
  readonly total: number;
}

/** The rows of an order that match, but for the first `offset` of them. */
function walk(
  order: Uint32Array,
  mask: Uint8Array,
  { offset, count, isForward }: { offset: number; count: number; isForward: boolean },
): number[] {
  const keys: number[] = [];
  let passed = 0;
  const step = isForward ? 1 : -1;
  for (let place = isForward ? 0 : order.length - 1; keys.length < count; place += step) {
    const key = order[place];
    if (key === undefined) break;
    if (mask[key] !== 1) continue;
    if (passed < offset) passed += 1;
    else keys.push(key);
  }
  return keys;
}

function kept<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.delete(key);
  known.set(key, value);
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KEPT) break;
    known.delete(oldest);
  }
  return value;
}
