import type { MissionFilterQuery } from '../../../../shared/contract/index.ts';
import { MISSION_STATUSES } from '../../../../shared/domain/index.ts';
import { toPlace } from '../columns.ts';
import type { Reader } from '../handles.ts';
import { searchSelects } from '../mission-search.ts';
import type { MissionValues, NumberColumn, TextColumn } from './mission-values.ts';

/** Takes out of `mask` (1: still in) the rows that do not pass. */
type Sieve = (mask: Uint8Array) => void;

/** Which rows match a filter: 1 by row key. One walk over a plain array for each condition. */
export function matchesOf(values: MissionValues, filter: MissionFilterQuery, reader: Reader): Uint8Array {
  const mask = values.alive.slice(0, values.end);
  for (const sieve of sievesOf(values, filter, reader)) sieve(mask);
  return mask;
}

function sievesOf(values: MissionValues, filter: MissionFilterQuery, reader: Reader): Sieve[] {
  const { statuses, start, amount, distance } = filter;
  const sieves: (Sieve | undefined)[] = [
    start && between(values, 'planned_start_at_ms', start.fromMs, below(start.beforeMs)),
    // An empty list of statuses is one that nothing is in.
    statuses &&
      oneOf(
        values.numbers('status'),
        statuses.map((status) => toPlace(MISSION_STATUSES, status)),
      ),
    amount && range(values, 'amount_cents', amount),
    distance && range(values, 'distance_metres', distance),
    named(values, 'vehicle_id', filter.vehicleIds, filter.vehicleId),
    named(values, 'billing_cycle_id', filter.billingCycleIds, filter.billingCycleId),
    named(values, 'third_party_id', filter.thirdPartyIds, filter.thirdPartyId),
    named(values, 'driver', filter.drivers, undefined),
  ];
  // Texts are looked up in the file, and so come last.
  const selects = searchSelects(reader, filter.text);
  return [...sieves, ...selects.map(({ sql, params }) => found(reader.selectValue<number>(sql).all(...params)))].filter(
    (sieve) => sieve !== undefined,
  );
}

function below(end: number | undefined): number | undefined {
  return end === undefined ? undefined : end - 1;
}

function range(
  values: MissionValues,
  column: NumberColumn,
  asked: Exclude<MissionFilterQuery['amount'], undefined>,
): Sieve {
  if (asked !== 'none') return between(values, column, asked.least, asked.most);
  const numbers = values.numbers(column);
  return (mask) => {
    for (let key = 0; key < mask.length; key++) if (!Number.isNaN(numbers[key])) mask[key] = 0;
  };
}

/** Both ends included; what is not known is not between. */
function between(
  values: MissionValues,
  column: NumberColumn,
  least: number = -Infinity,
  most: number = Infinity,
): Sieve {
  const numbers = values.numbers(column);
  return (mask) => {
    for (let key = 0; key < mask.length; key++) {
      const value = numbers[key] ?? Number.NaN;
      if (!(value >= least && value <= most)) mask[key] = 0;
    }
  };
}

function named(
  values: MissionValues,
  column: TextColumn,
  some: readonly (string | null)[] | undefined,
  one: string | undefined,
): Sieve | undefined {
  if (some === undefined && one === undefined) return undefined;
  const dictionary = values.dictionary(column);
  const codesOf = (texts: readonly (string | null)[]) => texts.flatMap((text) => dictionary.find(text) ?? []);
  const codes = values.codes(column);
  const sieves = [some, one === undefined ? undefined : [one]].flatMap((texts) =>
    texts === undefined ? [] : [oneOf(codes, codesOf(texts))],
  );
  return (mask) => {
    for (const sieve of sieves) sieve(mask);
  };
}

/** @param wanted whole numbers from 0 on */
function oneOf(column: Float64Array | Uint32Array, wanted: readonly number[]): Sieve {
  const [first, ...others] = wanted;
  if (first !== undefined && others.length === 0) {
    return (mask) => {
      for (let key = 0; key < mask.length; key++) if (column[key] !== first) mask[key] = 0;
    };
  }
  // Looked up rather than searched for: a list may have hundreds of names.
  const isWanted = new Uint8Array(Math.max(0, ...wanted) + 1);
  for (const value of wanted) isWanted[value] = 1;
  return (mask) => {
    for (let key = 0; key < mask.length; key++) if (isWanted[column[key] ?? 0] !== 1) mask[key] = 0;
  };
}

function found(keys: readonly number[]): Sieve {
  return (mask) => {
    const both = new Uint8Array(mask.length);
    for (const key of keys) both[key] = mask[key] ?? 0;
    mask.set(both);
  };
}
