import type { MissionTotalsRow } from '../../../../shared/contract/index.ts';
import type { MissionValues } from './mission-values.ts';

/** Below this, sums of numbers are exact. */
const EXACT = 2 ** 52;

interface Sum {
  cents: number;
  /** What had to leave `cents`, which would not be exact any more. */
  beyond: bigint;
  missions: number;
}

/** What the rows of a mask come to. Amounts of different currencies are never added up. */
export function totalsOf(values: MissionValues, mask: Uint8Array): MissionTotalsRow {
  const amounts = values.numbers('amount_cents');
  const distances = values.numbers('distance_metres');
  const currencies = values.codes('currency');
  const sums: Sum[] = [];
  let [count, withoutAmount, distanceMetres, withoutDistance] = [0, 0, 0, 0];
  for (let key = 0; key < mask.length; key++) {
    if (mask[key] !== 1) continue;
    count += 1;
    const metres = distances[key] ?? Number.NaN;
    if (Number.isNaN(metres)) withoutDistance += 1;
    else distanceMetres += metres;
    const cents = amounts[key] ?? Number.NaN;
    if (Number.isNaN(cents)) withoutAmount += 1;
    else add((sums[currencies[key] ?? 0] ??= { cents: 0, beyond: 0n, missions: 0 }), cents);
  }
  const dictionary = values.dictionary('currency');
  return {
    ...{ count, withoutAmount, distanceMetres, withoutDistance },
    amounts: Object.entries(sums)
      .map(([code, sum]) => ({
        currency: dictionary.textOf(Number(code)) ?? '',
        cents: centsOf(sum),
        missions: sum.missions,
      }))
      .toSorted((one, other) => other.missions - one.missions || (one.currency < other.currency ? -1 : 1)),
  };
}

function add(sum: Sum, cents: number): void {
  sum.missions += 1;
  sum.cents += cents;
  if (Math.abs(sum.cents) < EXACT) return;
  sum.beyond += BigInt(sum.cents);
  sum.cents = 0;
}

function centsOf({ cents, beyond }: Sum): number | null {
  const whole = beyond + BigInt(cents);
  return whole >= BigInt(Number.MIN_SAFE_INTEGER) && whole <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(whole) : null;
}
