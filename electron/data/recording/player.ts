import { allocateFrame, FRAME_HEADER_BYTES, type FrameHeader, recordsOffset } from '../../../shared/api/index.ts';
import {
  decodeFixes,
  decodeKeys,
  FixBatch,
  FixStates,
  HIDDEN_WORD,
  MalformedRecordingError,
  RECORD_BYTES,
  RECORD_WORDS,
} from '../../../shared/domain/index.ts';
import { directoryOf, type Library, type Stretch } from './library.ts';
import type { SegmentReader } from './segment-reader.ts';

/** Where a player stands. */
export interface PlayerPlace {
  stretch: number;
  streamId: number;
  /** Server time of the recording, UTC ms. */
  atMs: number;
  /** It stands at the last instant that there is. */
  isAtEnd: boolean;
  /** What of the time that was to be played there is nothing of so far, ms. */
  missedMs: number;
}

/** A fleet at an instant, as `Fleet` tells of the live one (electron/data/fleet). Times UTC ms. */
export interface FleetMoment {
  streamId: number;
  epochMs: number;
  serverNowMs: number;
  timeScale: number;
  /** See shared/domain/position-record.ts, by slot. */
  records: Uint8Array<ArrayBuffer>;
}

/** Replays a recording: holds the fleet as it was at an instant, and makes frames of what is another since the last. */
export class Player {
  readonly #library: Library;
  #stretch: Stretch | undefined;
  #segment: SegmentReader | undefined;
  /** Index of the block that is read next. */
  #next = 0;
  #states = new FixStates();
  /** Of the records as they are shown: those of the states may be some frames further. */
  #shown = new Int32Array(0);
  #count = 0;
  /** Fixes of the block that is being replayed, by their frames; those before `#applied` are shown. */
  readonly #batch = new FixBatch();
  #ticks: Float64Array = new Float64Array(0);
  #order: Uint32Array = new Uint32Array(0);
  #starts: Uint32Array = new Uint32Array(0);
  #tick = 0;
  #atMs = 0;
  #changed = new Uint8Array(0);
  #isAnew = true;
  #sequence = 0;

  constructor(library: Library) {
    this.#library = library;
  }

  /** Goes to an instant (see Library.find). @returns undefined where nothing is recorded */
  seek(atMs: number, wanted: number | null): PlayerPlace | undefined {
    this.#library.refresh();
    const found = this.#library.find(atMs, wanted);
    if (found === undefined) return undefined;
    this.#stretch = found.stretch;
    this.#goTo(found.atMs);
    return this.#place();
  }

  /**
   * Plays on to an instant of the same stretch, or from its end to the beginning of the next; never backwards.
   * @param byMs how far from where it stands
   * @param goesByClock what is not recorded takes no time: what is left at the end of a stretch is played of the next, so that players that
   *   were told the same are at the same instant, whenever they are asked
   */
  advance(byMs: number, goesByClock = false): PlayerPlace | undefined {
    if (this.#stretch === undefined) return undefined;
    this.#refresh();
    if (this.#stretch === undefined) return undefined;
    let toMs = this.#atMs + byMs;
    let at = this.#stretch;
    for (;;) {
      const isOver = toMs > at.toMs && (goesByClock || this.#atMs >= at.toMs);
      const next = isOver ? this.#library.after(at.stretch) : undefined;
      if (next === undefined) break;
      toMs = goesByClock ? next.fromMs + (toMs - Math.max(at.toMs, this.#atMs)) : next.fromMs;
      at = next;
      this.#stretch = next;
      this.#goTo(next.fromMs);
    }
    const targetMs = Math.min(toMs, at.toMs);
    const key = this.#keyBefore(targetMs);
    const isFarAhead = key !== undefined && key.segment.number !== this.#segment?.number;
    if (isFarAhead || (key !== undefined && key.index > this.#next + 1)) this.#loadSound(key);
    this.#playTo(targetMs);
    return { ...this.#place(), missedMs: Math.max(0, toMs - Math.max(at.toMs, this.#atMs)) };
  }

  /** Ids of the vehicles by slot. */
  directory(): string[] {
    return this.#segment === undefined ? [] : directoryOf(this.#segment);
  }

  /** The whole fleet as it is shown, and what its times are compared with. */
  moment(): FleetMoment {
    const records = new Uint8Array(this.#shown.buffer.slice(0, this.#count * RECORD_BYTES));
    const { streamId = 0, epochMs = 0, timeScale = 1 } = this.#segment?.head ?? {};
    return { streamId, epochMs, timeScale, serverNowMs: this.#atMs, records };
  }

  /** What is another since the last frame: a delta, or a key frame where that is smaller or needed. */
  frame(): Uint8Array<ArrayBuffer> {
    const count = this.#count;
    let changed = 0;
    for (let slot = 0; slot < count; slot++) changed += this.#changed[slot] ?? 0;
    const isSmaller = changed > 0 && changed * (RECORD_BYTES + 4) >= count * RECORD_BYTES;
    const isKey = this.#isAnew || isSmaller;
    const header = this.#header(isKey, isKey ? count : changed);
    const frame = header.kind === 'key' ? this.#keyFrame(header) : this.#deltaFrame(header);
    this.#changed.fill(0);
    this.#isAnew = false;
    this.#sequence = header.sequence;
    return frame;
  }

  #header(isKey: boolean, count: number): FrameHeader {
    const head = this.#segment?.head;
    return {
      kind: isKey ? 'key' : 'delta',
      streamId: head?.streamId ?? 0,
      sequence: this.#sequence + 1,
      serverTimeMs: this.#atMs,
      epochMs: head?.epochMs ?? 0,
      count,
      baseSequence: isKey ? 0 : this.#sequence,
      timeScale: head?.timeScale ?? 1,
      isReplayed: true,
      total: this.#count,
    };
  }

  #keyFrame(header: FrameHeader): Uint8Array<ArrayBuffer> {
    const frame = allocateFrame(header);
    frame.set(new Uint8Array(this.#shown.buffer, 0, header.count * RECORD_BYTES), FRAME_HEADER_BYTES);
    return frame;
  }

  #deltaFrame(header: FrameHeader): Uint8Array<ArrayBuffer> {
    const frame = allocateFrame(header);
    const slots = new Uint32Array(frame.buffer, FRAME_HEADER_BYTES, header.count);
    const records = new Int32Array(frame.buffer, recordsOffset(header));
    let index = 0;
    for (let slot = 0; slot < this.#count && index < header.count; slot++) {
      if (this.#changed[slot] !== 1) continue;
      slots[index] = slot;
      const from = slot * RECORD_WORDS;
      for (let word = 0; word < RECORD_WORDS; word++)
        records[index * RECORD_WORDS + word] = this.#shown[from + word] ?? 0;
      index += 1;
    }
    return frame;
  }

  #place(): PlayerPlace {
    const stretch = this.#stretch;
    const isLast = stretch !== undefined && this.#library.after(stretch.stretch) === undefined;
    return {
      stretch: stretch?.stretch ?? 0,
      streamId: stretch?.streamId ?? 0,
      atMs: this.#atMs,
      isAtEnd: stretch !== undefined && isLast && this.#atMs >= stretch.toMs,
      missedMs: 0,
    };
  }

  #goTo(atMs: number): void {
    const key = this.#keyBefore(atMs);
    const isAhead = key !== undefined && key.segment === this.#segment && key.index < this.#next && atMs >= this.#atMs;
    if (key !== undefined && !isAhead) this.#loadSound(key);
    this.#playTo(atMs);
    this.#isAnew = true;
  }

  /** The stretch may have grown, or have lost its beginning or all of it to what was recorded since. */
  #refresh(): void {
    this.#library.refresh();
    const number = this.#stretch?.stretch;
    this.#stretch = this.#library.stretches().find(({ stretch }) => stretch === number);
    const isThere = this.#stretch?.segments.some((segment) => segment === this.#segment) === true;
    if (isThere) return;
    const found = this.#library.find(this.#atMs, number ?? null);
    this.#stretch = found?.stretch;
    if (found !== undefined) this.#goTo(found.atMs);
  }

  /** The last key block at or before an instant. */
  #keyBefore(atMs: number): { segment: SegmentReader; index: number } | undefined {
    const segments = this.#stretch?.segments ?? [];
    const segment = segments.findLast(({ fromMs }) => fromMs <= atMs) ?? segments[0];
    if (segment === undefined) return undefined;
    const index = segment.blocks.findLastIndex(({ kind, toMs }) => kind === 'key' && toMs <= atMs);
    const first = segment.blocks.findIndex(({ kind }) => kind === 'key');
    return { segment, index: index < 0 ? first : index };
  }

  /** Begins at a key block; where that is damaged, at the next one. @throws MalformedRecordingError where none is left */
  #loadSound(key: { segment: SegmentReader; index: number }): void {
    try {
      this.#load(key);
    } catch (error) {
      if (!(error instanceof MalformedRecordingError)) throw error;
      const { segment } = key;
      const index = segment.blocks.findIndex(({ kind }, at) => kind === 'key' && at > key.index);
      if (index < 0) throw error;
      this.#loadSound({ segment, index });
    }
  }

  #load({ segment, index }: { segment: SegmentReader; index: number }): void {
    const block = segment.blocks[index];
    if (block === undefined) return;
    const states = new FixStates();
    decodeKeys(segment.read(block), states, segment.head.epochMs);
    this.#segment = segment;
    this.#states = states;
    this.#next = index + 1;
    this.#atMs = block.toMs;
    this.#clearBlock();
    this.#grow(this.#states.count);
    this.#count = this.#states.count;
    this.#shown.set(this.#states.words.subarray(0, this.#count * RECORD_WORDS));
    this.#isAnew = true;
  }

  #clearBlock(): void {
    this.#batch.clear();
    this.#ticks = new Float64Array(0);
    this.#tick = 0;
  }

  /** Shows all that was seen up to an instant. */
  #playTo(toMs: number): void {
    for (;;) {
      this.#showTicks(toMs);
      if (this.#tick < this.#ticks.length || !this.#readNext(toMs)) break;
    }
    this.#atMs = Math.max(this.#atMs, toMs);
  }

  #showTicks(toMs: number): void {
    while (this.#tick < this.#ticks.length && (this.#ticks[this.#tick] ?? 0) <= toMs) {
      const end = this.#starts[this.#tick + 1] ?? 0;
      for (let place = this.#starts[this.#tick] ?? 0; place < end; place++) {
        const index = this.#order[place] ?? 0;
        const slot = this.#batch.slots[index] ?? 0;
        const [from, to] = [index * RECORD_WORDS, slot * RECORD_WORDS];
        for (let word = 0; word < RECORD_WORDS; word++) this.#shown[to + word] = this.#batch.words[from + word] ?? 0;
        this.#changed[slot] = 1;
        this.#count = Math.max(this.#count, slot + 1);
      }
      this.#tick += 1;
    }
  }

  /** @returns false where nothing that was seen by then is left */
  #readNext(toMs: number): boolean {
    const segment = this.#segment;
    if (segment === undefined) return false;
    const block = segment.blocks[this.#next];
    if (block === undefined) return this.#openNextSegment(toMs);
    if (block.fromMs > toMs) return false;
    this.#next += 1;
    if (block.kind === 'directory') return true;
    try {
      if (block.kind === 'key') this.#takeKey(segment, this.#next - 1);
      else this.#readFixes(segment.read(block), segment);
    } catch (error) {
      if (!(error instanceof MalformedRecordingError)) throw error;
      // What is damaged is passed over, up to where a reader can begin again.
      this.#next = segment.blocks.findIndex(({ kind }, index) => kind === 'key' && index >= this.#next);
      if (this.#next < 0) this.#next = segment.blocks.length;
    }
    return true;
  }

  /** A key block says again what is known; the coding goes on from it. */
  #takeKey(segment: SegmentReader, index: number): void {
    const block = segment.blocks[index];
    if (block === undefined) return;
    const states = this.#states;
    decodeKeys(segment.read(block), states, segment.head.epochMs);
    this.#clearBlock();
    this.#grow(states.count);
    for (let at = 0; at < states.count * RECORD_WORDS; at++) {
      if (this.#shown[at] === states.words[at]) continue;
      this.#shown[at] = states.words[at] ?? 0;
      this.#changed[Math.floor(at / RECORD_WORDS)] = 1;
    }
    this.#count = states.count;
  }

  #readFixes(body: Uint8Array, { head }: SegmentReader): void {
    this.#batch.clear();
    this.#ticks = decodeFixes(body, this.#states, head, this.#batch);
    const { order, starts } = this.#batch.orderBy('ticks', this.#ticks.length);
    this.#order = order;
    this.#starts = starts;
    this.#tick = 0;
    this.#grow(this.#states.count);
  }

  #openNextSegment(toMs: number): boolean {
    const segments = this.#stretch?.segments ?? [];
    const at = segments.findIndex(({ number }) => number === this.#segment?.number);
    const next = segments[at + 1];
    if (at < 0 || next === undefined || next.fromMs > toMs) return false;
    const index = next.blocks.findIndex(({ kind }) => kind === 'key');
    if (index < 0) return false;
    this.#loadSound({ segment: next, index });
    return true;
  }

  #grow(count: number): void {
    if (this.#changed.length >= count) return;
    const capacity = Math.ceil(count * 1.25);
    const shown = new Int32Array(capacity * RECORD_WORDS);
    shown.set(this.#shown);
    // What was never heard is hidden.
    for (let at = this.#shown.length; at < shown.length; at += RECORD_WORDS) shown[at + 5] = HIDDEN_WORD;
    this.#shown = shown;
    const changed = new Uint8Array(capacity);
    changed.set(this.#changed);
    this.#changed = changed;
  }
}
