import { RECORD_BYTES } from '../domain/position-record.ts';

/**
 * A position frame: 48 bytes of little-endian header, then the body.
 *
 *   0 u32 magic "VGF1"     4 u8 version (1)   5 u8 kind (0 key, 1 delta, 2 part; 128 more: replayed)   6 u16 bytes of a record (24)
 *   8 u32 stream id        12 u32 sequence    16 f64 server time, UTC ms   24 f64 epoch of the records' times, UTC ms
 *  32 u32 count            36 u32 base sequence                            40 f32 time scale   44 u32 slots of the fleet
 *
 * Key frame: `count` records, the record of slot i at index i. Delta frame: `count` u32 slots, padded to 8 bytes, then
 * `count` records: every slot that changed after `base sequence`, up to and with `sequence`. A reader applies a delta
 * when it is at `base sequence` or later, on the same stream and epoch; otherwise it asks for a key frame.
 * Part frame: as a delta, but it stands by itself: the vehicles of the area that was asked for, and every other slot of the
 * fleet is elsewhere. The deltas after it hold what changed within the area, and once those that left it (marked `elsewhere`).
 * A replayed frame says what was, from a recording: its server time is the instant that is shown. Whoever wants live frames finds
 * that its kind is none of theirs.
 * An empty delta is a heartbeat. The time scale is how much faster than real time the feed plays (1 when live).
 */
export const FRAME_MAGIC = 0x31464756;
export const FRAME_VERSION = 1;
export const FRAME_HEADER_BYTES = 48;
/** More vehicles than any fleet has: a count above it is a damaged frame, not a reason to allocate memory. */
export const MAX_FRAME_RECORDS = 4_000_000;

const FRAME_KINDS = ['key', 'delta', 'part'] as const;
export type FrameKind = (typeof FRAME_KINDS)[number];
/** Added to the kind of a frame that is replayed. */
export const REPLAYED = 128;

export interface FrameHeader {
  kind: FrameKind;
  streamId: number;
  sequence: number;
  serverTimeMs: number;
  epochMs: number;
  count: number;
  /** 0 in a key frame and in a part frame. */
  baseSequence: number;
  timeScale: number;
  /** From a recording; never taken for what is live. */
  isReplayed: boolean;
  /** Slots of the whole fleet: a reader of a part is told of slots beyond those that it has heard of. */
  total: number;
}

export class MalformedFrameError extends Error {
  override name = 'MalformedFrameError';
}

/** Bytes from the start of a frame to its first record. */
export function recordsOffset(header: Pick<FrameHeader, 'kind' | 'count'>): number {
  return FRAME_HEADER_BYTES + (header.kind === 'key' ? 0 : Math.ceil((header.count * 4) / 8) * 8);
}

export function frameBytes(header: Pick<FrameHeader, 'kind' | 'count'>): number {
  return recordsOffset(header) + header.count * RECORD_BYTES;
}

/** Allocates a frame with its header written; the caller fills in slots and records. */
export function allocateFrame(header: FrameHeader): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(frameBytes(header));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, FRAME_MAGIC, true);
  view.setUint8(4, FRAME_VERSION);
  view.setUint8(5, FRAME_KINDS.indexOf(header.kind) + (header.isReplayed ? REPLAYED : 0));
  view.setUint16(6, RECORD_BYTES, true);
  view.setUint32(8, header.streamId, true);
  view.setUint32(12, header.sequence, true);
  view.setFloat64(16, header.serverTimeMs, true);
  view.setFloat64(24, header.epochMs, true);
  view.setUint32(32, header.count, true);
  view.setUint32(36, header.baseSequence, true);
  view.setFloat32(40, header.timeScale, true);
  view.setUint32(44, header.total, true);
  return bytes;
}

/**
 * Reads and checks a header against the bytes that follow it.
 * @param source what kind of frames are wanted: one of the other kind is refused as malformed
 * @throws MalformedFrameError naming what is wrong.
 */
export function readFrameHeader(bytes: Uint8Array, source: 'live' | 'replay' = 'live'): FrameHeader {
  if (bytes.byteLength < FRAME_HEADER_BYTES) fail(`${bytes.byteLength} bytes are too few for a header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== FRAME_MAGIC) fail('it does not start with VGF1');
  if (view.getUint8(4) !== FRAME_VERSION) fail(`version ${view.getUint8(4)} is not ${FRAME_VERSION}`);
  const isReplayed = view.getUint8(5) >= REPLAYED;
  if (isReplayed && source === 'live') fail('it is replayed from a recording, and not live');
  if (!isReplayed && source === 'replay') fail('it is live, and not replayed from a recording');
  const kind = FRAME_KINDS[view.getUint8(5) & (REPLAYED - 1)];
  if (kind === undefined) return fail(`kind ${view.getUint8(5)} is neither key (0) nor delta (1) nor part (2)`);
  if (view.getUint16(6, true) !== RECORD_BYTES)
    fail(`records of ${view.getUint16(6, true)} bytes are not ${RECORD_BYTES}`);
  const header: FrameHeader = {
    kind,
    streamId: view.getUint32(8, true),
    sequence: view.getUint32(12, true),
    serverTimeMs: view.getFloat64(16, true),
    epochMs: view.getFloat64(24, true),
    count: view.getUint32(32, true),
    baseSequence: view.getUint32(36, true),
    timeScale: view.getFloat32(40, true),
    isReplayed,
    total: view.getUint32(44, true),
  };
  const most = Math.max(header.count, header.total);
  if (most > MAX_FRAME_RECORDS) fail(`${most} records are more than ${MAX_FRAME_RECORDS}`);
  if (bytes.byteLength !== frameBytes(header)) {
    fail(`${header.count} records take ${frameBytes(header)} bytes and ${bytes.byteLength} came`);
  }
  if (!Number.isFinite(header.serverTimeMs) || !Number.isFinite(header.epochMs)) fail('its times are not numbers');
  if (!(header.timeScale > 0 && Number.isFinite(header.timeScale)))
    fail(`time scale ${header.timeScale} is not positive`);
  return header;
}

function fail(what: string): never {
  throw new MalformedFrameError(`not a position frame: ${what}`);
}
