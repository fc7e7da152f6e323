import { existsSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openCache } from '../../../../electron/data/store/open-cache.ts';
import { StorageError, toStorageError } from '../../../../electron/data/store/storage-error.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { fleetChanges } from '../../../support/vigie-server/rows.ts';

const newFolder = temporaryFolders();
const sqlite = (code: string) => new Database.SqliteError('as SQLite says it', code);
const system = (code: string) => Object.assign(new Error('as the system says it'), { code, syscall: 'open' });

describe('what an error means for the cache', () => {
  it.each([
    ['SQLITE_CORRUPT', 'storage-corrupt'],
    ['SQLITE_CORRUPT_VTAB', 'storage-corrupt'],
    ['SQLITE_NOTADB', 'storage-corrupt'],
    ['SQLITE_IOERR_SHORT_READ', 'storage-corrupt'],
    ['SQLITE_FULL', 'storage-full'],
    ['SQLITE_IOERR_SHMSIZE', 'storage-full'],
    ['SQLITE_READONLY', 'storage-read-only'],
    ['SQLITE_READONLY_DIRECTORY', 'storage-read-only'],
    ['SQLITE_BUSY', 'storage-failed'],
    ['SQLITE_IOERR_READ', 'storage-failed'],
    ['SQLITE_CANTOPEN', 'storage-failed'],
  ])('%s is %s', (code, meaning) => {
    const fault = toStorageError(sqlite(code), newFolder());
    expect(fault).toBeInstanceOf(StorageError);
    expect(fault?.code).toBe(meaning);
    expect(fault?.remedy).not.toBe('');
  });

  it.each([
    ['EROFS', 'storage-read-only'],
    ['EACCES', 'storage-read-only'],
    ['ENOSPC', 'storage-full'],
    ['EIO', 'storage-failed'],
  ])('%s of the file system is %s', (code, meaning) => {
    expect(toStorageError(system(code), newFolder())?.code).toBe(meaning);
  });

  it('takes a folder that is not there for one that cannot be written to', () => {
    const gone = path.join(newFolder(), 'gone');
    expect(existsSync(gone)).toBe(false);
    expect(toStorageError(sqlite('SQLITE_CANTOPEN'), gone)?.code).toBe('storage-read-only');
  });

  it('is nothing for a defect of the program', () => {
    expect(toStorageError(new TypeError('undefined is not a function'), '/')).toBeUndefined();
    expect(toStorageError(Object.assign(new Error('x'), { code: 'ERR_INVALID_ARG_TYPE' }), '/')).toBeUndefined();
    expect(toStorageError('text', '/')).toBeUndefined();
  });

  it('is itself where it was told already', () => {
    const fault = new StorageError('storage-full', 'm', 'r');
    expect(toStorageError(fault, '/')).toBe(fault);
  });
});

describe('a file that may not grow', () => {
  it('takes nothing of a transaction that does not fit, and the next one once it does', () => {
    const folder = newFolder();
    const { reads, writing, close } = openCache(folder, { onSlow: () => undefined });
    const { writer, transaction } = writing;
    const apply = (count: number) => {
      writer.begin();
      try {
        for (const change of fleetChanges(count)) transaction.apply(change);
        transaction.finish(1);
        writer.commit();
      } catch (error) {
        transaction.forget();
        writer.rollback();
        throw error;
      }
    };
    apply(10);
    const pages = writer.selectValue<number>('PRAGMA page_count').get() ?? 0;
    writer.execute(`PRAGMA max_page_count = ${pages + 20}`);
    let fault: StorageError | undefined;
    try {
      apply(5_000);
    } catch (error) {
      fault = toStorageError(error, folder);
    }
    expect(fault?.code).toBe('storage-full');
    const total = () =>
      reads.missions.page({ filter: {}, sort: { by: 'reference', direction: 'ascending' }, offset: 0, limit: 1 }).total;
    expect(total()).toBe(10);
    writer.execute('PRAGMA max_page_count = 1000000');
    apply(5_000);
    expect(total()).toBe(5_000);
    expect(
      reads.missions.page({
        filter: { text: 'M 4999' },
        sort: { by: 'reference', direction: 'ascending' },
        offset: 0,
        limit: 1,
      }).total,
    ).toBe(1);
    close();
  });
});
