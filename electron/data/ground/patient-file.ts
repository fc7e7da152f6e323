import { type FileHandle, open, stat } from 'node:fs/promises';
import type { Clock } from '../../../shared/domain/index.ts';
import { ArchiveError } from './archive-header.ts';

/** A drive that answers later than this counts as away, ms. */
const PATIENCE_MS = 4_000;
/**
 * Reads of one file at the same time. A read of a drive that has gone away may never return, and each holds one of the
 * four threads that Node has for files: two are always left.
 */
const MOST_READS = 2;

/** What tells one content of a file from another. */
export interface FileMark {
  readonly bytes: number;
  readonly changedAtMs: number;
}

/** A file that may lie on a drive that goes away and comes back. */
export interface PatientFile {
  /** @throws ArchiveError `missing`, `unreadable` or `not-answering` */
  look(): Promise<FileMark>;
  /**
   * Fewer bytes than asked where the file ends.
   * @throws ArchiveError as `look`
   */
  read(offset: number, length: number): Promise<Buffer>;
  close(): void;
}

export function openPatientFile(file: string, clock: Clock): PatientFile {
  let handle: Promise<FileHandle> | undefined;
  let running = 0;
  const queue: (() => void)[] = [];

  function close(): void {
    const closing = handle;
    handle = undefined;
    closing?.then(
      (opened) => opened.close().catch(() => undefined),
      () => undefined, // It never was open; whoever waited for it has been told.
    );
  }

  /** One of the few at a time. The place of one that never returns is not given to another. */
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    try {
      if (running >= MOST_READS) await myTurn();
      running += 1;
      const working = work();
      const leave = () => {
        running -= 1;
        queue.shift()?.();
      };
      working.then(leave, leave);
      return await soon(working, clock);
    } catch (error) {
      // The next read opens the file anew: a handle of a drive that was away may be dead for good.
      close();
      throw asFault(error);
    }
  }
  async function myTurn(): Promise<void> {
    let go = () => {};
    const turn = new Promise<void>((resolve) => {
      go = resolve;
    });
    queue.push(go);
    try {
      await soon(turn, clock);
    } catch (error) {
      // Nobody waits for this turn any more: it must not be given.
      queue.splice(queue.indexOf(go), 1);
      throw error;
    }
  }

  return {
    look: () =>
      inTurn(async () => {
        const found = await stat(file);
        if (!found.isFile()) throw new ArchiveError('missing', 'it is not a file');
        return { bytes: found.size, changedAtMs: found.mtimeMs };
      }),
    read: (offset, length) =>
      inTurn(async () => {
        handle ??= open(file, 'r');
        const opened = await handle;
        const { buffer, bytesRead } = await opened.read(Buffer.alloc(length), 0, length, offset);
        return buffer.subarray(0, bytesRead);
      }),
    close,
  };
}

function soon<T>(work: Promise<T>, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = clock.after(PATIENCE_MS, () =>
      reject(new ArchiveError('not-answering', `its drive has not answered for ${PATIENCE_MS} ms`)),
    );
    work.then(resolve, reject).finally(stop);
  });
}

function asFault(error: unknown): ArchiveError {
  if (error instanceof ArchiveError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENODEV' || code === 'ENXIO') {
    return new ArchiveError('missing', `it is not there (${code})`);
  }
  return new ArchiveError('unreadable', `it cannot be read (${code ?? String(error)})`);
}
