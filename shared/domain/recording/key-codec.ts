import type { FixCoder } from './fix-coder.ts';
import { millisecondsOf, nearestMs } from './fix-codec.ts';
import { type FixStates, RECORD_WORDS } from './fix-states.ts';
import { bitsOf, floatOf } from './float-bits.ts';

const MOST_EVERY_MS = 2 ** 32 - 1;

/** What the slot before had, which the next often has too. */
export interface Neighbour {
  fixMs: number;
  attributes: number;
  everyMs: number;
  sizes: Uint16Array;
}

export function noNeighbour(): Neighbour {
  return { fixMs: 0, attributes: 0, everyMs: 1_000, sizes: new Uint16Array([160]) };
}

/**
 * Codes the record of a slot by itself: what a reader begins with. Writer and reader then know the same of it, nothing of what came before.
 * @param atMs server time of the key frame
 */
export function codeKey(
  coder: FixCoder,
  states: FixStates,
  slot: number,
  { epochMs, atMs }: { epochMs: number; atMs: number },
  neighbour: Neighbour,
): void {
  const { words } = states;
  const at = slot * RECORD_WORDS;
  const everyMs = Math.min(MOST_EVERY_MS, Math.max(0, Math.round(states.everyMs[slot] ?? 0)));
  states.forget(slot);
  let isBlank = 1;
  for (let word = 0; word < RECORD_WORDS - 1; word++) if (words[at + word] !== 0) isBlank = 0;
  if (coder.flag(isBlank) === 1) {
    words.fill(0, at, at + RECORD_WORDS - 1);
    words[at + 5] = coder.bits((words[at + 5] ?? 0) >>> 0, 32) | 0;
    return;
  }
  words[at] = coder.bits((words[at] ?? 0) >>> 0, 32) | 0;
  words[at + 1] = coder.bits((words[at + 1] ?? 0) >>> 0, 32) | 0;
  const isStill = coder.flag(words[at + 2] === 0 && words[at + 3] === 0 ? 1 : 0);
  if (isStill === 1) {
    words[at + 2] = 0;
    words[at + 3] = 0;
  } else {
    words[at + 2] = coder.bits((words[at + 2] ?? 0) >>> 0, 32) | 0;
    words[at + 3] = coder.bits((words[at + 3] ?? 0) >>> 0, 32) | 0;
  }
  words[at + 4] = codeTime(coder, words[at + 4] ?? 0, neighbour);
  const attributes = (words[at + 5] ?? 0) >>> 8;
  const isSame = coder.flag(attributes === neighbour.attributes ? 1 : 0);
  if (isSame === 0) neighbour.attributes = coder.bits(attributes, 24);
  words[at + 5] = (neighbour.attributes << 8) | coder.bits((words[at + 5] ?? 0) & 0xff, 8);
  if (coder.flag(everyMs === neighbour.everyMs ? 1 : 0) === 0) neighbour.everyMs = coder.bits(everyMs, 32);

  states.way[slot * 2] = floatOf(words[at + 2] ?? 0);
  states.way[slot * 2 + 1] = floatOf(words[at + 3] ?? 0);
  states.isSteady[slot] = isStill;
  const fixMs = nearestMs(words[at + 4] ?? 0);
  states.fixMs[slot] = fixMs;
  states.everyMs[slot] = neighbour.everyMs;
  // One that has been silent for three times as long as it is used to is not waited for.
  const dueAtMs = epochMs + fixMs + neighbour.everyMs;
  states.dueAtMs[slot] = dueAtMs + 3 * neighbour.everyMs < atMs ? Number.POSITIVE_INFINITY : dueAtMs;
}

function codeTime(coder: FixCoder, bits: number, neighbour: Neighbour): number {
  const given = millisecondsOf(bits);
  const off = (given ?? 0) - neighbour.fixMs;
  const isRaw = coder.flag(given === undefined || Math.abs(off) >= 2 ** 31 ? 1 : 0);
  if (isRaw === 1) return coder.bits(bits >>> 0, 32) | 0;
  neighbour.fixMs += coder.signed(off | 0, neighbour.sizes, 0);
  return bitsOf(neighbour.fixMs / 1000);
}
