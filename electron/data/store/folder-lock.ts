import path from 'node:path';
import Database from 'better-sqlite3';
import type { Disposer } from '../../../shared/domain/index.ts';
import { StorageError } from './storage-error.ts';

/**
 * Takes the folder's cache for this process alone: two data hosts on one cache would each believe what it remembers. The
 * lock is an exclusive transaction on a file of its own, which the system ends with the process, however that ends.
 * @throws StorageError `storage-failed` when another process has it; errors of SQLite where the folder cannot be written to
 */
export function lockFolder(folder: string): Disposer {
  const database = new Database(path.join(folder, 'cache.lock'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
    throw new StorageError(
      'storage-failed',
      `Another Vigie is using the data folder ${folder}`,
      'close the other one, or start this one with another data folder',
    );
  }
  return () => void database.close();
}
