import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { toStorageError } from '../store/storage-error.ts';

/**
 * Replaces a file so that a power cut at any instant leaves the old or the new content, whole.
 * @throws StorageError when the disk is full or the folder cannot be written
 */
export function replaceFile(file: string, content: unknown): void {
  const folder = path.dirname(file);
  const beside = `${file}.new`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const handle = openSync(beside, 'w', 0o600);
    try {
      writeFileSync(handle, `${JSON.stringify(content, null, 2)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
  } catch (error) {
    throw toStorageError(error, folder) ?? error;
  }
}
