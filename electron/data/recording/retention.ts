import { rmSync, statSync } from 'node:fs';
import { MalformedRecordingError } from '../../../shared/domain/index.ts';
import { segmentFile, segmentNumbers } from './segment-files.ts';
import { SegmentReader } from './segment-reader.ts';

/** How much is kept. */
export interface RecordingLimits {
  hours: number;
  bytes: number;
}

const HOUR_MS = 3_600_000;

interface KeptSegment {
  number: number;
  bytes: number;
  /** When it began by this computer's clock, and when it ended by the server's. */
  recordedAtMs: number;
  toMs: number;
}

/** What is kept of a recording, and what has to go: the oldest segments first. */
export class Retention {
  readonly #folder: string;
  readonly #limits: RecordingLimits;
  #kept: KeptSegment[] = [];

  constructor(folder: string, limits: RecordingLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  /** Looks at what is on the disk. @throws NodeJS.ErrnoException */
  load(): void {
    this.#kept = segmentNumbers(this.#folder).flatMap((number) => describe(this.#folder, number));
  }

  get bytes(): number {
    return this.#kept.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get lastNumber(): number {
    return this.#kept.at(-1)?.number ?? 0;
  }

  /** A segment was closed. */
  add(number: number): void {
    this.#kept = this.#kept.filter((segment) => segment.number !== number).concat(describe(this.#folder, number));
  }

  /**
   * Removes closed segments that are too old or too many.
   * @param open bytes of the segment that is written to
   * @param times now, by the server's clock and by this computer's: a segment is old only if it is by both, so that one clock that is set
   *   forward removes nothing
   */
  enforce(open: number, times: { serverMs: number; nowMs: number }): void {
    for (;;) {
      const [oldest] = this.#kept;
      if (oldest === undefined) return;
      const ageMs = Math.min(times.serverMs - oldest.toMs, times.nowMs - oldest.recordedAtMs);
      if (ageMs <= this.#limits.hours * HOUR_MS && this.bytes + open <= this.#limits.bytes) return;
      rmSync(segmentFile(this.#folder, oldest.number), { force: true });
      this.#kept.shift();
    }
  }
}

function describe(folder: string, number: number): KeptSegment[] {
  const file = segmentFile(folder, number);
  try {
    const reader = new SegmentReader(file, number);
    try {
      const { toMs, head } = reader;
      return [
        { number, bytes: reader.fileBytes(), recordedAtMs: head.recordedAtMs, toMs: Number.isNaN(toMs) ? 0 : toMs },
      ];
    } finally {
      reader.close();
    }
  } catch (error) {
    if (!(error instanceof MalformedRecordingError)) throw error;
    return [{ number, bytes: statSync(file).size, recordedAtMs: 0, toMs: 0 }];
  }
}
