import { mkdirSync, readFileSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Disposer } from '../../../shared/domain/index.ts';
import {
  type CacheOptions,
  type CacheReads,
  type CacheTransaction,
  createCacheReads,
  createCacheTransaction,
} from './cache.ts';
import { cacheFile } from './cache-file.ts';
import { LOG_KEPT_BYTES } from './checkpoints.ts';
import { lockFolder } from './folder-lock.ts';
import { createReader, createWriter, type SlowStatement, type Writer } from './handles.ts';
import { LATEST_VERSION, migrate, schemaVersion } from './migrate.ts';
import { createPayloadReader } from './outbox-rows.ts';
import { entriesToTakeIn, wasTakenIn } from './salvage.ts';
import type { SalvagedEntry } from './salvage-read.ts';
import { readOnlyError, StorageError } from './storage-error.ts';

/** A cache that is open for reading and writing: two connections to one file. */
export interface OpenCache {
  readonly reads: CacheReads;
  readonly writing: { writer: Writer; transaction: CacheTransaction };
  /** Unsent edits that were taken in from another file just now. */
  readonly salvaged: number;
  close: Disposer;
}

/** A cache that can only be read. */
export interface OpenReadOnly {
  readonly reads: CacheReads;
  readonly writing: null;
  close: Disposer;
}

type OnSlow = (slow: SlowStatement) => void;

export interface OpenOptions {
  onSlow: OnSlow;
  /** The server that this Vigie is set to; null: none. */
  serverIdentity?: string | null;
  nowMs?: number;
}

/**
 * Opens the cache of a folder, or makes a new one, and brings its schema up to date. What was entered into a cache that was set
 * aside, or is lost, is taken in.
 * @throws NewerCacheError, StorageError and errors of SQLite and the file system: see toStorageError
 */
export function openCache(
  folder: string,
  { onSlow, serverIdentity = null, nowMs = Date.now() }: OpenOptions,
): OpenCache {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const options: CacheOptions = { serverIdentity, readPayload: createPayloadReader() };
  const closing: Disposer[] = [];
  const close = () => {
    for (const end of closing.splice(0).toReversed()) end();
  };
  try {
    closing.push(lockFolder(folder));
    const file = cacheFile(folder);
    const writing = new Database(file, { timeout: 2_000 });
    closing.push(() => writing.close());
    prepareForWriting(writing, folder);
    const writer = createWriter(writing, onSlow);
    const isNew = schemaVersion(writing) === 0;
    migrate(writing, writer);
    const transaction = createCacheTransaction(writer, options);
    const salvaged = beginWith(transaction, writer, entriesToTakeIn(folder, isNew), nowMs);
    wasTakenIn(folder);
    const reading = new Database(file, { readonly: true, fileMustExist: true, timeout: 2_000 });
    closing.push(() => reading.close());
    prepareForReading(reading);
    return {
      reads: checkedReads(createCacheReads(createReader(reading, onSlow), options)),
      writing: { writer, transaction },
      salvaged,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** The cache's first transaction. SQLite opens what it may not write to without a word: only a change tells. */
function beginWith(
  transaction: CacheTransaction,
  writer: Writer,
  takenIn: readonly SalvagedEntry[],
  nowMs: number,
): number {
  writer.begin();
  try {
    writer.execute('UPDATE sync_state SET revision = revision');
    const salvaged = transaction.begin(takenIn, nowMs);
    // Without room on the disk a cache can still be opened, as long as there is nothing to change.
    if (transaction.finish(0) === undefined) writer.rollback();
    else writer.commit();
    return salvaged;
  } catch (error) {
    writer.rollback();
    throw error;
  }
}

/**
 * Opens the cache of a folder that cannot be written to.
 * @throws StorageError `storage-read-only` where there is no cache, or one of an older schema; errors of SQLite
 */
export function openReadOnly(folder: string, { onSlow, serverIdentity = null }: OpenOptions): OpenReadOnly {
  const database = openWithoutWriting(folder);
  try {
    if (schemaVersion(database) !== LATEST_VERSION) throw readOnlyError(folder);
    prepareForReading(database);
    const options: CacheOptions = { serverIdentity, readPayload: createPayloadReader() };
    const reads = checkedReads(createCacheReads(createReader(database, onSlow), options));
    return { reads, writing: null, close: () => void database.close() };
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * NORMAL in write-ahead mode: a commit does not wait for the disk. A killed process loses nothing; a power cut may lose the
 * last commits, whole, rows and cursor alike, and the next pull brings them again. (What a person enters is brought to the
 * disk before it is called kept: see log-flush.ts.) The log is moved into the file by the keeper's thread, not within a commit.
 */
function prepareForWriting(database: Database.Database, folder: string): void {
  const mode = database.pragma('journal_mode = WAL', { simple: true });
  if (mode !== 'wal') {
    throw new StorageError(
      'storage-failed',
      `The data folder ${folder} is on a disk that SQLite cannot share between readers and a writer`,
      'start Vigie with a data folder on a local disk',
    );
  }
  database.pragma('synchronous = NORMAL');
  database.pragma('wal_autocheckpoint = 0');
  database.pragma(`journal_size_limit = ${LOG_KEPT_BYTES}`);
  // Negative: in KiB. The pages of all indexes that a page of changes touches stay in memory until its commit.
  database.pragma('cache_size = -65536');
  database.pragma('temp_store = MEMORY');
  database.pragma('cell_size_check = ON');
  database.pragma('trusted_schema = OFF');
}

function prepareForReading(database: Database.Database): void {
  database.pragma('query_only = ON');
  database.pragma('cache_size = -32768');
  database.pragma('temp_store = MEMORY');
  database.pragma('cell_size_check = ON');
  database.pragma('trusted_schema = OFF');
}

/** Reads a little of everything, so that a cache without its tables is found damaged now and not in the middle of work. */
function checkedReads(reads: CacheReads): CacheReads {
  reads.syncState();
  reads.missions.get('');
  reads.vehicles.get('');
  reads.thirdParties.get('');
  reads.billingCycles.get('');
  reads.outbox.get('');
  reads.outbox.serverRowOf('mission', '');
  return reads;
}

/** Larger caches are not read into memory. */
const MOST_BYTES_IN_MEMORY = 1_000_000_000;

/**
 * To read a file in write-ahead mode, SQLite must find its log and index beside it or make them. After a crash they are there;
 * after an orderly end they are not, and cannot be made here, but then the file alone is the whole cache: it is read into
 * memory, marked as not being in that mode (bytes 18 and 19 of the header, https://sqlite.org/fileformat.html).
 */
function openWithoutWriting(folder: string): Database.Database {
  const file = cacheFile(folder);
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes === 0) throw readOnlyError(folder);
  const hasLog = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  if (hasLog) return new Database(file, { readonly: true, fileMustExist: true });
  if (bytes > MOST_BYTES_IN_MEMORY) throw readOnlyError(folder);
  const content = readFileSync(file);
  content.fill(1, 18, 20);
  return new Database(content, { readonly: true });
}
