import { crc32 } from 'node:zlib';
import { MalformedRecordingError } from '../../../shared/domain/index.ts';

/**
 * The file of a segment: a head, then blocks one after the other, all little-endian (docs/replay.md). Within one segment the stream, the
 * origin of times and the time scale are the same.
 *
 *   head, 64 bytes:  0 u32 "VGR1"   4 u16 version (1)   6 u16 bytes of the head   8 u32 stream id   12 u32 stretch
 *                   16 f64 epoch, UTC ms   24 f64 this computer's clock, UTC ms   32 f32 time scale   60 u32 CRC-32 of the 60 bytes before
 *   block, 40 bytes: 0 u32 "VGB1"   4 u32 kind   8 u32 bytes of the body   12 u32 CRC-32 of the body   16 f64 first, 24 f64 last server
 *                    time in it, UTC ms   32 u32 frames   36 u32 CRC-32 of the 36 bytes before; then the body
 *   at the end of a closed segment, an index of its blocks, and 8 bytes: u32 where the index begins, u32 "VGE1"
 */
export const HEAD_BYTES = 64;
export const BLOCK_HEAD_BYTES = 40;
export const TAIL_BYTES = 8;
const HEAD_MAGIC = 0x31524756;
const BLOCK_MAGIC = 0x31424756;
const TAIL_MAGIC = 0x31454756;
const VERSION = 1;
const INDEX_ENTRY_BYTES = 24;
/** Larger than any block: a length above it is damage, not a reason to allocate memory. */
export const MOST_BODY_BYTES = 256 * 1024 * 1024;

export const BLOCK_KINDS = ['directory', 'key', 'fixes', 'index'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

export interface SegmentHead {
  streamId: number;
  /** Number of the first segment of an uninterrupted recording. */
  stretch: number;
  epochMs: number;
  recordedAtMs: number;
  timeScale: number;
}

export interface BlockHead {
  kind: BlockKind;
  bytes: number;
  crc: number;
  fromMs: number;
  toMs: number;
  frames: number;
}

/** A block that is known to be there. */
export interface BlockPlace {
  kind: BlockKind;
  /** Of its head. */
  offset: number;
  fromMs: number;
  toMs: number;
}

export function encodeHead(head: SegmentHead): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, HEAD_MAGIC, true);
  view.setUint16(4, VERSION, true);
  view.setUint16(6, HEAD_BYTES, true);
  view.setUint32(8, head.streamId, true);
  view.setUint32(12, head.stretch, true);
  view.setFloat64(16, head.epochMs, true);
  view.setFloat64(24, head.recordedAtMs, true);
  view.setFloat32(32, head.timeScale, true);
  view.setUint32(60, crc32(bytes.subarray(0, 60)), true);
  return bytes;
}

/** @throws MalformedRecordingError */
export function decodeHead(bytes: Uint8Array): SegmentHead {
  const view = viewOf(bytes);
  if (bytes.byteLength < HEAD_BYTES || view.getUint32(0, true) !== HEAD_MAGIC)
    throw new MalformedRecordingError('it does not begin as a recording');
  if (view.getUint16(4, true) !== VERSION)
    throw new MalformedRecordingError(`its version ${view.getUint16(4, true)} is not ${VERSION}`);
  if (view.getUint32(60, true) !== crc32(bytes.subarray(0, 60)))
    throw new MalformedRecordingError('its head is damaged');
  return {
    streamId: view.getUint32(8, true),
    stretch: view.getUint32(12, true),
    epochMs: view.getFloat64(16, true),
    recordedAtMs: view.getFloat64(24, true),
    timeScale: view.getFloat32(32, true),
  };
}

export function encodeBlock(
  kind: BlockKind,
  body: Uint8Array,
  span: { fromMs: number; toMs: number; frames: number },
): Uint8Array {
  const bytes = new Uint8Array(BLOCK_HEAD_BYTES + body.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, BLOCK_MAGIC, true);
  view.setUint32(4, BLOCK_KINDS.indexOf(kind), true);
  view.setUint32(8, body.byteLength, true);
  view.setUint32(12, crc32(body), true);
  view.setFloat64(16, span.fromMs, true);
  view.setFloat64(24, span.toMs, true);
  view.setUint32(32, span.frames, true);
  view.setUint32(36, crc32(bytes.subarray(0, 36)), true);
  bytes.set(body, BLOCK_HEAD_BYTES);
  return bytes;
}

/** Undefined where these bytes are not the head of a block: torn off, or never written. */
export function decodeBlockHead(bytes: Uint8Array): BlockHead | undefined {
  if (bytes.byteLength < BLOCK_HEAD_BYTES) return undefined;
  const view = viewOf(bytes);
  const kind = BLOCK_KINDS[view.getUint32(4, true)];
  const isSound = view.getUint32(0, true) === BLOCK_MAGIC && view.getUint32(36, true) === crc32(bytes.subarray(0, 36));
  if (!isSound || kind === undefined || view.getUint32(8, true) > MOST_BODY_BYTES) return undefined;
  return {
    kind,
    bytes: view.getUint32(8, true),
    crc: view.getUint32(12, true),
    fromMs: view.getFloat64(16, true),
    toMs: view.getFloat64(24, true),
    frames: view.getUint32(32, true),
  };
}

export function encodeIndex(blocks: readonly BlockPlace[]): Uint8Array {
  const bytes = new Uint8Array(blocks.length * INDEX_ENTRY_BYTES);
  const view = new DataView(bytes.buffer);
  blocks.forEach(({ kind, offset, fromMs, toMs }, index) => {
    const at = index * INDEX_ENTRY_BYTES;
    view.setUint32(at, BLOCK_KINDS.indexOf(kind), true);
    view.setUint32(at + 4, offset, true);
    view.setFloat64(at + 8, fromMs, true);
    view.setFloat64(at + 16, toMs, true);
  });
  return bytes;
}

/** @throws MalformedRecordingError */
export function decodeIndex(body: Uint8Array): BlockPlace[] {
  const view = viewOf(body);
  return Array.from({ length: Math.floor(body.byteLength / INDEX_ENTRY_BYTES) }, (_, index) => {
    const at = index * INDEX_ENTRY_BYTES;
    const kind = BLOCK_KINDS[view.getUint32(at, true)];
    if (kind === undefined) throw new MalformedRecordingError('its index is damaged');
    return {
      kind,
      offset: view.getUint32(at + 4, true),
      fromMs: view.getFloat64(at + 8, true),
      toMs: view.getFloat64(at + 16, true),
    };
  });
}

export function encodeTail(indexAt: number): Uint8Array {
  const bytes = new Uint8Array(TAIL_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, indexAt, true);
  view.setUint32(4, TAIL_MAGIC, true);
  return bytes;
}

/** Where the index begins; undefined where a segment does not end as a closed one does. */
export function decodeTail(bytes: Uint8Array): number | undefined {
  if (bytes.byteLength !== TAIL_BYTES) return undefined;
  const view = viewOf(bytes);
  return view.getUint32(4, true) === TAIL_MAGIC ? view.getUint32(0, true) : undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
