import { appendFileSync, rmSync, truncateSync } from 'node:fs';
import { MalformedRecordingError } from '../../../shared/domain/index.ts';
import { encodeBlock, encodeIndex, encodeTail } from './segment-format.ts';
import { segmentFile, segmentNumbers } from './segment-files.ts';
import { SegmentReader } from './segment-reader.ts';

export interface Recovery {
  /** Segments that a killed process had not closed. */
  closed: number;
  /** Bytes that were cut off. */
  cutBytes: number;
  /** Files that held nothing that can be shown. */
  removed: number;
}

/**
 * Closes what an earlier run left open: the block that was being written is cut off, those before it stay. A file that is not a recording of
 * this version, or from which nothing can be shown, is removed.
 * @throws NodeJS.ErrnoException where the folder cannot be written to
 */
export function recoverSegments(folder: string): Recovery {
  const recovery: Recovery = { closed: 0, cutBytes: 0, removed: 0 };
  for (const number of segmentNumbers(folder)) recoverSegment(segmentFile(folder, number), number, recovery);
  return recovery;
}

function recoverSegment(file: string, number: number, recovery: Recovery): void {
  const reader = openOrUndefined(file, number);
  if (reader === undefined) {
    rmSync(file, { force: true });
    recovery.removed += 1;
    return;
  }
  try {
    if (reader.isClosed) return;
    const sound = [];
    let end = reader.soundBytes;
    for (const block of reader.blocks) {
      if (isDamaged(reader, block)) {
        end = block.offset;
        break;
      }
      sound.push(block);
    }
    if (!sound.some(({ kind }) => kind === 'key')) {
      rmSync(file, { force: true });
      recovery.removed += 1;
      return;
    }
    recovery.cutBytes += Math.max(0, reader.fileBytes() - end);
    truncateSync(file, end);
    const toMs = sound.at(-1)?.toMs ?? 0;
    const index = encodeBlock('index', encodeIndex(sound), { fromMs: toMs, toMs, frames: 0 });
    appendFileSync(file, Buffer.concat([index, encodeTail(end)]), { flush: true });
    recovery.closed += 1;
  } finally {
    reader.close();
  }
}

function openOrUndefined(file: string, number: number): SegmentReader | undefined {
  try {
    return new SegmentReader(file, number);
  } catch (error) {
    if (error instanceof MalformedRecordingError) return undefined;
    throw error;
  }
}

function isDamaged(reader: SegmentReader, block: Parameters<SegmentReader['read']>[0]): boolean {
  try {
    reader.read(block);
    return false;
  } catch (error) {
    if (error instanceof MalformedRecordingError) return true;
    throw error;
  }
}
