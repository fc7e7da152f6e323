/** Why two names may be one customer's. */
export const NEAR_REASONS = [
  'same words in another order',
  'same without spaces',
  'same but for an abbreviation',
  'one letter differs',
  'two letters differ',
] as const;
export type NearReason = (typeof NEAR_REASONS)[number];

export interface NearPair {
  /** Places in the list. */
  first: number;
  second: number;
  reason: NearReason;
}

/** Beyond so many names typing errors are not looked for: it would take more memory than there is. */
const MOST_FOR_TYPING_ERRORS = 100_000;
/** Nobody decides more pairs; and names of which so many are near follow a pattern, and were not typed wrong. */
const MOST_PAIRS = 20_000;
const MOST_COMPARED = 1_000_000;
/** A block that large is a common word, not a name. */
const MOST_IN_BLOCK = 200;
const SHORTEST_FOR_ONE = 5;
const SHORTEST_FOR_TWO = 12;
const BLOCK_LETTERS = 8;
const SHORTEST_TYPED_WRONG = 4;
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  st: 'saint',
  cie: 'compagnie',
  transp: 'transports',
  gal: 'general',
};

/**
 * Pairs of names that are near: to be shown to a person, never to be merged. Names whose numbers differ ("Client 12", "Client 13") are not.
 * @param bases of readCustomerName; all different
 * @returns `isCut`: there were too many to look at all
 */
export function nearNames(bases: readonly string[]): { pairs: NearPair[]; isCut: boolean } {
  const found = new Map<number, NearPair>();
  const compared = new Set<number>();
  const keyOf = (one: number, other: number) => Math.min(one, other) * bases.length + Math.max(one, other);
  const isFull = () => found.size >= MOST_PAIRS || compared.size >= MOST_COMPARED;
  const add = (one: number, other: number, reason: NearReason) => {
    const [first, second] = one < other ? [one, other] : [other, one];
    const key = keyOf(first, second);
    if (first === second || found.has(key) || isFull()) return;
    if (digitsOf(bases[first] ?? '') !== digitsOf(bases[second] ?? '')) return;
    found.set(key, { first, second, reason });
  };
  sameBy(
    bases,
    (base) => [base.split(' ').sort().join(' ')],
    (one, other) => add(one, other, 'same words in another order'),
  );
  sameBy(
    bases,
    (base) => [base.replaceAll(' ', '')],
    (one, other) => add(one, other, 'same without spaces'),
  );
  sameBy(
    bases,
    (base) => [spelledOut(base)],
    (one, other) => add(one, other, 'same but for an abbreviation'),
  );
  if (bases.length <= MOST_FOR_TYPING_ERRORS) {
    // Two names meet in many blocks: they are compared once.
    const compareOnce = (one: number, other: number) => {
      const key = keyOf(one, other);
      if (isFull() || compared.has(key) || found.has(key)) return;
      compared.add(key);
      compare(bases, one, other, add);
    };
    sameBy(bases, withoutALetter, compareOnce);
    sameBy(bases, headAndTail, compareOnce);
  }
  return { pairs: [...found.values()], isCut: isFull() || bases.length > MOST_FOR_TYPING_ERRORS };
}

/** Calls back for each two that share one of their keys. */
function sameBy(
  bases: readonly string[],
  keysOf: (base: string) => Iterable<string>,
  pair: (one: number, other: number) => void,
): void {
  const blocks = new Map<string, number[]>();
  for (const [place, base] of bases.entries()) {
    for (const key of new Set(keysOf(base))) {
      const block = blocks.get(key);
      if (block === undefined) blocks.set(key, [place]);
      else if (block.length <= MOST_IN_BLOCK) block.push(place);
    }
  }
  for (const block of blocks.values()) {
    if (block.length > MOST_IN_BLOCK) continue;
    for (const [index, one] of block.entries()) for (const other of block.slice(index + 1)) pair(one, other);
  }
}

/** Two that differ by one letter more, less, other or exchanged are the same after each has lost one. */
function* withoutALetter(base: string): Iterable<string> {
  if (base.length < SHORTEST_FOR_ONE) return;
  yield base;
  for (let place = 0; place < base.length; place++) yield base.slice(0, place) + base.slice(place + 1);
}

function* headAndTail(base: string): Iterable<string> {
  if (base.length < SHORTEST_FOR_TWO) return;
  yield `<${base.slice(0, BLOCK_LETTERS)}`;
  yield `>${base.slice(-BLOCK_LETTERS)}`;
}

function compare(
  bases: readonly string[],
  one: number,
  other: number,
  add: (one: number, other: number, reason: NearReason) => void,
): void {
  const [first = '', second = ''] = [bases[one], bases[other]];
  const shorter = Math.min(first.length, second.length);
  if (shorter < SHORTEST_FOR_ONE - 1) return;
  const distance = typingDistance(first, second, 2);
  if (distance > 2 || differInAShortWord(first, second)) return;
  if (distance === 1) add(one, other, 'one letter differs');
  else if (distance === 2 && shorter >= SHORTEST_FOR_TWO) add(one, other, 'two letters differ');
}

/**
 * Letters that were left out, added, mistaken or exchanged with the next: the optimal string alignment distance (Damerau, 1964; Levenshtein,
 * 1966).
 * @returns the distance, or more than `most` where it is larger
 */
export function typingDistance(first: string, second: string, most: number): number {
  if (Math.abs(first.length - second.length) > most) return most + 1;
  let same = 0;
  while (same < first.length && first[same] === second[same]) same += 1;
  let end = 0;
  while (end < Math.min(first.length, second.length) - same && first.at(-1 - end) === second.at(-1 - end)) end += 1;
  return distanceOf(first.slice(same, first.length - end), second.slice(same, second.length - end), most);
}

function distanceOf(first: string, second: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let row = 1; row <= first.length; row++) {
    const now = [row];
    let least = row;
    for (let column = 1; column <= second.length; column++) {
      const isSame = first[row - 1] === second[column - 1];
      let value = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (row > 1 && column > 1 && first[row - 1] === second[column - 2] && first[row - 2] === second[column - 1]) {
        value = Math.min(value, (before[column - 2] ?? 0) + 1);
      }
      now.push(value);
      least = Math.min(least, value);
    }
    if (least > most) return most + 1;
    before = last;
    last = now;
  }
  return last[second.length] ?? most + 1;
}

/** "Zone AB" and "Zone AC" are two: a letter in a short word tells names apart. */
function differInAShortWord(first: string, second: string): boolean {
  const [one, other] = [first.split(' '), second.split(' ')];
  if (one.length !== other.length) return false;
  return one.some((word, index) => {
    const against = other[index] ?? '';
    return word !== against && Math.min(word.length, against.length) < SHORTEST_TYPED_WRONG;
  });
}

function digitsOf(base: string): string {
  return (base.match(/\d+/g) ?? []).sort().join(' ');
}

function spelledOut(base: string): string {
  return base
    .split(' ')
    .map((word) => ABBREVIATIONS[word] ?? word)
    .join(' ');
}
