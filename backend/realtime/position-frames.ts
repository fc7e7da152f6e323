import { type FleetTable, SharedFrames } from '../../shared/api/index.ts';

/** Frames of one table, made once for all readers that stand at the same place, as the sockets take them. */
export class PositionFrames {
  readonly #frames: SharedFrames;

  constructor(table: FleetTable) {
    this.#frames = new SharedFrames(table);
  }

  /** @param base sequence of the reader; 0 for one that has nothing */
  since(base: number): Buffer {
    const { buffer, byteOffset, byteLength } = this.#frames.since(base);
    return Buffer.from(buffer, byteOffset, byteLength);
  }
}
