import type { FixCoder } from './fix-coder.ts';
import { type FixStates, RECORD_WORDS, SIZES, SPEED_GUESSES } from './fix-states.ts';
import { bitsOf, floatOf, ordered, sizeOf } from './float-bits.ts';

/** How a velocity follows from the one before it. */
export const VELOCITY = { same: 0, along: 1, turn: 2, stop: 3 } as const;

/** A velocity whose direction is off by no more than rounding goes along. */
const MOST_BESIDE = 64;
/** Errors of a speed are told in parts of a metre per second. */
const SPEED_STEPS = 2 ** 20;
const ZERO_EAST = 1;
const ZERO_NORTH = 2;

/**
 * Codes the velocity of a fix, words 2 and 3 of a record, exactly. A vehicle that goes straight keeps its direction to the last bit or two of
 * a float32, so that only the change of its speed costs anything; one that stands costs one bit.
 * @param scale elapsed time over the time that elapsed before the last fix
 * @returns one of VELOCITY
 */
export function codeVelocity(
  coder: FixCoder,
  states: FixStates,
  slot: number,
  scale: number,
  fix: Int32Array,
  at: number,
): number {
  const last = slot * RECORD_WORDS;
  const lastEast = states.words[last + 2] ?? 0;
  const lastNorth = states.words[last + 3] ?? 0;
  const how = codeHow(coder, states, slot, howOf(states, slot, lastEast, lastNorth, fix, at));
  if (how === VELOCITY.same) {
    fix[at + 2] = lastEast;
    fix[at + 3] = lastNorth;
  } else if (how === VELOCITY.stop) {
    // Zero has a sign, that of the direction.
    const signs = ((fix[at + 2] ?? 0) < 0 ? ZERO_EAST : 0) | ((fix[at + 3] ?? 0) < 0 ? ZERO_NORTH : 0);
    const coded = coder.bits(signs, 2);
    fix[at + 2] = (coded & ZERO_EAST) !== 0 ? -0x8000_0000 : 0;
    fix[at + 3] = (coded & ZERO_NORTH) !== 0 ? -0x8000_0000 : 0;
  } else if (how === VELOCITY.along) codeAlong(coder, states, slot, scale, fix, at);
  else codeTurn(coder, states, slot, scale, fix, at);
  states.isSteady[slot] = how === VELOCITY.same ? 1 : 0;
  const east = floatOf(fix[at + 2] ?? 0);
  const north = floatOf(fix[at + 3] ?? 0);
  const speed = Math.sqrt(east * east + north * north);
  if (speed > 0) {
    states.way[slot * 2] = east;
    states.way[slot * 2 + 1] = north;
  }
  keepSpeed(states, slot, speed, scale);
  return how;
}

function howOf(
  states: FixStates,
  slot: number,
  lastEast: number,
  lastNorth: number,
  fix: Int32Array,
  at: number,
): number {
  const east = fix[at + 2] ?? 0;
  const north = fix[at + 3] ?? 0;
  if (east === lastEast && north === lastNorth) return VELOCITY.same;
  if ((east & 0x7fff_ffff) === 0 && (north & 0x7fff_ffff) === 0) return VELOCITY.stop;
  const dominant = dominantOf(states, slot);
  const other = 1 - dominant;
  const beside = besideOf(states, slot, dominant, floatOf(fix[at + 2 + dominant] ?? 0));
  return Math.abs(ordered(fix[at + 2 + other] ?? 0) - beside) <= MOST_BESIDE ? VELOCITY.along : VELOCITY.turn;
}

/** The likelier ones are shorter: what moves goes on moving, what stands goes on standing. */
function codeHow(coder: FixCoder, states: FixStates, slot: number, how: number): number {
  const likely = states.isSteady[slot] === 1 ? VELOCITY.same : VELOCITY.along;
  if (coder.flag(how === likely ? 0 : 1) === 0) return likely;
  const second = likely === VELOCITY.same ? VELOCITY.along : VELOCITY.same;
  if (coder.flag(how === second ? 1 : 0) === 1) return second;
  return coder.flag(how === VELOCITY.stop ? 1 : 0) === 1 ? VELOCITY.stop : VELOCITY.turn;
}

/** 0: the direction is rather east or west, 1: north or south. */
function dominantOf(states: FixStates, slot: number): number {
  return Math.abs(states.way[slot * 2] ?? 0) >= Math.abs(states.way[slot * 2 + 1] ?? 0) ? 0 : 1;
}

/** The other part of a velocity in the direction of before, ordered. */
function besideOf(states: FixStates, slot: number, dominant: number, speed: number): number {
  const along = states.way[slot * 2 + dominant] ?? 0;
  if (along === 0) return 0;
  return ordered(bitsOf(finite(speed * ((states.way[slot * 2 + 1 - dominant] ?? 0) / along))));
}

function codeAlong(coder: FixCoder, states: FixStates, slot: number, scale: number, fix: Int32Array, at: number): void {
  const sizes = states.sizesAt(slot);
  const dominant = dominantOf(states, slot);
  const wayEast = states.way[slot * 2] ?? 0;
  const wayNorth = states.way[slot * 2 + 1] ?? 0;
  const way = Math.sqrt(wayEast * wayEast + wayNorth * wayNorth);
  const share = way > 0 ? (dominant === 0 ? wayEast : wayNorth) / way : 1;
  const guess = ordered(bitsOf(finite(bestSpeed(states, slot, scale) * share)));
  const off = coder.signed((ordered(fix[at + 2 + dominant] ?? 0) - guess) | 0, states.sizes, sizes + SIZES.along);
  const found = ordered((guess + off) | 0);
  fix[at + 2 + dominant] = found;
  const beside = besideOf(states, slot, dominant, floatOf(found));
  const other = at + 3 - dominant;
  const besideOff = coder.signed((ordered(fix[other] ?? 0) - beside) | 0, states.sizes, sizes + SIZES.beside);
  fix[other] = ordered((beside + besideOff) | 0);
}

/** Another direction at much the same speed: the smaller part of it is anything, the greater follows from the speed. */
function codeTurn(coder: FixCoder, states: FixStates, slot: number, scale: number, fix: Int32Array, at: number): void {
  const sizes = states.sizesAt(slot);
  const isEastSmaller = Math.abs(floatOf(fix[at + 2] ?? 0)) <= Math.abs(floatOf(fix[at + 3] ?? 0)) ? 0 : 1;
  const first = coder.flag(isEastSmaller);
  const second = 1 - first;
  const guess = ordered(states.words[slot * RECORD_WORDS + 2 + first] ?? 0);
  const off = coder.signed((ordered(fix[at + 2 + first] ?? 0) - guess) | 0, states.sizes, sizes + SIZES.turnFirst);
  const found = ordered((guess + off) | 0);
  fix[at + 2 + first] = found;
  const part = floatOf(found);
  const speed = bestSpeed(states, slot, scale);
  const rest = Math.sqrt(Math.max(0, speed * speed - part * part));
  const sign = (states.way[slot * 2 + second] ?? 0) < 0 ? -1 : 1;
  const secondGuess = ordered(bitsOf(finite(sign * rest)));
  const secondOff = coder.signed(
    (ordered(fix[at + 2 + second] ?? 0) - secondGuess) | 0,
    states.sizes,
    sizes + SIZES.turnSecond,
  );
  fix[at + 2 + second] = ordered((secondGuess + secondOff) | 0);
}

/** What the speed would be if it were held (0), went on changing as it did (1), or its change did (2). */
function speedGuess(states: FixStates, slot: number, guess: number, scale: number): number {
  const at = slot * SPEED_GUESSES;
  const last = states.speeds[at] ?? 0;
  if (guess === 0) return last;
  const before = states.speeds[at + 1] ?? 0;
  if (guess === 1) return last + (last - before) * scale;
  return 3 * (last - before) + (states.speeds[at + 2] ?? 0);
}

function bestSpeed(states: FixStates, slot: number, scale: number): number {
  const at = slot * SPEED_GUESSES;
  let best = 0;
  for (let guess = 1; guess < SPEED_GUESSES; guess++) {
    if ((states.speedErrors[at + guess] ?? 0) < (states.speedErrors[at + best] ?? 0)) best = guess;
  }
  return speedGuess(states, slot, best, scale);
}

function keepSpeed(states: FixStates, slot: number, speed: number, scale: number): void {
  const at = slot * SPEED_GUESSES;
  for (let guess = 0; guess < SPEED_GUESSES; guess++) {
    const off = Math.min(2 ** 30, Math.abs(speed - speedGuess(states, slot, guess, scale)) * SPEED_STEPS);
    note(states.speedErrors, at + guess, off);
  }
  states.speeds[at + 2] = states.speeds[at + 1] ?? 0;
  states.speeds[at + 1] = states.speeds[at] ?? 0;
  states.speeds[at] = finite(speed);
}

/** What is not a number has bits that a machine chooses. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

/** The size of an error, in bits, among those lately. */
export function note(errors: Float32Array, index: number, off: number): void {
  errors[index] = (errors[index] ?? 0) * 0.75 + sizeOf(off | 0);
}
