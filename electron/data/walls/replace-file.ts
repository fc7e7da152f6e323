import path from 'node:path';
import { toStorageError } from '../store/storage-error.ts';
import { writeWhole } from '../write-whole.ts';

/**
 * Replaces a file so that a power cut at any instant leaves the old or the new content, whole.
 * @throws StorageError when the disk is full or the folder cannot be written
 */
export function replaceFile(file: string, content: unknown): void {
  try {
    writeWhole(file, `${JSON.stringify(content, null, 2)}\n`);
  } catch (error) {
    throw toStorageError(error, path.dirname(file)) ?? error;
  }
}
