import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { MalformedRecordingError } from '../../../shared/domain/index.ts';
import {
  BLOCK_HEAD_BYTES,
  type BlockPlace,
  decodeBlockHead,
  decodeHead,
  decodeIndex,
  decodeTail,
  HEAD_BYTES,
  type SegmentHead,
  TAIL_BYTES,
} from './segment-format.ts';

/**
 * Reads a segment, closed or being written to: of one that is open, the blocks that are there so far. A file that was removed is read on
 * while it is held open.
 */
export class SegmentReader {
  readonly number: number;
  readonly head: SegmentHead;
  readonly #handle: number;
  #blocks: BlockPlace[] = [];
  #scannedTo = HEAD_BYTES;
  #isClosed = false;

  /** @throws MalformedRecordingError, NodeJS.ErrnoException */
  constructor(file: string, number: number) {
    this.number = number;
    this.#handle = openSync(file, 'r');
    try {
      this.head = decodeHead(this.#bytes(0, HEAD_BYTES));
      this.refresh();
    } catch (error) {
      closeSync(this.#handle);
      throw error;
    }
  }

  /** Without the index. */
  get blocks(): readonly BlockPlace[] {
    return this.#blocks;
  }

  /** It ends as a closed segment does: nothing is added to it any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Where the blocks that are there end. */
  get soundBytes(): number {
    return this.#scannedTo;
  }

  /** Server time of its first and last frame; NaN where it has none. */
  get fromMs(): number {
    return this.#blocks[0]?.fromMs ?? Number.NaN;
  }
  get toMs(): number {
    return this.#blocks.at(-1)?.toMs ?? Number.NaN;
  }

  /** Looks for blocks that have been added. @returns whether there are any */
  refresh(): boolean {
    if (this.#isClosed) return false;
    const { size } = fstatSync(this.#handle);
    const before = this.#blocks.length;
    if (this.#readIndex(size)) return this.#blocks.length > before;
    for (;;) {
      const head = decodeBlockHead(this.#bytes(this.#scannedTo, BLOCK_HEAD_BYTES));
      if (head === undefined || this.#scannedTo + BLOCK_HEAD_BYTES + head.bytes > size) break;
      const { kind, fromMs, toMs } = head;
      // An index without its tail belongs to a segment that was being closed.
      if (kind === 'index') break;
      this.#blocks.push({ kind, offset: this.#scannedTo, fromMs, toMs });
      this.#scannedTo += BLOCK_HEAD_BYTES + head.bytes;
    }
    return this.#blocks.length > before;
  }

  /** The body of a block. @throws MalformedRecordingError where it is not what was written */
  read({ offset }: BlockPlace): Uint8Array<ArrayBuffer> {
    const head = decodeBlockHead(this.#bytes(offset, BLOCK_HEAD_BYTES));
    if (head === undefined)
      throw new MalformedRecordingError(`the block at ${offset} of segment ${this.number} is damaged`);
    const body = this.#bytes(offset + BLOCK_HEAD_BYTES, head.bytes);
    if (body.byteLength !== head.bytes || crc32(body) !== head.crc)
      throw new MalformedRecordingError(`the block at ${offset} of segment ${this.number} is damaged`);
    return body;
  }

  /** Of the file, torn blocks and all. */
  fileBytes(): number {
    return fstatSync(this.#handle).size;
  }

  close(): void {
    closeSync(this.#handle);
  }

  #readIndex(size: number): boolean {
    const indexAt = decodeTail(this.#bytes(size - TAIL_BYTES, TAIL_BYTES));
    if (indexAt === undefined || indexAt < HEAD_BYTES || indexAt >= size) return false;
    const head = decodeBlockHead(this.#bytes(indexAt, BLOCK_HEAD_BYTES));
    if (head?.kind !== 'index' || indexAt + BLOCK_HEAD_BYTES + head.bytes + TAIL_BYTES !== size) return false;
    this.#blocks = decodeIndex(this.read({ kind: 'index', offset: indexAt, fromMs: 0, toMs: 0 }));
    this.#scannedTo = size;
    this.#isClosed = true;
    return true;
  }

  #bytes(at: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(Math.max(0, length));
    if (at < 0) return bytes.subarray(0, 0);
    let read = 0;
    while (read < bytes.byteLength) {
      const got = readSync(this.#handle, bytes, read, bytes.byteLength - read, at + read);
      if (got === 0) break;
      read += got;
    }
    return bytes.subarray(0, read);
  }
}
