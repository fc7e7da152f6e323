import { closeSync, mkdirSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { ClearError } from '../bootstrap/clear-error.mjs';

/** Under this the backend's and the desktop's databases cannot begin. */
const LEAST_FREE_BYTES = 200_000_000;

/**
 * Makes the data folder, for its owner only, and tries to write in it.
 * @throws ClearError if it cannot be used: read-only, full, no folder
 */
export function prepareDataFolder(folder: string): void {
  try {
    makeFolder(folder);
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < LEAST_FREE_BYTES) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
    tryWriting(path.join(folder, `.probe-${process.pid}`));
  } catch (error) {
    throw new ClearError(explainFolder(folder, error));
  }
}

/** One folder after the other: Node's own `recursive` never returns where a disk answers ENOENT to a folder whose parent is there. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (path.dirname(folder) !== folder) makeFolder(path.dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

function tryWriting(file: string): void {
  try {
    const descriptor = openSync(file, 'w');
    try {
      writeSync(descriptor, Buffer.alloc(65_536, 1));
    } finally {
      closeSync(descriptor);
    }
  } finally {
    rmSync(file, { force: true });
  }
}

/** One sentence on why a folder cannot be used, with the remedy. */
export function explainFolder(folder: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const elsewhere = 'or name another folder with --data DIR';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `The data folder ${folder} may not be written to: give yourself the right to it, ${elsewhere}.`;
    case 'EROFS':
      return `The data folder ${folder} is on a read-only disk: make that writable, ${elsewhere}.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk of the data folder ${folder} is full: free at least 200 MB, ${elsewhere}.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `The data folder ${folder} cannot be made, since a file is in its place: remove that, ${elsewhere}.`;
    default:
      return `The data folder ${folder} cannot be used (${message}): repair that, ${elsewhere}.`;
  }
}
