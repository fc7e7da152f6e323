import { parentPort } from 'node:worker_threads';
import Database from 'better-sqlite3';

/**
 * A thread for what takes long on a large file and needs no answer at once, so that it never holds up the data host:
 *
 *   checkpoint    moves committed pages from the log into the file (waits for the disk)
 *   quick-check   reads the whole file to find damage
 */
export type KeeperTask = 'checkpoint' | 'quick-check';
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
port.on('message', (request: KeeperRequest) => port.postMessage(perform(request)));

function perform({ id, task, file }: KeeperRequest): KeeperAnswer {
  try {
    const database = new Database(file, { fileMustExist: true, timeout: 5_000, readonly: task === 'quick-check' });
    try {
      if (task === 'quick-check') {
        const found = database.pragma('quick_check(1)', { simple: true });
        return found === 'ok' ? { id } : { id, problem: String(found) };
      }
      // Passive: it never makes the writer or a reader wait.
      database.pragma('wal_checkpoint(PASSIVE)');
      return { id };
    } finally {
      database.close();
    }
  } catch (error) {
    const code = error instanceof Database.SqliteError ? error.code : 'unknown';
    return { id, error: { code, message: String(error) } };
  }
}
