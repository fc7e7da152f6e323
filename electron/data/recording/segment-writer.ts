import { closeSync, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import {
  type BlockKind,
  type BlockPlace,
  encodeBlock,
  encodeHead,
  encodeIndex,
  encodeTail,
  type SegmentHead,
} from './segment-format.ts';

/**
 * Writes a segment block by block, each brought to the disk before the next: what was appended stays, whatever happens afterwards. A block
 * that cannot be written whole is taken back.
 */
export class SegmentWriter {
  readonly file: string;
  readonly head: SegmentHead;
  readonly #handle: number;
  readonly #blocks: BlockPlace[] = [];
  #length = 0;
  #isOpen = true;

  /** @throws NodeJS.ErrnoException; then there may be an empty file */
  constructor(file: string, head: SegmentHead) {
    this.file = file;
    this.head = head;
    this.#handle = openSync(file, 'wx', 0o600);
    try {
      this.#write(encodeHead(head));
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** @throws NodeJS.ErrnoException; then the segment is as it was */
  append(kind: BlockKind, body: Uint8Array, span: { fromMs: number; toMs: number; frames: number }): void {
    const offset = this.#length;
    try {
      this.#write(encodeBlock(kind, body, span));
      fdatasyncSync(this.#handle);
    } catch (error) {
      this.#length = offset;
      ftruncateSync(this.#handle, offset);
      throw error;
    }
    this.#blocks.push({ kind, offset, fromMs: span.fromMs, toMs: span.toMs });
  }

  /** Closes it, with an index at its end. @throws NodeJS.ErrnoException; without its index it can be read as well */
  seal(): void {
    const indexAt = this.#length;
    const toMs = this.#blocks.at(-1)?.toMs ?? 0;
    try {
      this.append('index', encodeIndex(this.#blocks), { fromMs: toMs, toMs, frames: 0 });
      this.#write(encodeTail(indexAt));
      fdatasyncSync(this.#handle);
    } finally {
      this.abandon();
    }
  }

  /** Leaves it as it is. */
  abandon(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#handle);
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.byteLength; ) {
      at += writeSync(this.#handle, bytes, at, bytes.byteLength - at, this.#length + at);
    }
    this.#length += bytes.byteLength;
  }
}
