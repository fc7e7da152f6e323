import type { FleetTable } from './fleet-table.ts';

/** Readers stand at a few places; one at a place of its own is no reason to keep its frame. */
const MOST_PLACES = 8;

/** Frames of one table, made once for all readers that stand at the same place. Nobody may change their bytes. */
export class SharedFrames {
  readonly #table: FleetTable;
  readonly #frames = new Map<number, Uint8Array<ArrayBuffer>>();
  #streamId = 0;
  #sequence = -1;

  constructor(table: FleetTable) {
    this.#table = table;
  }

  /** @param base sequence of the reader; 0 for one that has nothing, or what it has is of another stream */
  since(base: number): Uint8Array<ArrayBuffer> {
    const { streamId, sequence } = this.#table;
    if (this.#sequence !== sequence || this.#streamId !== streamId) {
      this.#frames.clear();
      this.#streamId = streamId;
      this.#sequence = sequence;
    }
    let frame = this.#frames.get(base);
    if (frame === undefined) {
      frame = this.#table.frameSince(base);
      if (this.#frames.size < MOST_PLACES) this.#frames.set(base, frame);
    }
    return frame;
  }
}
