import { POSITION_FLAGS, RECORD_BYTES } from '../position-record.ts';

export const RECORD_WORDS = RECORD_BYTES / 4;
/** The last word of a record that nothing was ever written to. */
export const HIDDEN_WORD = POSITION_FLAGS.hidden << 16;

/** Sizes of numbers, one of each a vehicle (see FixCoder). */
export const SIZES = {
  time: 0,
  tick: 1,
  along: 2,
  beside: 3,
  turnFirst: 4,
  turnSecond: 5,
  longitude: 6,
  latitude: 7,
  turnPlace: 8,
  turnBeside: 9,
  heading: 10,
  turnHeading: 11,
} as const;
const SIZE_COUNT = Object.keys(SIZES).length;
/** Where nothing is known yet: bits. */
const FIRST_SIZES = [0, 0, 12, 2, 25, 10, 3, 3, 12, 6, 0, 1].map((bits) => bits * 16);

/** Ways to foretell a place: by velocity, as it moved before, where it was. Errors of each are kept to choose the best. */
export const PLACE_GUESSES = 3;
/** Ways to foretell a speed: see `speedErrors`. As many speeds are kept. */
export const SPEED_GUESSES = 3;

/**
 * What writer and reader of a recording know of each vehicle, so that both foretell the same of its next fix. Columns by slot; no
 * object a vehicle.
 */
export class FixStates {
  count = 0;
  /** The record of each slot, six words each. */
  words = new Int32Array(0);
  sizes = new Uint16Array(0);
  /** Speeds at the last three fixes, the latest first, metres per second; and the last velocity that was not zero, east and north. */
  speeds = new Float64Array(0);
  way = new Float32Array(0);
  /** Milliseconds between the last fix and that before it, and how far the vehicle went: longitude and latitude, units. */
  elapsedMs = new Float64Array(0);
  moved = new Int32Array(0);
  /** Time of the last fix, ms after the epoch of the records. */
  fixMs = new Float64Array(0);
  /** How often fixes come, ms; 0: not known. */
  everyMs = new Float64Array(0);
  /** When the last fix was seen, server time; NaN: not known. */
  seenAtMs = new Float64Array(0);
  /** When the next one is due, server time. */
  dueAtMs = new Float64Array(0);
  /** 1: its last velocity was the same as the one before. */
  isSteady = new Uint8Array(0);
  placeErrors = new Float32Array(0);
  /** Of a speed that is held, that goes on changing as it did, and whose change does. */
  speedErrors = new Float32Array(0);

  /** Makes room. New slots are hidden. */
  grow(count: number): void {
    if (count > this.elapsedMs.length) this.#reserve(Math.max(count, this.elapsedMs.length * 2, 256));
    for (let slot = this.count; slot < count; slot++) {
      this.words[slot * RECORD_WORDS + 5] = HIDDEN_WORD;
      this.forget(slot);
    }
    this.count = Math.max(this.count, count);
  }

  /** All but the record itself is as if nothing had been heard. */
  forget(slot: number): void {
    this.sizes.set(FIRST_SIZES, slot * SIZE_COUNT);
    this.speeds.fill(0, slot * SPEED_GUESSES, (slot + 1) * SPEED_GUESSES);
    this.way.fill(0, slot * 2, slot * 2 + 2);
    this.moved.fill(0, slot * 2, slot * 2 + 2);
    this.elapsedMs[slot] = 0;
    this.fixMs[slot] = 0;
    this.everyMs[slot] = 0;
    this.seenAtMs[slot] = Number.NaN;
    this.dueAtMs[slot] = Number.POSITIVE_INFINITY;
    this.isSteady[slot] = 0;
    this.placeErrors.fill(0, slot * PLACE_GUESSES, (slot + 1) * PLACE_GUESSES);
    this.speedErrors.fill(0, slot * SPEED_GUESSES, (slot + 1) * SPEED_GUESSES);
  }

  sizesAt(slot: number): number {
    return slot * SIZE_COUNT;
  }

  /** The records, slot by slot, as they travel. Valid until the next fix. */
  records(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.words.buffer, 0, this.count * RECORD_BYTES);
  }

  #reserve(slots: number): void {
    this.words = extended(this.words, new Int32Array(slots * RECORD_WORDS));
    this.sizes = extended(this.sizes, new Uint16Array(slots * SIZE_COUNT));
    this.speeds = extended(this.speeds, new Float64Array(slots * SPEED_GUESSES));
    this.way = extended(this.way, new Float32Array(slots * 2));
    this.moved = extended(this.moved, new Int32Array(slots * 2));
    this.elapsedMs = extended(this.elapsedMs, new Float64Array(slots));
    this.fixMs = extended(this.fixMs, new Float64Array(slots));
    this.everyMs = extended(this.everyMs, new Float64Array(slots));
    this.seenAtMs = extended(this.seenAtMs, new Float64Array(slots));
    this.dueAtMs = extended(this.dueAtMs, new Float64Array(slots));
    this.isSteady = extended(this.isSteady, new Uint8Array(slots));
    this.placeErrors = extended(this.placeErrors, new Float32Array(slots * PLACE_GUESSES));
    this.speedErrors = extended(this.speedErrors, new Float32Array(slots * SPEED_GUESSES));
  }
}

function extended<Column extends { set(from: Column): void }>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
