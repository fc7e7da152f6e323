import path from 'node:path';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist: check the path given to --feed',
  EISDIR: 'is a folder: give --feed a file within it',
  EACCES: 'may not be read: give yourself the right to read it',
  EPERM: 'may not be read: give yourself the right to read it',
  Z_DATA_ERROR: 'is damaged and cannot be decompressed: copy it again',
  Z_BUF_ERROR: 'is cut short: copy it again',
};

/** An Error of one sentence, with the remedy, for a file that could not be read. */
export function unreadable(file: string, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason =
    REASONS[code] ?? `cannot be read (${error instanceof Error ? error.message : String(error)}): check it`;
  const place = code === 'ENOENT' ? file : path.basename(file);
  return new Error(`${place} ${reason}.`, { cause: error });
}
