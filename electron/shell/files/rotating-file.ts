import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

export interface RotatingFile {
  /** Appends a text. Written when this returns, so that the last words of a crash are kept. */
  write(text: string): void;
  close(): void;
}

/**
 * An append-only file of bounded size: past `maxBytes` it becomes `NAME.1`, the one before `NAME.2`, and so on; the oldest
 * of `keep` old files is deleted. A disk that refuses is reported once to `onFailure`; what cannot be written is dropped.
 */
export function createRotatingFile(
  file: string,
  { maxBytes, keep }: { maxBytes: number; keep: number },
  onFailure: (error: unknown) => void,
): RotatingFile {
  let handle: number | undefined;
  let size = 0;
  let failed = false;

  function open(): number {
    mkdirSync(path.dirname(file), { recursive: true });
    const opened = openSync(file, 'a', 0o600);
    size = fstatSync(opened).size;
    return opened;
  }

  function rotate(): void {
    close();
    rmSync(`${file}.${keep}`, { force: true });
    for (let number = keep - 1; number >= 1; number -= 1) renameIfThere(`${file}.${number}`, `${file}.${number + 1}`);
    if (keep > 0) renameIfThere(file, `${file}.1`);
    else rmSync(file, { force: true });
  }

  function close(): void {
    if (handle !== undefined) closeSync(handle);
    handle = undefined;
  }

  return {
    write(text) {
      try {
        const bytes = Buffer.from(text);
        handle ??= open();
        if (size > 0 && size + bytes.length > maxBytes) {
          rotate();
          handle = open();
        }
        size += writeSync(handle, bytes);
        failed = false;
      } catch (error) {
        if (!failed) onFailure(error);
        failed = true;
      }
    },
    close,
  };
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
