/**
 * Largest amount, integer cents: 15 digits, beyond any invoice, and small enough that sums and differences of amounts stay exact
 * in a double (2^53 is 9.007e15).
 */
export const MAX_AMOUNT_CENTS = 999_999_999_999_999;

/** An amount is no whole number of cents, or too large to be exact. */
export class AmountError extends Error {
  override name = 'AmountError';
}

/** @throws AmountError where it is no whole number, or more than `MAX_AMOUNT_CENTS` either way */
export function checkedCents(cents: number): number {
  if (Number.isInteger(cents) && Math.abs(cents) <= MAX_AMOUNT_CENTS) return cents === 0 ? 0 : cents;
  throw new AmountError(`${cents} is no amount in cents of at most 15 digits`);
}

/** @throws AmountError where the sum is too large */
export function sumCents(amounts: Iterable<number>): number {
  let sum = 0;
  for (const amount of amounts) sum = checkedCents(sum + amount);
  return sum;
}

/**
 * `product / divisor`, rounded to the nearest cent, a half away from zero: the commercial rounding that EN 16931 asks for
 * (EN 16931-1, 6.5.2: results are rounded to two decimals), symmetric so that a credit note undoes its invoice to the cent.
 * @throws AmountError where it is too large
 */
export function roundedQuotient(product: bigint, divisor: bigint): number {
  if (divisor <= 0n) throw new RangeError('the divisor must be above 0');
  const magnitude = product < 0n ? -product : product;
  const rounded = (2n * magnitude + divisor) / (2n * divisor);
  return checkedCents(Number(product < 0n ? -rounded : rounded));
}

/** A share of an amount in hundredths of a percent (2000 is 20 %), rounded as above. */
export function shareOf(cents: number, basisPoints: number): number {
  return roundedQuotient(BigInt(checkedCents(cents)) * BigInt(basisPoints), 10_000n);
}

/**
 * Splits an amount in the ratio of weights, to whole cents that sum to it exactly: each part is rounded down, and the cents left over
 * go to those with the largest remainders (Hare-Niemeyer), of equals to the first.
 * @param weights of one sign or 0, at least one; all 0: everything goes to the first
 */
export function splitCents(cents: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (weights.length === 0) throw new RangeError('there is nobody to split among');
  if (total === 0n) return weights.map((_, index) => (index === 0 ? cents : 0));
  const parts = weights.map((weight) => {
    const product = BigInt(cents) * BigInt(weight);
    let whole = product / total;
    let rest = product % total;
    if (rest !== 0n && rest < 0n !== total < 0n) {
      whole -= 1n;
      rest += total;
    }
    return { whole: Number(whole), rest: total < 0n ? -rest : rest };
  });
  const left = cents - parts.reduce((sum, { whole }) => sum + whole, 0);
  const byRest = parts
    .map((_, index) => index)
    .sort((a, b) => compare(parts[b]?.rest ?? 0n, parts[a]?.rest ?? 0n) || a - b);
  const lucky = new Set(byRest.slice(0, left));
  return parts.map(({ whole }, index) => whole + (lucky.has(index) ? 1 : 0));
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
