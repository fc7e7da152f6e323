import type { MatchKeys } from './match-keys.ts';

/** Why two third parties may be the same, the surest first. */
export const DUPLICATE_REASONS = ['siren', 'vat-number', 'name', 'email', 'near-name'] as const;
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number];

/** Names shorter than this differ by one letter too easily. */
const SHORTEST_NEAR = 5;
/** From this length on two letters may differ. */
const LONG = 10;

/** Why two third parties may be the same; none: nothing says so. */
export function duplicateReasons(one: MatchKeys, other: MatchKeys): DuplicateReason[] {
  const reasons: DuplicateReason[] = [];
  if (one.siren !== null && one.siren === other.siren) reasons.push('siren');
  if (one.vatNumber !== null && one.vatNumber === other.vatNumber) reasons.push('vat-number');
  if (one.words === other.words && one.words !== '') reasons.push('name');
  if (one.email !== null && one.email === other.email) reasons.push('email');
  // Two numbers that differ tell apart what is only spelt alike.
  const areOthers = one.siren !== null && other.siren !== null && one.siren !== other.siren;
  if (!reasons.includes('name') && !areOthers && isNear(one.name, other.name)) reasons.push('near-name');
  return reasons;
}

/** Whether two folded names differ by a slip of the hand: one letter left out, added, changed or swapped with its neighbour; two in long names. */
export function isNear(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  if (shorter < SHORTEST_NEAR) return false;
  const most = shorter < LONG ? 1 : 2;
  if (Math.abs(one.length - other.length) > most) return false;
  // Depot 1 is not depot 2.
  if (one.replaceAll(/\D/g, '') !== other.replaceAll(/\D/g, '')) return false;
  return distance(one, other, most) <= most;
}

/**
 * Damerau and Levenshtein's distance of two texts (optimal string alignment), as far as `most`: beyond it, `most + 1`. Only the band around the
 * diagonal is looked at.
 */
function distance(one: string, other: string, most: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = Array.from({ length: other.length + 1 }, () => most + 1);
    current[0] = row;
    let best = row;
    for (let column = Math.max(1, row - most); column <= Math.min(other.length, row + most); column++) {
      const isSame = one.charCodeAt(row - 1) === other.charCodeAt(column - 1);
      let cost = Math.min(at(last, column - 1) + (isSame ? 0 : 1), at(last, column) + 1, at(current, column - 1) + 1);
      const isSwapped =
        row > 1 &&
        column > 1 &&
        one.charCodeAt(row - 1) === other.charCodeAt(column - 2) &&
        one.charCodeAt(row - 2) === other.charCodeAt(column - 1);
      if (isSwapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current[column] = cost;
      best = Math.min(best, cost);
    }
    if (best > most) return most + 1;
    beforeLast = last;
    last = current;
  }
  return Math.min(at(last, other.length), most + 1);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.MAX_SAFE_INTEGER;
}
