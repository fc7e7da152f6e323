import { mkdirSync, statfsSync } from 'node:fs';
import { FleetTable } from '../../../shared/api/index.ts';
import {
  encodeFixes,
  encodeKeys,
  FixBatch,
  FixStates,
  HIDDEN_WORD,
  RECORD_WORDS,
} from '../../../shared/domain/index.ts';
import { recoverSegments } from './recover.ts';
import { type RecordingLimits, Retention } from './retention.ts';
import { segmentFile, segmentNumbers } from './segment-files.ts';
import { SegmentWriter } from './segment-writer.ts';

/** What is held back before it is written: a process that is killed loses no more. */
export const BLOCK_MS = 1_000;
/** Frames come four times a second: the fourth need not wait for the next one. */
const SOON_MS = 300;
/** A reader begins at a key block, and reads on from there. */
const KEY_EVERY_MS = 40_000;
const KEY_EVERY_FIXES = 1_500_000;
const SEGMENT_MS = 10 * 60_000;
const SEGMENT_BYTES = 64 * 1024 * 1024;
/** Without a frame for so long, or with one that says another time than has passed, an uninterrupted recording ends. */
export const GAP_MS = 5_000;
/** After a fault of the disk it is tried again. */
export const RETRY_MS = 5_000;
const RETENTION_EVERY_MS = 60_000;
const MOST_TICKS_A_BLOCK = 256;

export interface RecorderOptions {
  folder: string;
  limits: RecordingLimits;
  /** Less free space than this is left to edits and the cache: recording stops. */
  leastFreeBytes: number;
  /** A segment is closed at this size; 64 MB where it is not said. */
  segmentBytes?: number;
  clock: { nowMs(): number; monotonicMs(): number };
}

/** What became of the last thing that was written. */
export interface RecorderState {
  state: 'waiting' | 'recording' | 'stopped';
  /** Of all that is kept. */
  bytes: number;
  /** Why it has stopped: the system's code, or `ENOSPC` where too little is left. */
  fault: { code: string; message: string } | null;
  /** What was found damaged or torn off at the start. */
  recovered: { closed: number; cutBytes: number; removed: number };
}

/**
 * Writes what comes from the server into segments, each block brought to the disk within about a second. It holds the fleet's table for itself
 * and does all at once, without waiting: it belongs into a thread of its own.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #retention: Retention;
  readonly #table = new FleetTable({ streamId: 0, epochMs: 0 });
  #states = new FixStates();
  /** The records as they were last noted: a frame may repeat some. */
  #noted = new Int32Array(0);
  #batch = new FixBatch();
  #ticks: number[] = [];
  #batchSinceMs = 0;
  #directory: { streamId: number; ids: string[] } = { streamId: 0, ids: [] };
  /** How many of the ids the open segment has. */
  #directoryWritten = 0;
  #writer: SegmentWriter | undefined;
  #segment = 0;
  #segmentFromMs = 0;
  #stretch = 0;
  #keyAtMs = 0;
  #fixesSinceKey = 0;
  #lastFrameMs = Number.NEGATIVE_INFINITY;
  #lastServerMs = 0;
  #enforcedAtMs = 0;
  #fault: RecorderState['fault'] = null;
  #retryAtMs = Number.NEGATIVE_INFINITY;
  #isReady = false;
  #recovered: RecorderState['recovered'] = { closed: 0, cutBytes: 0, removed: 0 };

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#retention = new Retention(options.folder, options.limits);
    this.#attempt(() => this.#prepare());
  }

  state(): RecorderState {
    const bytes = this.#retention.bytes + (this.#writer?.length ?? 0);
    const state = this.#fault !== null ? 'stopped' : this.#writer === undefined ? 'waiting' : 'recording';
    return { state, bytes, fault: this.#fault, recovered: this.#recovered };
  }

  /** Which vehicles the slots are, from one on. */
  directory(streamId: number, start: number, ids: readonly string[]): void {
    if (this.#directory.streamId !== streamId) this.#directory = { streamId, ids: [] };
    ids.forEach((id, index) => {
      this.#directory.ids[start + index] = id;
    });
  }

  /**
   * Takes a frame as it came from the server.
   * @returns false where it does not follow the one before: a key frame is wanted
   * @throws MalformedFrameError
   */
  frame(bytes: Uint8Array): boolean {
    const table = this.#table;
    const before = { streamId: table.streamId, epochMs: table.epochMs, timeScale: table.timeScale, count: table.count };
    const sequence = table.sequence;
    if (table.apply(bytes) !== 'applied') return false;
    const monotonicMs = this.#options.clock.monotonicMs();
    const elapsedMs = monotonicMs - this.#lastFrameMs;
    const leapMs = table.serverTimeMs - this.#lastServerMs - elapsedMs;
    const isOther = table.streamId !== before.streamId || table.count < before.count;
    const isGap = elapsedMs > GAP_MS || table.serverTimeMs < this.#lastServerMs || leapMs > GAP_MS;
    if (isOther || isGap) this.#endStretch();
    else if (table.epochMs !== before.epochMs || table.timeScale !== before.timeScale) this.#endSegment();
    this.#lastFrameMs = monotonicMs;
    this.#lastServerMs = table.serverTimeMs;
    if (this.#writer !== undefined) this.#note(isOther ? 0 : sequence);
    else if (this.#isReady && this.#fault === null) this.#begin();
    this.#writeIfDue();
    return true;
  }

  /** To be called several times a second: writes what has waited long enough, and tries again after a fault. */
  tick(): void {
    this.#writeIfDue();
    if (!this.#isSending()) this.#endStretch();
    if (this.#fault === null || this.#options.clock.monotonicMs() < this.#retryAtMs) return;
    this.#attempt(() => {
      if (!this.#isReady) this.#prepare();
      this.#checkSpace();
      this.#fault = null;
    });
    if (this.#fault === null && this.#isSending()) this.#begin();
  }

  close(): void {
    this.#endStretch();
  }

  #isSending(): boolean {
    return this.#options.clock.monotonicMs() - this.#lastFrameMs <= GAP_MS;
  }

  #prepare(): void {
    const { folder, clock } = this.#options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#recovered = recoverSegments(folder);
    this.#retention.load();
    this.#segment = Math.max(this.#retention.lastNumber, segmentNumbers(folder).at(-1) ?? 0);
    this.#retention.enforce(0, { serverMs: 0, nowMs: clock.nowMs() });
    this.#isReady = true;
  }

  /** What has changed since a sequence, as fixes of another frame. */
  #note(sequence: number): void {
    const table = this.#table;
    const states = this.#states;
    states.grow(table.count);
    const { words } = table;
    const noted = this.#notedWords();
    if (this.#ticks.length === 0) this.#batchSinceMs = this.#options.clock.monotonicMs();
    const tick = this.#ticks.length;
    for (let slot = 0; slot < table.count; slot++) {
      if (table.changedAt(slot) <= sequence) continue;
      const at = slot * RECORD_WORDS;
      if (!takeOver(words, noted, at)) continue;
      this.#batch.add(slot, tick, words, at);
    }
    this.#ticks.push(table.serverTimeMs);
  }

  #notedWords(): Int32Array {
    const { count, words } = this.#table;
    if (this.#noted.length < count * RECORD_WORDS) {
      const grown = new Int32Array(words.length);
      grown.set(this.#noted);
      // What was never heard is hidden, in the table as in the states.
      for (let at = this.#noted.length; at < grown.length; at += RECORD_WORDS) grown[at + 5] = HIDDEN_WORD;
      this.#noted = grown;
    }
    return this.#noted;
  }

  #writeIfDue(): void {
    if (this.#ticks.length === 0) return;
    const waitedMs = this.#options.clock.monotonicMs() - this.#batchSinceMs;
    if (waitedMs >= BLOCK_MS - SOON_MS || this.#ticks.length >= MOST_TICKS_A_BLOCK) this.#write();
  }

  #write(): void {
    const writer = this.#writer;
    if (writer === undefined || this.#ticks.length === 0) return;
    this.#attempt(() => {
      this.#checkSpace();
      const ticks = new Float64Array(this.#ticks);
      this.#writeDirectory(writer, ticks[0] ?? 0);
      const { epochMs, timeScale } = writer.head;
      const body = encodeFixes(this.#states, { epochMs, timeScale, ticks }, this.#batch);
      const toMs = ticks.at(-1) ?? 0;
      writer.append('fixes', body, { fromMs: ticks[0] ?? 0, toMs, frames: ticks.length });
      this.#fixesSinceKey += this.#batch.count;
      this.#batch.clear();
      this.#ticks = [];
      if (toMs - this.#segmentFromMs >= SEGMENT_MS || writer.length >= this.#segmentBytes()) {
        this.#close();
        this.#begin();
      } else if (toMs - this.#keyAtMs >= KEY_EVERY_MS || this.#fixesSinceKey >= KEY_EVERY_FIXES) {
        this.#writeKey(writer, toMs);
      }
      this.#keepWithin();
    });
  }

  /** Small where little may be kept, so that what is kept goes back far enough. */
  #segmentBytes(): number {
    const { segmentBytes = SEGMENT_BYTES, limits } = this.#options;
    return Math.max(64 * 1024, Math.min(segmentBytes, limits.bytes / 16));
  }

  #begin(): void {
    this.#attempt(() => {
      this.#checkSpace();
      const table = this.#table;
      const number = this.#segment + 1;
      if (this.#stretch === 0) this.#stretch = number;
      const { streamId, epochMs, timeScale, serverTimeMs } = table;
      const recordedAtMs = this.#options.clock.nowMs();
      const file = segmentFile(this.#options.folder, number);
      this.#segment = number;
      const writer = new SegmentWriter(file, { streamId, stretch: this.#stretch, epochMs, timeScale, recordedAtMs });
      this.#writer = writer;
      this.#directoryWritten = 0;
      this.#segmentFromMs = serverTimeMs;
      this.#writeDirectory(writer, serverTimeMs);
      // Intervals go on where it is the same vehicles; all else comes from the key block.
      if (this.#states.count > table.count) this.#states = new FixStates();
      this.#states.grow(table.count);
      const words = table.words.subarray(0, table.count * RECORD_WORDS);
      this.#states.words.set(words);
      this.#notedWords().set(words);
      this.#writeKey(writer, serverTimeMs);
      this.#fault = null;
    });
  }

  #writeKey(writer: SegmentWriter, atMs: number): void {
    const body = encodeKeys(this.#states, writer.head.epochMs, atMs);
    writer.append('key', body, { fromMs: atMs, toMs: atMs, frames: 1 });
    this.#keyAtMs = atMs;
    this.#fixesSinceKey = 0;
  }

  #writeDirectory(writer: SegmentWriter, atMs: number): void {
    const { streamId, ids } = this.#directory;
    if (streamId !== writer.head.streamId || ids.length === this.#directoryWritten) return;
    const start = this.#directoryWritten;
    const body = Buffer.from(JSON.stringify({ start, ids: ids.slice(start) }), 'utf8');
    writer.append('directory', body, { fromMs: atMs, toMs: atMs, frames: 0 });
    this.#directoryWritten = ids.length;
  }

  /** The next frame begins another segment of the same stretch. */
  #endSegment(): void {
    this.#write();
    this.#attempt(() => this.#close());
  }

  #endStretch(): void {
    this.#endSegment();
    this.#stretch = 0;
  }

  #close(): void {
    const writer = this.#writer;
    this.#writer = undefined;
    if (writer === undefined) return;
    try {
      writer.seal();
    } finally {
      this.#retention.add(this.#segment);
    }
  }

  #keepWithin(): void {
    const monotonicMs = this.#options.clock.monotonicMs();
    const isOver = this.#retention.bytes + (this.#writer?.length ?? 0) > this.#options.limits.bytes;
    if (!isOver && monotonicMs - this.#enforcedAtMs < RETENTION_EVERY_MS) return;
    this.#enforcedAtMs = monotonicMs;
    const times = { serverMs: this.#lastServerMs, nowMs: this.#options.clock.nowMs() };
    this.#retention.enforce(this.#writer?.length ?? 0, times);
  }

  #checkSpace(): void {
    const { bavail, bsize } = statfsSync(this.#options.folder);
    if (bavail * bsize >= this.#options.leastFreeBytes) return;
    throw Object.assign(new Error('too little free space is left'), { code: 'ENOSPC', syscall: 'statfs' });
  }

  /** What fails at the disk stops the recording until it is tried again; what was written stays. */
  #attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (code === undefined || syscall === undefined) throw error;
      this.#writer?.abandon();
      if (this.#writer !== undefined) this.#retention.add(this.#segment);
      this.#writer = undefined;
      this.#stretch = 0;
      this.#batch.clear();
      this.#ticks = [];
      this.#fault = { code, message: String(error) };
      this.#retryAtMs = this.#options.clock.monotonicMs() + RETRY_MS;
    }
  }
}

/** @returns whether the record there is another than the one that was noted, which it then replaces */
function takeOver(from: Int32Array, to: Int32Array, at: number): boolean {
  let isOther = false;
  for (let word = at; word < at + RECORD_WORDS; word++) {
    if (from[word] === to[word]) continue;
    to[word] = from[word] ?? 0;
    isOther = true;
  }
  return isOther;
}
