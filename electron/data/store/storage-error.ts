import { accessSync, constants, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { ErrorCode } from '../../../shared/contract/index.ts';

export type StorageCode = Extract<ErrorCode, `storage-${string}`>;

/** A fault of the cache's file, folder or disk, in one sentence with the remedy. */
export class StorageError extends Error {
  override name = 'StorageError';
  readonly code: StorageCode;
  readonly remedy: string;

  constructor(code: StorageCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }
}

/** Less than this, and a write that fails has failed for want of room. */
const LEAST_FREE_BYTES = 1_000_000;

/**
 * What an error of SQLite or of the file system means for the cache in `folder`; undefined for any other error, which is
 * a defect of this program.
 */
export function toStorageError(error: unknown, folder: string): StorageError | undefined {
  if (error instanceof StorageError) return error;
  const code = codeOf(error);
  if (code === undefined) return undefined;
  const cause = { cause: error };
  if (/^SQLITE_(CORRUPT|NOTADB|IOERR_(SHORT_READ|DATA|CORRUPTFS))/.test(code)) return corruptError(folder, cause);
  if (/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)/.test(code)) return fullError(folder, cause);
  if (/^(SQLITE_READONLY|SQLITE_PERM|EROFS|EACCES|EPERM)/.test(code)) return readOnlyError(folder, cause);
  if (!/^(SQLITE_|E[A-Z]+$)/.test(code)) return undefined;
  // A general failure to open or to write: what the folder and the disk say decides.
  if (/^SQLITE_(IOERR|CANTOPEN)/.test(code)) {
    if (!isWritable(folder)) return readOnlyError(folder, cause);
    if (freeBytes(folder) < LEAST_FREE_BYTES) return fullError(folder, cause);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StorageError(
    'storage-failed',
    `The local cache in ${folder} cannot be used (${code}: ${reason})`,
    'check the disk, or start Vigie with another data folder',
    cause,
  );
}

export function corruptError(folder: string, options?: ErrorOptions): StorageError {
  return new StorageError(
    'storage-corrupt',
    `The local cache in ${folder} is damaged`,
    'nothing: it is set aside and rebuilt from the server; if it happens again, check the disk',
    options,
  );
}

export function readOnlyError(folder: string, options?: ErrorOptions): StorageError {
  return new StorageError(
    'storage-read-only',
    `The data folder ${folder} cannot be written to`,
    'give yourself the right to write there, or start Vigie with another data folder',
    options,
  );
}

export function fullError(folder: string, options?: ErrorOptions): StorageError {
  return new StorageError(
    'storage-full',
    `The disk of ${folder} is full`,
    'free some space: Vigie then goes on',
    options,
  );
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof Database.SqliteError) return error.code;
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return 'syscall' in error ? error.code : undefined;
}

/** False too where it does not exist. */
function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Tries to write a little file: what is needed to begin a cache. Makes the folder where it is missing. */
export function hasRoomToWrite(folder: string): boolean {
  const file = path.join(folder, 'cache.probe');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, Buffer.alloc(256 * 1024));
    return true;
  } catch {
    return false;
  } finally {
    rmSync(file, { force: true });
  }
}

/** Infinity where the system does not say. */
function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
