import {
  decodeFixes,
  decodeKeys,
  FixBatch,
  FixStates,
  GROUP_SLOTS,
  MalformedRecordingError,
} from '../../../shared/domain/index.ts';
import type { Stretch } from './library.ts';
import type { BlockPlace } from './segment-format.ts';
import type { SegmentReader } from './segment-reader.ts';

/** The fixes of one block, in the order of the frames in which they were seen. */
export interface ScannedFixes {
  segment: SegmentReader;
  batch: FixBatch;
  ticks: Float64Array;
  /** Indices into the batch. */
  order: Uint32Array;
}

/**
 * Goes through the fixes of a stretch that were seen between two instants of server time, block by block. With a slot, only those of its
 * group are decoded: the way of one vehicle does not cost that of all.
 */
export function* scanFixes(
  stretch: Stretch,
  fromMs: number,
  toMs: number,
  slotIn?: (segment: SegmentReader) => number | undefined,
): Generator<ScannedFixes> {
  for (const segment of stretch.segments) {
    if (segment.toMs < fromMs || segment.fromMs > toMs) continue;
    const slot = slotIn?.(segment);
    if (slotIn !== undefined && slot === undefined) continue;
    yield* scanSegment(segment, fromMs, toMs, slot === undefined ? undefined : Math.floor(slot / GROUP_SLOTS));
  }
}

function* scanSegment(
  segment: SegmentReader,
  fromMs: number,
  toMs: number,
  group: number | undefined,
): Generator<ScannedFixes> {
  const { blocks, head } = segment;
  const begin = blocks.findLastIndex(({ kind, toMs: atMs }) => kind === 'key' && atMs <= fromMs);
  const states = new FixStates();
  const batch = new FixBatch();
  let isKnown = false;
  for (let index = Math.max(0, begin); index < blocks.length; index++) {
    const block = blocks[index];
    if (block === undefined || block.fromMs > toMs) return;
    if (block.kind === 'directory' || (block.kind === 'fixes' && !isKnown)) continue;
    const body = readOrUndefined(segment, block);
    // Without this block the next ones mean nothing, up to the next key block.
    isKnown = body !== undefined;
    if (body === undefined) continue;
    if (block.kind === 'key') decodeKeys(body, states, head.epochMs, group);
    else {
      batch.clear();
      const ticks = decodeFixes(body, states, head, batch, group);
      const { order } = batch.orderBy('ticks', ticks.length);
      if (block.toMs >= fromMs) yield { segment, batch, ticks, order };
    }
  }
}

function readOrUndefined(segment: SegmentReader, block: BlockPlace): Uint8Array | undefined {
  try {
    return segment.read(block);
  } catch (error) {
    if (error instanceof MalformedRecordingError) return undefined;
    throw error;
  }
}
