import { setImmediate as nextTurn } from 'node:timers/promises';
import { duplicateReasons, type DuplicateReason } from '../../../shared/domain/index.ts';
import type { Compared } from '../store/third-party-duplicates.ts';
import { surestFirst } from '../store/third-party-duplicates.ts';

export interface Pair {
  one: string;
  other: string;
  reasons: DuplicateReason[];
}

/** More than anybody looks through: more of them are found when these are settled. */
export const MOST_PAIRS = 5000;
/** A mailbox or number that more of them share is an office's, or a slip of an import: only the first are paired. */
const MOST_ALIKE = 20;
/** Neighbours in the order of the names that are compared: a slip of the hand leaves two names near each other from one end or the other. */
const NEIGHBOURS = 8;
/** Work between two turns of the event loop, ms. */
const SLICE_MS = 8;

/**
 * Pairs of third parties that may be the same: those that share a number, a mailbox or the words of the name, and those whose names are near.
 * For near names not all are compared with all: names are sorted, forwards and backwards, and each is compared with its neighbours (the
 * sorted neighbourhood method: Hernández and Stolfo, 1995). Gives way to other work all the while.
 */
export async function findDuplicates(parties: readonly Compared[], signal?: AbortSignal): Promise<Pair[]> {
  const pairs = new Map<string, Pair>();
  const turn = createTurns(signal);

  function compare(one: Compared, other: Compared): void {
    if (one.id === other.id || pairs.size >= MOST_PAIRS) return;
    const [first, second] = one.id < other.id ? [one, other] : [other, one];
    const key = `${first.id}/${second.id}`;
    if (pairs.has(key)) return;
    const reasons = duplicateReasons(first, second);
    if (reasons.length > 0) pairs.set(key, { one: first.id, other: second.id, reasons });
  }

  for (const by of [bySiren, byVatNumber, byWords, byEmail]) {
    for (const alike of groups(parties, by)) {
      for (const [index, one] of alike.entries()) for (const other of alike.slice(index + 1)) compare(one, other);
      await turn();
    }
  }
  for (const keyOf of [forwards, backwards]) {
    const keyed = parties.map((party) => ({ party, key: keyOf(party) }));
    await turn();
    keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
    for (const [index, { party }] of keyed.entries()) {
      for (const next of keyed.slice(index + 1, index + 1 + NEIGHBOURS)) compare(party, next.party);
      if (index % 50 === 0) await turn();
    }
  }
  return [...pairs.values()].toSorted(surestFirst);
}

const bySiren = ({ siren }: Compared) => siren;
const byVatNumber = ({ vatNumber }: Compared) => vatNumber;
const byWords = ({ words }: Compared) => words;
const byEmail = ({ email }: Compared) => email;
const forwards = ({ name }: Compared) => name;
const backwards = ({ name }: Compared) => Array.from(name).toReversed().join('');

function groups(parties: readonly Compared[], of: (party: Compared) => string | null): Compared[][] {
  const found = new Map<string, Compared[]>();
  for (const party of parties) {
    const value = of(party);
    if (value === null || value === '') continue;
    const alike = found.get(value);
    if (alike === undefined) found.set(value, [party]);
    else if (alike.length < MOST_ALIKE) alike.push(party);
  }
  return [...found.values()].filter((alike) => alike.length > 1);
}

function createTurns(signal: AbortSignal | undefined): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await nextTurn();
    signal?.throwIfAborted();
    since = performance.now();
  };
}
