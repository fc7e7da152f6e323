import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import Database from 'better-sqlite3';

/**
 * A thread for what takes long on a large file and needs no answer at once, so that it never holds up the data host:
 *
 *   checkpoint    moves committed pages from the log into the file (waits for the disk)
 *   restart-log   moves the rest, and writes what changes nothing, so that the log begins anew; does nothing where a writer is at work
 *   quick-check   reads the whole file to find damage
 *   save-outbox   copies the outbox into a file of its own beside the cache, which is whole at any time
 */
export type KeeperTask = 'checkpoint' | 'restart-log' | 'quick-check' | 'save-outbox';
export interface KeeperRequest {
  id: number;
  task: KeeperTask;
  file: string;
}
/** `problem` is what the check found; `error` why the task could not be done. */
export interface KeeperAnswer {
  id: number;
  problem?: string;
  error?: { code: string; message: string };
}

const port = parentPort;
if (port === null) throw new Error('the keeper is a worker thread: it is not started by itself');
/** One task after the other: two that write the same file would meet. */
let last: Promise<unknown> = Promise.resolve();
port.on('message', (request: KeeperRequest) => {
  last = last.then(async () => port.postMessage(await perform(request)));
});

async function perform({ id, task, file }: KeeperRequest): Promise<KeeperAnswer> {
  try {
    const readonly = task === 'quick-check' || task === 'save-outbox';
    const timeout = task === 'restart-log' ? 0 : 5_000;
    const database = new Database(file, { fileMustExist: true, timeout, readonly });
    try {
      if (task === 'save-outbox') {
        await saveOutbox(database, path.join(path.dirname(file), 'outbox-backup.sqlite'));
        return { id };
      }
      if (task === 'quick-check') {
        const found = database.pragma('quick_check(1)', { simple: true });
        return found === 'ok' ? { id } : { id, problem: String(found) };
      }
      // Passive: it never makes the writer or a reader wait.
      database.pragma('wal_checkpoint(PASSIVE)');
      if (task === 'restart-log') restartLog(database);
      return { id };
    } finally {
      database.close();
    }
  } catch (error) {
    const code = error instanceof Database.SqliteError ? error.code : 'unknown';
    return { id, error: { code, message: String(error) } };
  }
}

function restartLog(database: Database.Database): void {
  database.pragma('synchronous = NORMAL');
  try {
    database.pragma(`user_version = ${String(database.pragma('user_version', { simple: true }))}`);
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_BUSY') throw error;
  }
}

/**
 * The rows are copied into memory, and from there with SQLite's backup API, which brings them to the disk, into a file under another
 * name: the backup of before stays whole until the new one is.
 */
async function saveOutbox(cache: Database.Database, target: string): Promise<void> {
  const table = cache.prepare<[], string>("SELECT sql FROM sqlite_schema WHERE name = 'outbox'").pluck().get();
  if (table === undefined) throw new Error('the cache has no outbox');
  const copy = new Database(':memory:');
  const unfinished = `${target}.new`;
  try {
    copy.exec(table);
    copy.pragma(`user_version = ${String(cache.pragma('user_version', { simple: true }))}`);
    const rows = cache.prepare<[], Record<string, unknown>>('SELECT * FROM outbox ORDER BY position');
    const names = rows.columns().map(({ name }) => name);
    const insert = copy.prepare(`INSERT INTO outbox (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`);
    copy.transaction(() => {
      for (const row of rows.iterate()) insert.run(...names.map((name) => row[name]));
    })();
    rmSync(unfinished, { force: true });
    await copy.backup(unfinished);
    renameSync(unfinished, target);
  } finally {
    copy.close();
    rmSync(unfinished, { force: true });
  }
}
