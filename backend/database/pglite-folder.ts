import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCodeOf, StorageError } from './database.ts';
import { claimLock } from './folder-lock.ts';

/** Major version of the PostgreSQL in this version of PGlite. Its folders cannot be read by another. */
export const PGLITE_MAJOR_VERSION = '18';
/** A new database takes about 45 MB, and its log grows in files of 16 MB. */
const FREE_BYTES_TO_CREATE = 120 * 2 ** 20;
export const FREE_BYTES_TO_WRITE = 48 * 2 ** 20;

export interface FolderClaim {
  isNew: boolean;
  release: () => Promise<void>;
}

/**
 * Takes a database folder for this process, and checks that PGlite can use it.
 * @throws StorageError with what is wrong and the remedy
 */
export async function claimFolder(folder: string): Promise<FolderClaim> {
  try {
    await mkdir(path.dirname(folder), { recursive: true });
    const release = await claimLock(`${folder}.lock`, folder);
    try {
      const isNew = await prepare(folder);
      return { isNew, release };
    } catch (error) {
      await release();
      throw error;
    }
  } catch (error) {
    throw error instanceof StorageError ? error : new StorageError(sentenceOf(error, folder), { cause: error });
  }
}

/** To be called once a new database stands: from then on its folder is never cleared. */
export async function finishFolder(folder: string): Promise<void> {
  await rm(unfinishedMark(folder), { force: true });
}

async function prepare(folder: string): Promise<boolean> {
  // A process that was killed while it made the database left half of one, in which nothing can be yet.
  if (existsSync(unfinishedMark(folder))) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path.join(folder, '.writable'), '');
  await rm(path.join(folder, '.writable'));
  const isNew = !existsSync(path.join(folder, 'PG_VERSION'));
  if (!isNew) await checkVersion(folder);
  const { bavail, bsize } = await statfs(folder);
  const needed = isNew ? FREE_BYTES_TO_CREATE : FREE_BYTES_TO_WRITE;
  if (bavail * bsize < needed) throw new StorageError(sentenceOf({ code: 'ENOSPC' }, folder, needed));
  if (isNew) await writeFile(unfinishedMark(folder), '');
  return isNew;
}

async function checkVersion(folder: string): Promise<void> {
  const version = (await readFile(path.join(folder, 'PG_VERSION'), 'utf8')).trim();
  if (version === PGLITE_MAJOR_VERSION) return;
  throw new StorageError(
    `The database in ${folder} was made by PostgreSQL ${version}, and this version of Vigie reads ${PGLITE_MAJOR_VERSION}: ` +
      'start with another data folder (--data), or with the version of Vigie that made it.',
  );
}

function unfinishedMark(folder: string): string {
  return `${folder}.unfinished`;
}

function sentenceOf(error: unknown, folder: string, neededBytes = FREE_BYTES_TO_WRITE): string {
  const code = error instanceof Error ? errorCodeOf(error) : (error as { code?: string }).code;
  const elsewhere = 'or start with another data folder (--data)';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `The folder ${folder} cannot be written (${code}): allow writing to it, ${elsewhere}.`;
    case 'ENOSPC':
      return `The disk that holds ${folder} is full: free at least ${neededBytes / 2 ** 20} MB, ${elsewhere}.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${folder} is not a folder: remove the file of that name, ${elsewhere}.`;
    default:
      return `The folder ${folder} cannot be used (${error instanceof Error ? error.message : String(code)}): repair it, ${elsewhere}.`;
  }
}
