/** Digits of 11 bits: their counters stay in the processor's nearest memory. */
const BITS = 11;
const DIGITS = 1 << BITS;
const HIGH = 2 ** 32;

/**
 * Sorts row keys by a number of each, stable. Least significant digit first: a million rows take some tens of milliseconds, however they
 * lie. `keyOf` gives integers that are less than 2^53 apart; NaN, which is "none", comes first.
 */
export function sortBy(order: Uint32Array, keyOf: (row: number) => number): Uint32Array {
  const count = order.length;
  const keys = new Float64Array(count);
  let [least, most] = [Infinity, -Infinity];
  for (let index = 0; index < count; index++) {
    const key = keyOf(order[index] ?? 0);
    keys[index] = key;
    if (key < least) least = key;
    if (key > most) most = key;
  }
  if (most === -Infinity) return order;
  const span = most - least + 1;
  const low = new Uint32Array(count);
  const high = new Uint32Array(span < HIGH ? 0 : count);
  for (let index = 0; index < count; index++) {
    const key = keys[index] ?? 0;
    const fromLeast = Number.isNaN(key) ? 0 : key - least + 1;
    low[index] = fromLeast % HIGH;
    if (high.length > 0) high[index] = fromLeast / HIGH;
  }
  // Where each row of `order` is to stand: the keys stay where they are.
  let places = new Uint32Array(count);
  for (let index = 0; index < count; index++) places[index] = index;
  places = sortByWord(places, low, Math.min(span, HIGH - 1));
  if (high.length > 0) places = sortByWord(places, high, Math.floor(span / HIGH));
  const sorted = new Uint32Array(count);
  for (let index = 0; index < count; index++) sorted[index] = order[places[index] ?? 0] ?? 0;
  return sorted;
}

/** @param most no word is greater */
function sortByWord(places: Uint32Array<ArrayBuffer>, words: Uint32Array, most: number): Uint32Array<ArrayBuffer> {
  let [from, to] = [places, new Uint32Array(places.length)];
  const ends = new Uint32Array(DIGITS);
  for (let shift = 0; shift < 32 && most >= 2 ** shift; shift += BITS) {
    ends.fill(0);
    for (let index = 0; index < words.length; index++) {
      const digit = ((words[index] ?? 0) >>> shift) & (DIGITS - 1);
      ends[digit] = (ends[digit] ?? 0) + 1;
    }
    let sum = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const size = ends[digit] ?? 0;
      ends[digit] = sum;
      sum += size;
    }
    for (let index = 0; index < from.length; index++) {
      const place = from[index] ?? 0;
      const digit = ((words[place] ?? 0) >>> shift) & (DIGITS - 1);
      const end = ends[digit] ?? 0;
      to[end] = place;
      ends[digit] = end + 1;
    }
    [from, to] = [to, from];
  }
  return from;
}
