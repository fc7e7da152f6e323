import type { MissionSortBy } from '../../../../shared/contract/index.ts';
import type { Reader } from '../handles.ts';
import { bySpelling, type NameOf, ranksOf } from './dictionary.ts';
import type { IndexColumn, MissionValues, NumberColumn, TextColumn } from './mission-values.ts';
import { sortBy } from './radix-sort.ts';

/** What a sort looks at, the most important first; equal rows stand by their row keys. */
type SortParts = readonly (NumberColumn | TextColumn)[];
const PARTS: Readonly<Record<Exclude<MissionSortBy, 'reference'>, SortParts>> = {
  plannedStartAt: ['planned_start_at_ms'],
  status: ['status', 'planned_start_at_ms'],
  customerName: ['customer_name'],
  vehicleCode: ['vehicle_id', 'planned_start_at_ms'],
  distanceMetres: ['distance_metres'],
  amountCents: ['amount_cents'],
  thirdPartyName: ['third_party_id'],
  billingCycleLabel: ['billing_cycle_id'],
  driver: ['driver'],
  originAddress: ['origin_address'],
  destinationAddress: ['destination_address'],
  plannedEndAt: ['planned_end_at_ms'],
  actualStartAt: ['actual_start_at_ms'],
  actualEndAt: ['actual_end_at_ms'],
};

/** Columns of ids, which sort by the names of the rows that they name. */
const NAMED: Partial<Record<TextColumn, { table: string; key: string; hasTie: boolean }>> = {
  vehicle_id: { table: 'vehicles', key: 'code_key', hasTie: true },
  third_party_id: { table: 'third_parties', key: 'name_key', hasTie: false },
  billing_cycle_id: { table: 'billing_cycles', key: 'label_key', hasTie: false },
};

interface Order {
  keys: Uint32Array;
  /** Rows that may stand elsewhere since. */
  moved: Set<number>;
}

/** Beyond this part of all rows, sorting anew costs less than putting them in one by one. */
const MOST_MOVED = 1 / 8;
/** Of the order by reference, whose rows are looked up to be compared. */
const MOST_LOOKED_UP = 500;

export interface MissionOrders {
  /** Row keys of all missions in ascending order. */
  of(by: MissionSortBy, reader: Reader): Uint32Array;
  /** A row is new or gone (null), or some of its columns have changed. */
  moved(key: number, columns: readonly IndexColumn[] | null): void;
  /** Rows that missions name were renamed. */
  namesChanged(): void;
}

/** The orders that have been asked for, kept, and mended where rows have changed. */
export function createMissionOrders(values: MissionValues): MissionOrders {
  const orders = new Map<MissionSortBy, Order>();
  const ranks = new Map<TextColumn, Uint32Array>();

  function keyOf(column: NumberColumn | TextColumn, reader: Reader): (row: number) => number {
    if (isNumber(column)) {
      const numbers = values.numbers(column);
      return (row) => numbers[row] ?? Number.NaN;
    }
    const codes = values.codes(column);
    const placed = rankOf(column, reader);
    return (row) => placed[codes[row] ?? 0] ?? 0;
  }

  function rankOf(column: TextColumn, reader: Reader): Uint32Array {
    const dictionary = values.dictionary(column);
    const known = ranks.get(column);
    if (known?.length === dictionary.size()) return known;
    const made = ranksOf(dictionary, nameOf(column, reader));
    ranks.set(column, made);
    return made;
  }

  function build(by: MissionSortBy, reader: Reader): Uint32Array {
    if (by === 'reference') {
      const keys = reader.selectValue<number>('SELECT row_key FROM missions ORDER BY reference_key, row_key').all();
      // What this index does not know yet comes with the next word of changes.
      return Uint32Array.from(keys.filter((key) => values.alive[key] === 1));
    }
    return PARTS[by].toReversed().reduce((order, column) => sortBy(order, keyOf(column, reader)), values.keys());
  }

  function comparison(by: MissionSortBy, reader: Reader): (one: number, other: number) => number {
    if (by === 'reference') {
      const find = reader.selectValue<string>('SELECT reference_key FROM missions WHERE row_key = ?');
      const texts = (key: number) => find.get(key) ?? '';
      return (one, other) => {
        const [left, right] = [texts(one), texts(other)];
        return left < right ? -1 : left > right ? 1 : one - other;
      };
    }
    const parts = PARTS[by].map((column) => keyOf(column, reader));
    return (one, other) => {
      for (const part of parts) {
        const [left, right] = [part(one), part(other)];
        if (left === right || (Number.isNaN(left) && Number.isNaN(right))) continue;
        return Number.isNaN(left) || left < right ? -1 : 1;
      }
      return one - other;
    };
  }

  function mended({ keys, moved }: Order, compare: (one: number, other: number) => number): Uint32Array {
    const stay = keys.filter((key) => !moved.has(key));
    const come = [...moved].filter((key) => values.alive[key] === 1).toSorted(compare);
    const result = new Uint32Array(stay.length + come.length);
    let from = 0;
    for (const [index, key] of come.entries()) {
      const to = placeFor(stay, key, from, compare);
      result.set(stay.subarray(from, to), from + index);
      result[to + index] = key;
      from = to;
    }
    result.set(stay.subarray(from), from + come.length);
    return result;
  }

  return {
    of(by, reader) {
      const known = orders.get(by);
      if (known?.moved.size === 0) return known.keys;
      const most = by === 'reference' ? MOST_LOOKED_UP : values.count * MOST_MOVED;
      const keys =
        known === undefined || known.moved.size > most ? build(by, reader) : mended(known, comparison(by, reader));
      orders.set(by, { keys, moved: new Set() });
      return keys;
    },
    moved(key, columns) {
      for (const [by, order] of orders) {
        const parts: readonly IndexColumn[] = by === 'reference' ? [] : PARTS[by];
        if (columns === null || by === 'reference' || columns.some((column) => parts.includes(column)))
          order.moved.add(key);
      }
    },
    namesChanged() {
      for (const column of Object.keys(NAMED) as TextColumn[]) {
        ranks.delete(column);
        for (const by of orders.keys()) {
          if (by !== 'reference' && PARTS[by].includes(column)) orders.delete(by);
        }
      }
    },
  };
}

function nameOf(column: TextColumn, reader: Reader): NameOf {
  const named = NAMED[column];
  if (named === undefined) return bySpelling;
  const { table, key, hasTie } = named;
  const keys = new Map(
    reader
      .select<{ id: string; name: string }>(`SELECT id, ${key} AS name FROM ${table}`)
      .all()
      .map(({ id, name }) => [id, name]),
  );
  return (id) => ({ key: keys.get(id) ?? null, tie: hasTie ? id : '' });
}

/** The first place from `from` on before which `key` belongs. */
function placeFor(
  keys: Uint32Array,
  key: number,
  from: number,
  compare: (one: number, other: number) => number,
): number {
  let [low, high] = [from, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(keys[middle] ?? 0, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const NUMBER_COLUMNS: ReadonlySet<string> = new Set<NumberColumn>([
  'planned_start_at_ms',
  'planned_end_at_ms',
  'actual_start_at_ms',
  'actual_end_at_ms',
  'status',
  'distance_metres',
  'amount_cents',
]);

function isNumber(column: NumberColumn | TextColumn): column is NumberColumn {
  return NUMBER_COLUMNS.has(column);
}
