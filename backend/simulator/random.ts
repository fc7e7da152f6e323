/** What a random number is for, so that two uses never share their numbers. */
export const PURPOSE = {
  kind: 1,
  town: 2,
  circuit: 3,
  phase: 4,
  traffic: 5,
  report: 6,
  silence: 7,
  receiver: 8,
  fault: 9,
  reserve: 10,
  wiggle: 11,
  place: 12,
  customer: 13,
  driver: 14,
  sample: 15,
  outcome: 16,
  address: 17,
} as const;

/**
 * A whole number from 0 to 2^32 - 1 that looks random and depends on nothing but its arguments, which are taken modulo
 * 2^32: no state, so that any moment can be computed by itself. Mixing steps of MurmurHash3 (A. Appleby).
 */
export function hash(seed: number, purpose: number, a: number, b = 0, c = 0): number {
  let h = mix(seed | 0, purpose);
  h = mix(h, a | 0);
  h = mix(h, b | 0);
  h = mix(h, c | 0);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The same as a fraction: 0 or more, less than 1. */
export function fraction(seed: number, purpose: number, a: number, b = 0, c = 0): number {
  return hash(seed, purpose, a, b, c) / 2 ** 32;
}

/** One of the items, chosen by a hash. Throws on an empty list. */
export function pick<T>(items: readonly T[], chosen: number): T {
  const item = items[chosen % items.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}

function mix(h: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  h ^= Math.imul(k, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  return (Math.imul(h, 5) + 0xe6546b64) | 0;
}
