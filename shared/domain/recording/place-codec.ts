import { METRES_PER_DEGREE } from '../motion.ts';
import { DEGREES_PER_UNIT } from '../position-record.ts';
import type { FixCoder } from './fix-coder.ts';
import { type FixStates, PLACE_GUESSES, RECORD_WORDS, SIZES } from './fix-states.ts';
import { floatOf } from './float-bits.ts';
import { note } from './velocity-codec.ts';

const METRES_PER_UNIT = METRES_PER_DEGREE * DEGREES_PER_UNIT;
const RADIANS_PER_UNIT = Math.PI / 2 ** 31;
/** After a longer silence nothing follows from how a vehicle moved, seconds. */
const LONGEST_SECONDS = 180;

/**
 * Codes the place of a fix, words 0 and 1 of a record, exactly, once its velocity is known. Of three places where it may be (driven on
 * evenly accelerated, moved as before, stayed) the one counts that was best lately.
 * @param elapsedMs since the fix before
 * @param scale of that to the time before it
 * @param timeScale how much faster than real time the times run; velocities are in real seconds
 */
export function codePlace(
  coder: FixCoder,
  states: FixStates,
  slot: number,
  elapsedMs: number,
  scale: number,
  timeScale: number,
  isTurn: boolean,
  fix: Int32Array,
  at: number,
): void {
  const last = slot * RECORD_WORDS;
  const longitude = states.words[last] ?? 0;
  const latitude = states.words[last + 1] ?? 0;
  const seconds = (elapsedMs / 1000) * timeScale;
  const halfway = seconds > 0 && seconds <= LONGEST_SECONDS ? seconds / 2 / METRES_PER_UNIT : 0;
  const east = (floatOf(states.words[last + 2] ?? 0) + floatOf(fix[at + 2] ?? 0)) * halfway;
  const north = (floatOf(states.words[last + 3] ?? 0) + floatOf(fix[at + 3] ?? 0)) * halfway;
  const perEast = 1 / cosine(latitude * RADIANS_PER_UNIT);
  const drivenEast = Math.round(east * perEast) | 0;
  const drivenNorth = Math.round(north) | 0;
  const againEast = Math.round((states.moved[slot * 2] ?? 0) * scale) | 0;
  const againNorth = Math.round((states.moved[slot * 2 + 1] ?? 0) * scale) | 0;

  const errors = slot * PLACE_GUESSES;
  const best = leastOf(states.placeErrors, errors);
  const guessEast = best === 0 ? drivenEast : best === 1 ? againEast : 0;
  const guessNorth = best === 0 ? drivenNorth : best === 1 ? againNorth : 0;
  const sizes = states.sizesAt(slot);
  const offEast = ((fix[at] ?? 0) - longitude - guessEast) | 0;
  const offNorth = ((fix[at + 1] ?? 0) - latitude - guessNorth) | 0;
  let movedEast: number;
  let movedNorth: number;
  if (isTurn) {
    // It turned sooner or later than halfway: how far that leads off one way says how far the other.
    const turnEast = (floatOf(fix[at + 2] ?? 0) - floatOf(states.words[last + 2] ?? 0)) * perEast;
    const turnNorth = floatOf(fix[at + 3] ?? 0) - floatOf(states.words[last + 3] ?? 0);
    const isEastFirst = Math.abs(turnEast) >= Math.abs(turnNorth);
    const turn = isEastFirst ? turnEast : turnNorth;
    const off = coder.signed(isEastFirst ? offEast : offNorth, states.sizes, sizes + SIZES.turnPlace);
    const beside = turn === 0 ? 0 : Math.round((off / turn) * (isEastFirst ? turnNorth : turnEast)) | 0;
    const rest = ((isEastFirst ? offNorth : offEast) - beside) | 0;
    const other = (beside + coder.signed(rest, states.sizes, sizes + SIZES.turnBeside)) | 0;
    movedEast = (guessEast + (isEastFirst ? off : other)) | 0;
    movedNorth = (guessNorth + (isEastFirst ? other : off)) | 0;
  } else {
    movedEast = (guessEast + coder.signed(offEast, states.sizes, sizes + SIZES.longitude)) | 0;
    movedNorth = (guessNorth + coder.signed(offNorth, states.sizes, sizes + SIZES.latitude)) | 0;
  }
  fix[at] = (longitude + movedEast) | 0;
  fix[at + 1] = (latitude + movedNorth) | 0;
  note(states.placeErrors, errors, Math.max(Math.abs(movedEast - drivenEast), Math.abs(movedNorth - drivenNorth)));
  note(states.placeErrors, errors + 1, Math.max(Math.abs(movedEast - againEast), Math.abs(movedNorth - againNorth)));
  note(states.placeErrors, errors + 2, Math.max(Math.abs(movedEast), Math.abs(movedNorth)));
  states.moved[slot * 2] = movedEast;
  states.moved[slot * 2 + 1] = movedNorth;
}

function leastOf(errors: Float32Array, at: number): number {
  let best = 0;
  for (let guess = 1; guess < PLACE_GUESSES; guess++) {
    if ((errors[at + guess] ?? 0) < (errors[at + best] ?? 0)) best = guess;
  }
  return best;
}

/**
 * By its series, of sums and products alone: Math.cos may differ in its last bit between engines, and a recording must be read by a later one.
 * Not below a thousandth, near the poles.
 */
function cosine(radians: number): number {
  const square = radians * radians;
  let sum = 1;
  let term = 1;
  for (let n = 1; n <= 15; n += 2) {
    term *= -square / (n * (n + 1));
    sum += term;
  }
  return Math.max(0.001, sum);
}
