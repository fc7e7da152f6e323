import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const MOST_BYTES = 10_000_000;

/** Opens a log to append to, and sets it aside (as FILE.1, in place of the one before) when it has grown past 10 MB. */
export function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a');
}

export { closeSync as closeLog };

/** The last lines of a log for a person: of a JSON line only its message, of an error's stack only the error. */
export function lastWords(file: string, count = 3): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-40);
  const told = lines.map(messageOf).filter((line) => !/^(?:\s+at |Node\.js v|\s*[{}^~]|\s*$)/.test(line));
  const error = told.findLastIndex((line) => /^(?:\w*Error|Uncaught)\b/.test(line));
  return told
    .slice(error >= 0 ? error : -count)
    .slice(0, count)
    .join('\n');
}

function messageOf(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const entry = JSON.parse(line) as { msg?: unknown; err?: { message?: unknown } };
    const parts = [entry.msg, entry.err?.message].filter((part) => typeof part === 'string');
    return parts.length > 0 ? parts.join(': ') : line;
  } catch {
    return line;
  }
}
