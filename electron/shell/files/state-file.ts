import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The text of a file, or undefined where there is none. Other errors (no permission, a folder) are thrown. */
export function readTextIfAny(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Replaces a file so that a power cut at any instant leaves the old or the new text, whole: written beside it, flushed to
 * the disk, then renamed over it. Only its owner may read it.
 */
export function writeTextAtomically(file: string, text: string): void {
  writeBytesAtomically(file, Buffer.from(text));
}

/** The same of bytes. */
export function writeBytesAtomically(file: string, bytes: Buffer): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const beside = `${file}.new`;
  const handle = openSync(beside, 'w', 0o600);
  try {
    writeFileSync(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(beside, file);
}

/** Moves a file that cannot be used out of the way, for a person to look at. Answers where it went. */
export function setAside(file: string): string {
  const aside = `${file}.unreadable`;
  renameSync(file, aside);
  return aside;
}
