import { MalformedRecordingError } from '../../../shared/domain/index.ts';
import { z } from 'zod';
import { segmentFile, segmentNumbers } from './segment-files.ts';
import { SegmentReader } from './segment-reader.ts';

/** An uninterrupted recording: its times go forwards, and its slots are the same vehicles throughout. */
export interface Stretch {
  stretch: number;
  streamId: number;
  timeScale: number;
  /** Server time, UTC ms. */
  fromMs: number;
  toMs: number;
  segments: SegmentReader[];
}

const directoryPart = z.object({ start: z.number().int().nonnegative(), ids: z.array(z.string()) });

/** The segments of a folder, as they are at each look. Files that are damaged from their first byte on are left out. */
export class Library {
  readonly #folder: string;
  #segments: SegmentReader[] = [];
  readonly #bad = new Set<number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Looks what there is now. */
  refresh(): void {
    this.#look();
  }

  /** All stretches as of the last look, in the order in which they were recorded: times overlap where the server's clock was set back. */
  stretches(): Stretch[] {
    const stretches = new Map<number, Stretch>();
    for (const segment of this.#segments) {
      if (!(segment.fromMs <= segment.toMs)) continue;
      const { stretch, streamId, timeScale } = segment.head;
      const known = stretches.get(stretch);
      if (known === undefined) {
        const span = { fromMs: segment.fromMs, toMs: segment.toMs };
        stretches.set(stretch, { stretch, streamId, timeScale, ...span, segments: [segment] });
      } else {
        known.toMs = segment.toMs;
        known.segments.push(segment);
      }
    }
    return [...stretches.values()];
  }

  /**
   * Where an instant was recorded: in the stretch that is named, else in the latest that has it; where none has it, in the next later one,
   * else at the end of the last.
   */
  find(atMs: number, wanted: number | null): { stretch: Stretch; atMs: number } | undefined {
    const stretches = this.stretches();
    const within = (stretch: Stretch) => ({
      stretch,
      atMs: Math.max(stretch.fromMs, Math.min(stretch.toMs, atMs)),
    });
    const named = stretches.find(({ stretch }) => stretch === wanted);
    if (named !== undefined) return within(named);
    const having = stretches.findLast(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs);
    if (having !== undefined) return within(having);
    const later = stretches.filter(({ fromMs }) => fromMs > atMs).sort((a, b) => a.fromMs - b.fromMs)[0];
    const last = later ?? stretches.toSorted((a, b) => a.toMs - b.toMs).at(-1);
    return last === undefined ? undefined : within(last);
  }

  /** The stretch that was recorded after another. */
  after(stretch: number): Stretch | undefined {
    return this.stretches().find((next) => next.stretch > stretch);
  }

  close(): void {
    for (const segment of this.#segments) segment.close();
    this.#segments = [];
  }

  #look(): void {
    const numbers = new Set(segmentNumbers(this.#folder));
    this.#segments = this.#segments.filter((segment) => {
      if (numbers.delete(segment.number)) {
        segment.refresh();
        return true;
      }
      segment.close();
      return false;
    });
    for (const number of numbers) {
      if (this.#bad.has(number)) continue;
      try {
        this.#segments.push(new SegmentReader(segmentFile(this.#folder, number), number));
      } catch (error) {
        // Removed meanwhile, or just begun: the next look tells.
        if (error instanceof MalformedRecordingError) {
          if (number < Math.max(...numbers)) this.#bad.add(number);
        } else if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
    this.#segments.sort((a, b) => a.number - b.number);
  }
}

/** Ids of the vehicles by slot, as far as the segments up to one say. @throws MalformedRecordingError */
export function directoryOf(segment: SegmentReader): string[] {
  const ids: string[] = [];
  for (const block of segment.blocks) {
    if (block.kind !== 'directory') continue;
    const part = directoryPart.parse(JSON.parse(Buffer.from(segment.read(block)).toString('utf8')));
    part.ids.forEach((id, index) => {
      ids[part.start + index] = id;
    });
  }
  return ids;
}
