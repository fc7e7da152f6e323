import {
  type PositionRecord,
  POSITION_FLAGS,
  RECORD_BYTES,
  readRecord,
  writeRecord,
} from '../domain/position-record.ts';
import {
  allocateFrame,
  FRAME_HEADER_BYTES,
  type FrameHeader,
  type FrameKind,
  MalformedFrameError,
  readFrameHeader,
  recordsOffset,
} from './position-frame.ts';

/** Records are copied as so many whole words: no view is made for each. */
export const RECORD_WORDS = RECORD_BYTES / 4;

export type ApplyResult = 'applied' | 'gap' | 'other-stream';

/**
 * The latest position of each vehicle, as one buffer of records. The same table stands at every hop (backend, data
 * host, window), so a hop can answer a slow reader with one delta from whatever sequence it had reached. No object is
 * made per vehicle when frames are made or applied.
 */
export class FleetTable {
  streamId: number;
  epochMs: number;
  /** Of the last publish or the last frame applied; 0 before any. */
  sequence = 0;
  serverTimeMs = 0;
  timeScale = 1;
  #count = 0;
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;
  #words: Int32Array<ArrayBuffer>;
  /** Sequence at which each slot last changed. */
  #changedAt: Uint32Array<ArrayBuffer>;
  /** Readers that were behind this sequence have records of another epoch. */
  #rebasedAt = 0;
  readonly #source: 'live' | 'replay';

  /** @param source of the frames that it takes and gives: a table of live ones refuses those of a recording, and the other way round */
  constructor(identity: { streamId: number; epochMs: number }, capacity = 1024, source: 'live' | 'replay' = 'live') {
    this.#source = source;
    this.streamId = identity.streamId;
    this.epochMs = identity.epochMs;
    this.#bytes = new Uint8Array(capacity * RECORD_BYTES);
    this.#view = new DataView(this.#bytes.buffer);
    this.#words = new Int32Array(this.#bytes.buffer);
    this.#changedAt = new Uint32Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  /** The records themselves, slot by slot. Valid until the next write: copy what must last. */
  get records(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#count * RECORD_BYTES);
  }

  /** The same as words of 32 bits, six a record. Valid until the next write. */
  get words(): Int32Array<ArrayBuffer> {
    return this.#words;
  }

  changedAt(slot: number): number {
    return this.#changedAt[slot] ?? 0;
  }

  read(slot: number): PositionRecord | undefined {
    return slot < this.#count ? readRecord(this.#view, slot * RECORD_BYTES, this.epochMs) : undefined;
  }

  /** Writes a slot; it leaves with the next publish. New slots before it are hidden until written. */
  write(slot: number, record: PositionRecord): void {
    this.#grow(slot + 1);
    writeRecord(this.#view, slot * RECORD_BYTES, record, this.epochMs);
    this.#changedAt[slot] = this.sequence + 1;
  }

  /** Closes what was written since the last publish under a new sequence. */
  publish(serverTimeMs: number): void {
    this.sequence += 1;
    this.serverTimeMs = serverTimeMs;
  }

  /** Moves the origin of times, which float32 seconds need every few hours. Readers get a key frame next. */
  rebase(epochMs: number): void {
    const shift = (this.epochMs - epochMs) / 1000;
    for (let offset = 16; offset < this.#count * RECORD_BYTES; offset += RECORD_BYTES) {
      this.#view.setFloat32(offset, this.#view.getFloat32(offset, true) + shift, true);
    }
    this.epochMs = epochMs;
    this.#rebasedAt = this.sequence + 1;
  }

  keyFrame(): Uint8Array<ArrayBuffer> {
    const frame = allocateFrame(this.headerOf('key', this.#count, 0));
    frame.set(this.records, FRAME_HEADER_BYTES);
    return frame;
  }

  /** Whether a reader that stands there cannot be helped by what has changed since. */
  needsAnew(baseSequence: number): boolean {
    return baseSequence === 0 || baseSequence > this.sequence || baseSequence < this.#rebasedAt;
  }

  /** What a reader at `baseSequence` lacks: a delta (perhaps empty), or a key frame where that is smaller or needed. */
  frameSince(baseSequence: number): Uint8Array<ArrayBuffer> {
    if (this.needsAnew(baseSequence)) return this.keyFrame();
    const changed = this.#countChanged(baseSequence);
    if (changed * (RECORD_BYTES + 4) >= this.#count * RECORD_BYTES && changed > 0) return this.keyFrame();
    const header = this.headerOf('delta', changed, baseSequence);
    const frame = allocateFrame(header);
    const slots = new Uint32Array(frame.buffer, FRAME_HEADER_BYTES, changed);
    const records = new Int32Array(frame.buffer, recordsOffset(header));
    this.#listChanged(baseSequence, slots);
    for (let index = 0; index < changed; index++) copyRecord(this.#words, slots[index] ?? 0, records, index);
    return frame;
  }

  /**
   * Applies a frame. `gap` and `other-stream` leave the table as it was: ask for a key frame.
   * @throws MalformedFrameError when the bytes are not a frame.
   */
  apply(frame: Uint8Array): ApplyResult {
    const header = readFrameHeader(frame, this.#source);
    if (header.kind === 'key') this.#applyKey(frame, header);
    else if (header.kind === 'part') this.#applyPart(frame, header);
    else {
      if (header.streamId !== this.streamId || this.sequence === 0) return 'other-stream';
      if (header.baseSequence > this.sequence || header.epochMs !== this.epochMs) return 'gap';
      // A frame from before what is known: nothing in it is news.
      if (header.sequence < this.sequence) return 'applied';
      this.#applyDelta(frame, header);
    }
    this.sequence = header.sequence;
    this.serverTimeMs = header.serverTimeMs;
    this.timeScale = header.timeScale;
    return 'applied';
  }

  #applyKey(frame: Uint8Array, header: FrameHeader): void {
    if (header.streamId !== this.streamId || header.epochMs !== this.epochMs) this.#rebasedAt = header.sequence;
    this.streamId = header.streamId;
    this.epochMs = header.epochMs;
    this.#reserve(header.count);
    this.#count = header.count;
    this.#bytes.set(frame.subarray(FRAME_HEADER_BYTES), 0);
    this.#changedAt.fill(header.sequence, 0, header.count);
  }

  /** Places are kept: they say roughly where the rest of the fleet was, and are of the same vehicles. */
  #applyPart(frame: Uint8Array, header: FrameHeader): void {
    const slots = changedSlots(frame, header);
    checkSlots(slots, header.total);
    const isOther = header.streamId !== this.streamId;
    if (isOther || header.epochMs !== this.epochMs) this.#rebasedAt = header.sequence;
    this.streamId = header.streamId;
    this.epochMs = header.epochMs;
    if (isOther) this.#count = 0;
    this.#grow(header.total);
    for (let offset = 22; offset < this.#count * RECORD_BYTES; offset += RECORD_BYTES) {
      this.#bytes[offset] = (this.#bytes[offset] ?? 0) | POSITION_FLAGS.hidden | POSITION_FLAGS.elsewhere;
    }
    this.#changedAt.fill(header.sequence, 0, this.#count);
    this.#takeRecords(frame, header, slots);
  }

  #applyDelta(received: Uint8Array, header: FrameHeader): void {
    const slots = changedSlots(received, header);
    // The whole list is checked first: a damaged frame must not be half applied.
    checkSlots(slots, Math.max(this.#count + header.count, header.total));
    let highest = -1;
    for (let index = 0; index < slots.length; index++) highest = Math.max(highest, slots[index] ?? 0);
    this.#grow(Math.max(highest + 1, header.total));
    this.#takeRecords(received, header, slots);
  }

  #takeRecords(received: Uint8Array, header: FrameHeader, slots: Uint32Array): void {
    const frame = aligned(received);
    const records = new Int32Array(frame.buffer, frame.byteOffset + recordsOffset(header), header.count * RECORD_WORDS);
    for (let index = 0; index < header.count; index++) {
      const slot = slots[index] ?? 0;
      copyRecord(records, index, this.#words, slot);
      this.#changedAt[slot] = header.sequence;
    }
  }

  /** The header of a frame of this table as it is now. */
  headerOf(kind: FrameKind, count: number, baseSequence: number): FrameHeader {
    const { streamId, sequence, serverTimeMs, epochMs, timeScale } = this;
    const isReplayed = this.#source === 'replay';
    const ours = { kind, streamId, sequence, serverTimeMs, epochMs, timeScale, isReplayed };
    return { ...ours, count, baseSequence, total: this.#count };
  }

  #countChanged(baseSequence: number): number {
    const changedAt = this.#changedAt;
    const { sequence } = this;
    const count = this.#count;
    let changed = 0;
    for (let slot = 0; slot < count; slot++) {
      const at = changedAt[slot] ?? 0;
      if (at > baseSequence && at <= sequence) changed += 1;
    }
    return changed;
  }

  /** Writes the slots that have changed since, in order. */
  #listChanged(baseSequence: number, slots: Uint32Array): void {
    const changedAt = this.#changedAt;
    const { sequence } = this;
    const count = this.#count;
    let index = 0;
    for (let slot = 0; slot < count; slot++) {
      const at = changedAt[slot] ?? 0;
      if (at > baseSequence && at <= sequence) slots[index++] = slot;
    }
  }

  /** Makes room for so many slots. */
  #reserve(count: number): void {
    if (count <= this.#changedAt.length) return;
    const capacity = Math.max(count, this.#changedAt.length * 2);
    const bytes = new Uint8Array(capacity * RECORD_BYTES);
    bytes.set(this.#bytes);
    const changedAt = new Uint32Array(capacity);
    changedAt.set(this.#changedAt);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
    this.#words = new Int32Array(bytes.buffer);
    this.#changedAt = changedAt;
  }

  #grow(count: number): void {
    this.#reserve(count);
    for (let slot = this.#count; slot < count; slot++) {
      this.#bytes.fill(0, slot * RECORD_BYTES, (slot + 1) * RECORD_BYTES);
      this.#view.setUint8(slot * RECORD_BYTES + 22, POSITION_FLAGS.hidden);
      this.#changedAt[slot] = this.sequence + 1;
    }
    this.#count = Math.max(this.#count, count);
  }
}

/**
 * A network library hands out parts of a larger buffer, anywhere in it: words cannot be read there.
 * (A copy by its constructor: `slice` of a Node Buffer is no copy.)
 */
function aligned(received: Uint8Array): Uint8Array {
  return received.byteOffset % 4 === 0 ? received : new Uint8Array(received);
}

function changedSlots(received: Uint8Array, header: FrameHeader): Uint32Array {
  const frame = aligned(received);
  return new Uint32Array(frame.buffer, frame.byteOffset + FRAME_HEADER_BYTES, header.count);
}

/** @throws MalformedFrameError when a slot is not below the bound */
function checkSlots(slots: Uint32Array, bound: number): void {
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index] ?? 0;
    if (slot >= bound) throw new MalformedFrameError(`not a position frame: slot ${slot} is out of reach`);
  }
}

export function copyRecord(from: Int32Array, fromIndex: number, to: Int32Array, toIndex: number): void {
  const source = fromIndex * RECORD_WORDS;
  const target = toIndex * RECORD_WORDS;
  for (let word = 0; word < RECORD_WORDS; word++) to[target + word] = from[source + word] ?? 0;
}
