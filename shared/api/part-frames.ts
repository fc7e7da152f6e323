import { type AreaTest, areaTest, type FleetArea } from '../domain/area.ts';
import { POSITION_FLAGS } from '../domain/position-record.ts';
import { copyRecord, type FleetTable, RECORD_WORDS } from './fleet-table.ts';
import { allocateFrame, FRAME_HEADER_BYTES, recordsOffset } from './position-frame.ts';

/** The flags byte within the last word of a record, little-endian: heading, state, flags, kind. */
const FLAGS_SHIFT = 16;
const HIDDEN = POSITION_FLAGS.hidden << FLAGS_SHIFT;
const ELSEWHERE = (POSITION_FLAGS.hidden | POSITION_FLAGS.elsewhere) << FLAGS_SHIFT;

/**
 * The frames of one reader that wants a part of a fleet: what changed within its area, and once each vehicle that has left
 * it, so that none stands still at its edge. Another area begins with a part frame. A byte a vehicle is kept, which says
 * whether the reader was last told that it is within; none makes an object.
 */
export class PartFrames {
  readonly #table: FleetTable;
  #isWithin: AreaTest = () => false;
  /** 1: wanted wherever it is. */
  #wanted = new Uint8Array(0);
  /** 1: the reader has it as being within. */
  #told = new Uint8Array(0);
  #slots = new Uint32Array(0);
  #isNew = true;
  #streamId = 0;

  constructor(table: FleetTable, area: FleetArea) {
    this.#table = table;
    this.want(area);
  }

  /** Another area: the next frame is a part frame of it. */
  want({ boxes, slots }: FleetArea): void {
    this.#isWithin = areaTest(boxes);
    const highest = slots.reduce((most, slot) => Math.max(most, slot), -1);
    this.#wanted = new Uint8Array(highest + 1);
    for (const slot of slots) this.#wanted[slot] = 1;
    this.#isNew = true;
  }

  /** @param base sequence of the reader; 0 for one that has nothing. The reader must get what this returns. */
  since(base: number): Uint8Array<ArrayBuffer> {
    const { count, streamId } = this.#table;
    if (this.#slots.length < count) {
      const capacity = Math.ceil(count * 1.25);
      const told = new Uint8Array(capacity);
      told.set(this.#told);
      this.#told = told;
      this.#slots = new Uint32Array(capacity);
    }
    const isAnew = this.#isNew || this.#streamId !== streamId || this.#table.needsAnew(base);
    this.#isNew = false;
    this.#streamId = streamId;
    return isAnew ? this.#whole() : this.#changes(base);
  }

  #has(words: Int32Array, slot: number): boolean {
    if (this.#wanted[slot] === 1) return true;
    const at = slot * RECORD_WORDS;
    return ((words[at + 5] ?? 0) & HIDDEN) === 0 && this.#isWithin(words[at] ?? 0, words[at + 1] ?? 0);
  }

  /** All that is within the area. */
  #whole(): Uint8Array<ArrayBuffer> {
    const { words, count } = this.#table;
    let found = 0;
    for (let slot = 0; slot < count; slot++) {
      const has = this.#has(words, slot);
      this.#told[slot] = has ? 1 : 0;
      if (has) this.#slots[found++] = slot;
    }
    return this.#frame('part', found, 0);
  }

  #changes(base: number): Uint8Array<ArrayBuffer> {
    const table = this.#table;
    const { words, count, sequence } = table;
    let found = 0;
    for (let slot = 0; slot < count; slot++) {
      const at = table.changedAt(slot);
      if (at <= base || at > sequence) continue;
      if (this.#has(words, slot)) {
        this.#told[slot] = 1;
        this.#slots[found++] = slot;
      } else if (this.#told[slot] === 1) {
        this.#told[slot] = 2;
        this.#slots[found++] = slot;
      }
    }
    return this.#frame('delta', found, base);
  }

  #frame(kind: 'part' | 'delta', found: number, base: number): Uint8Array<ArrayBuffer> {
    const header = this.#table.headerOf(kind, found, base);
    const frame = allocateFrame(header);
    const slots = new Uint32Array(frame.buffer, FRAME_HEADER_BYTES, found);
    const records = new Int32Array(frame.buffer, recordsOffset(header));
    const { words } = this.#table;
    for (let index = 0; index < found; index++) {
      const slot = this.#slots[index] ?? 0;
      slots[index] = slot;
      copyRecord(words, slot, records, index);
      if (this.#told[slot] !== 2) continue;
      // It has left: its place is where it was seen outside.
      this.#told[slot] = 0;
      const flagsAt = index * RECORD_WORDS + 5;
      records[flagsAt] = (records[flagsAt] ?? 0) | ELSEWHERE;
    }
    return frame;
  }
}
