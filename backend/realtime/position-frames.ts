import { type FleetTable, PartFrames, SharedFrames } from '../../shared/api/index.ts';
import { type AgeThresholds, countFleet, type FleetArea, type FleetCounts } from '../../shared/domain/index.ts';

/** What one reader is sent of a fleet. */
export interface ReaderFrames {
  /** @param base sequence of the reader; 0 for one that has nothing. The reader must get what this returns. */
  since(base: number): Buffer;
}

/** Frames of one table, as the sockets take them: made once for all readers of the whole that stand at the same place. */
export class PositionFrames implements ReaderFrames {
  readonly #table: FleetTable;
  readonly #frames: SharedFrames;
  /** Of the sequence, by thresholds: operators have a few. */
  #counts = new Map<string, FleetCounts>();
  #countedAt = -1;

  constructor(table: FleetTable) {
    this.#table = table;
    this.#frames = new SharedFrames(table);
  }

  since(base: number): Buffer {
    return asBuffer(this.#frames.since(base));
  }

  /** The frames of one reader that wants a part. */
  ofPart(area: FleetArea): ReaderFrames {
    const frames = new PartFrames(this.#table, area);
    return { since: (base) => asBuffer(frames.since(base)) };
  }

  /** Of the whole fleet as it was published last. */
  counts({ lateMs, silentMs }: AgeThresholds): FleetCounts {
    const { sequence, serverTimeMs, epochMs, timeScale, records } = this.#table;
    if (sequence !== this.#countedAt) this.#counts.clear();
    this.#countedAt = sequence;
    const key = `${lateMs} ${silentMs}`;
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const counts = countFleet(records, { epochMs, serverNowMs: serverTimeMs, timeScale }, { lateMs, silentMs });
    this.#counts.set(key, counts);
    return counts;
  }
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
