import type { FleetTable } from '../../shared/api/index.ts';

/** Frames of one table, made once for all readers that stand at the same place. */
export class PositionFrames {
  readonly #table: FleetTable;
  readonly #frames = new Map<number, Buffer>();
  #sequence = -1;

  constructor(table: FleetTable) {
    this.#table = table;
  }

  /** @param base sequence of the reader; 0 for one that has nothing */
  since(base: number): Buffer {
    if (this.#sequence !== this.#table.sequence) {
      this.#frames.clear();
      this.#sequence = this.#table.sequence;
    }
    let frame = this.#frames.get(base);
    if (frame === undefined) {
      const bytes = this.#table.frameSince(base);
      frame = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      // Readers stand at a few places; one at a place of its own is no reason to keep its frame.
      if (this.#frames.size < 8) this.#frames.set(base, frame);
    }
    return frame;
  }
}
