import type { StoredMission } from '../mission-columns.ts';
import { createDictionary, type Dictionary } from './dictionary.ts';

/** A row as it is read into the index. */
export type IndexedMission = Omit<StoredMission, 'id' | 'reference'> & { row_key: number };

/** What the index reads of each mission. */
export const INDEXED_COLUMNS = `row_key, vehicle_id, driver, customer_name, origin_address, destination_address,
  planned_start_at_ms, planned_end_at_ms, actual_start_at_ms, actual_end_at_ms, status, distance_metres, amount_cents,
  currency, billing_cycle_id, third_party_id`;

const NUMBERS = [
  'planned_start_at_ms',
  'planned_end_at_ms',
  'actual_start_at_ms',
  'actual_end_at_ms',
  'status',
  'distance_metres',
  'amount_cents',
] as const;
const TEXTS = [
  'vehicle_id',
  'driver',
  'customer_name',
  'origin_address',
  'destination_address',
  'currency',
  'billing_cycle_id',
  'third_party_id',
] as const;
export type NumberColumn = (typeof NUMBERS)[number];
export type TextColumn = (typeof TEXTS)[number];
export type IndexColumn = NumberColumn | TextColumn;

const GROWTH = 1.5;
const AT_FIRST = 1_024;

/**
 * The missions of the cache as columns of numbers, by row key: what is asked of a million rows at once is asked of plain arrays. NaN and
 * the code 0 are "none". Some 90 bytes a mission, and each different text once.
 */
export class MissionValues {
  alive = new Uint8Array(AT_FIRST);
  /** Row keys are below it. */
  end = 0;
  count = 0;
  #numbers = makeAll(NUMBERS, () => new Float64Array(AT_FIRST));
  #codes = makeAll(TEXTS, () => new Uint32Array(AT_FIRST));
  readonly #dictionaries = makeAll(TEXTS, () => createDictionary());

  numbers(column: NumberColumn): Float64Array {
    return this.#numbers[column];
  }

  codes(column: TextColumn): Uint32Array {
    return this.#codes[column];
  }

  dictionary(column: TextColumn): Dictionary {
    return this.#dictionaries[column];
  }

  /** @returns the columns that are others than before; null: it is a new row */
  set(row: IndexedMission): IndexColumn[] | null {
    const key = row.row_key;
    this.#reserve(key + 1);
    const isNew = this.alive[key] !== 1;
    const changed: IndexColumn[] = [];
    for (let place = 0; place < NUMBERS.length; place++) {
      const column = NUMBERS[place] as NumberColumn;
      const value = row[column] ?? Number.NaN;
      const values = this.#numbers[column];
      if (!isNew && !Object.is(values[key], value)) changed.push(column);
      values[key] = value;
    }
    for (let place = 0; place < TEXTS.length; place++) {
      const column = TEXTS[place] as TextColumn;
      const code = this.#dictionaries[column].codeOf(row[column]);
      const codes = this.#codes[column];
      if (!isNew && codes[key] !== code) changed.push(column);
      codes[key] = code;
    }
    if (!isNew) return changed;
    this.alive[key] = 1;
    this.count += 1;
    return null;
  }

  /** @returns whether it was there */
  remove(key: number): boolean {
    if (this.alive[key] !== 1) return false;
    this.alive[key] = 0;
    this.count -= 1;
    return true;
  }

  /** Row keys of all, from the first. */
  keys(): Uint32Array {
    const keys = new Uint32Array(this.count);
    let place = 0;
    for (let key = 0; key < this.end; key++) if (this.alive[key] === 1) keys[place++] = key;
    return keys;
  }

  #reserve(end: number): void {
    this.end = Math.max(this.end, end);
    if (end <= this.alive.length) return;
    const length = Math.ceil(end * GROWTH);
    const grown = new Uint8Array(length);
    grown.set(this.alive);
    this.alive = grown;
    for (const column of NUMBERS) {
      const values = new Float64Array(length);
      values.set(this.#numbers[column]);
      this.#numbers[column] = values;
    }
    for (const column of TEXTS) {
      const codes = new Uint32Array(length);
      codes.set(this.#codes[column]);
      this.#codes[column] = codes;
    }
  }
}

function makeAll<Name extends string, T>(names: readonly Name[], make: () => T): Record<Name, T> {
  return Object.fromEntries(names.map((name) => [name, make()])) as Record<Name, T>;
}
