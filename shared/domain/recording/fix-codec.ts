import type { FixCoder } from './fix-coder.ts';
import { type FixStates, SIZES, RECORD_WORDS } from './fix-states.ts';
import { bitsOf, floatOf } from './float-bits.ts';
import { codePlace } from './place-codec.ts';
import { codeVelocity, VELOCITY } from './velocity-codec.ts';

const MOST_MS = 2 ** 31 - 1;

/** What all fixes of a block have in common. */
export interface FixTimes {
  /** Origin of the records' times, UTC ms. */
  epochMs: number;
  /** How much faster than real time the feed plays. */
  timeScale: number;
  /** Server times of the frames of this block, in order. */
  ticks: Float64Array;
}

/**
 * Codes one fix of a vehicle: six words of `fix` from `at`, as shared/domain/position-record.ts lays them out, and in which frame it was
 * first seen. Every bit comes back as it was.
 * @returns the index of the frame
 */
export function codeFix(
  coder: FixCoder,
  states: FixStates,
  slot: number,
  { epochMs, timeScale, ticks }: FixTimes,
  tick: number,
  fix: Int32Array,
  at: number,
): number {
  const last = slot * RECORD_WORDS;
  const sizes = states.sizesAt(slot);
  const lastMs = states.fixMs[slot] ?? 0;
  const expectedMs = lastMs + (states.everyMs[slot] ?? 0);
  const given = millisecondsOf(fix[at + 4] ?? 0);
  const isRaw = given === undefined || Math.abs(given - expectedMs) > MOST_MS ? 1 : 0;
  const rest = states.words[last + 5] ?? 0;
  let attributes = rest >>> 8;
  const givenAttributes = (fix[at + 5] ?? 0) >>> 8;
  let coded = 0;
  if (coder.flag(isRaw === 1 || givenAttributes !== attributes ? 1 : 0) === 1) {
    coded = coder.flag(isRaw);
    attributes = coder.bits(givenAttributes, 24);
  }
  let fixMs: number;
  if (coded === 1) {
    fix[at + 4] = coder.bits((fix[at + 4] ?? 0) >>> 0, 32) | 0;
    fixMs = nearestMs(fix[at + 4] ?? 0);
  } else {
    fixMs = expectedMs + coder.signed(((given ?? 0) - expectedMs) | 0, states.sizes, sizes + SIZES.time);
    fix[at + 4] = bitsOf(fixMs / 1000);
  }
  const elapsedMs = fixMs - lastMs;
  const found = codeTick(coder, states, slot, epochMs + fixMs, elapsedMs, ticks, tick);

  const before = states.elapsedMs[slot] ?? 0;
  const scale = before > 0 && elapsedMs > 0 ? Math.min(8, elapsedMs / before) : 1;
  const how = codeVelocity(coder, states, slot, scale, fix, at);
  const isTurn = how === VELOCITY.turn;
  codePlace(coder, states, slot, elapsedMs, scale, timeScale, isTurn, fix, at);
  const heading = rest & 0xff;
  const guess = isTurn ? headingOf(floatOf(fix[at + 2] ?? 0), floatOf(fix[at + 3] ?? 0)) : heading;
  const off = ((((fix[at + 5] ?? 0) & 0xff) - guess + 128) & 0xff) - 128;
  const turned = coder.signed(off, states.sizes, sizes + (isTurn ? SIZES.turnHeading : SIZES.heading));
  fix[at + 5] = (attributes << 8) | ((guess + turned) & 0xff);

  states.fixMs[slot] = fixMs;
  states.elapsedMs[slot] = elapsedMs;
  if (elapsedMs > 0 && elapsedMs < MOST_MS) states.everyMs[slot] = elapsedMs;
  const seenAtMs = ticks[found] ?? 0;
  states.seenAtMs[slot] = seenAtMs;
  states.dueAtMs[slot] = seenAtMs + (states.everyMs[slot] ?? 0);
  for (let word = 0; word < RECORD_WORDS; word++) states.words[last + word] = fix[at + word] ?? 0;
  return found;
}

/** In which frame a fix is seen: in the one that is as long after it as the last one was. */
function codeTick(
  coder: FixCoder,
  states: FixStates,
  slot: number,
  observedAtMs: number,
  elapsedMs: number,
  ticks: Float64Array,
  tick: number,
): number {
  if (ticks.length < 2) return 0;
  const seenAtMs = states.seenAtMs[slot] ?? 0;
  const expectedMs = Number.isNaN(seenAtMs) ? observedAtMs : seenAtMs + elapsedMs;
  let guess = ticks.length - 1;
  // The nearest, or of one that is not known the next.
  while (guess > 0) {
    const [before, here] = [ticks[guess - 1] ?? 0, ticks[guess] ?? 0];
    if (Number.isNaN(seenAtMs) ? before < expectedMs : (before + here) / 2 <= expectedMs) break;
    guess -= 1;
  }
  const found = guess + coder.signed(tick - guess, states.sizes, states.sizesAt(slot) + SIZES.tick);
  // A damaged recording must not lead out of the block.
  return Math.max(0, Math.min(ticks.length - 1, found));
}

/** The whole milliseconds that a float32 of seconds was made from; undefined where it was made from none. */
export function millisecondsOf(bits: number): number | undefined {
  const milliseconds = Math.round(floatOf(bits) * 1000);
  if (!(Math.abs(milliseconds) <= MOST_MS)) return undefined;
  return bitsOf((milliseconds | 0) / 1000) === bits ? milliseconds | 0 : undefined;
}

export function nearestMs(bits: number): number {
  const milliseconds = Math.round(floatOf(bits) * 1000);
  return Math.abs(milliseconds) <= MOST_MS ? milliseconds | 0 : 0;
}

/**
 * The direction of a velocity in 256ths of a turn clockwise from north, give or take one. The polynomial is 4.4.49 of Abramowitz and Stegun,
 * "Handbook of Mathematical Functions": sums and products alone, the same on every machine.
 */
function headingOf(east: number, north: number): number {
  const [x, y] = [Math.abs(east), Math.abs(north)];
  const greater = Math.max(x, y);
  if (!(greater > 0 && Number.isFinite(greater))) return 0;
  const a = Math.min(x, y) / greater;
  const square = a * a;
  const series = 0.999866 + square * (-0.3302995 + square * (0.180141 + square * (-0.085133 + square * 0.0208351)));
  let angle = a * series;
  if (x > y) angle = Math.PI / 2 - angle;
  if (north < 0) angle = Math.PI - angle;
  if (east < 0) angle = -angle;
  return Math.round((angle * 128) / Math.PI) & 0xff;
}
