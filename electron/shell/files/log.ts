import path from 'node:path';
import { createRotatingFile, type RotatingFile } from './rotating-file.ts';

/** A plain text log, one line an entry: time, level, message, details as JSON. Tokens are never given to it. */
export interface Log {
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}

const SIZE = { maxBytes: 2_000_000, keep: 3 };

/**
 * Opens `main.log` (the shell's own) and `data.log` (what the data process prints) in a folder: 8 MB each at most, old
 * files included.
 */
export function openLogs(folder: string): { log: Log; dataOutput: RotatingFile } {
  const complain = (error: unknown) => console.error(`vigie: the log in ${folder} cannot be written: ${String(error)}`);
  const own = createRotatingFile(path.join(folder, 'main.log'), SIZE, complain);
  return {
    log: createLog((line) => own.write(line), Date.now),
    dataOutput: createRotatingFile(path.join(folder, 'data.log'), SIZE, complain),
  };
}

export function createLog(write: (line: string) => void, nowMs: () => number): Log {
  const entry =
    (level: string) =>
    (message: string, details?: Readonly<Record<string, unknown>>): void => {
      const tail = details === undefined ? '' : ` ${JSON.stringify(details)}`;
      write(`${new Date(nowMs()).toISOString()} ${level} ${message.replaceAll('\n', '\\n')}${tail}\n`);
    };
  return { info: entry('info '), warn: entry('warn '), error: entry('error') };
}
