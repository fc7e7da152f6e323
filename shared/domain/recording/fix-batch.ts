import { RECORD_WORDS } from './fix-states.ts';

/** Fixes one after the other, in columns: which slot, in which frame of the block, and the record. */
export class FixBatch {
  count = 0;
  slots = new Uint32Array(1_024);
  ticks = new Uint16Array(1_024);
  words = new Int32Array(1_024 * RECORD_WORDS);

  clear(): void {
    this.count = 0;
  }

  /** Makes room for one more. @returns where its words begin; count it once they are there */
  reserve(): number {
    if (this.count === this.slots.length) {
      const size = this.count * 2;
      const [slots, ticks, words] = [this.slots, this.ticks, this.words];
      this.slots = new Uint32Array(size);
      this.ticks = new Uint16Array(size);
      this.words = new Int32Array(size * RECORD_WORDS);
      this.slots.set(slots);
      this.ticks.set(ticks);
      this.words.set(words);
    }
    return this.count * RECORD_WORDS;
  }

  /** Adds the record that begins there. */
  add(slot: number, tick: number, from: Int32Array, at: number): void {
    const to = this.reserve();
    for (let word = 0; word < RECORD_WORDS; word++) this.words[to + word] = from[at + word] ?? 0;
    this.slots[this.count] = slot;
    this.ticks[this.count] = tick;
    this.count += 1;
  }

  /** Indices of the fixes by a column, those of one value as they came. @param bound above all values */
  orderBy(column: 'slots' | 'ticks', bound: number): { order: Uint32Array; starts: Uint32Array } {
    const values = this[column];
    const starts = new Uint32Array(bound + 1);
    for (let index = 0; index < this.count; index++) {
      const next = (values[index] ?? 0) + 1;
      starts[next] = (starts[next] ?? 0) + 1;
    }
    for (let value = 0; value < bound; value++) starts[value + 1] = (starts[value + 1] ?? 0) + (starts[value] ?? 0);
    const places = starts.slice();
    const order = new Uint32Array(this.count);
    for (let index = 0; index < this.count; index++) {
      const value = values[index] ?? 0;
      const place = places[value] ?? 0;
      order[place] = index;
      places[value] = place + 1;
    }
    return { order, starts };
  }
}
