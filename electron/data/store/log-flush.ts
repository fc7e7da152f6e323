import { open } from 'node:fs/promises';

/**
 * Makes commits survive a power cut: the write-ahead log is brought to the disk, without holding up anything else (SQLite would
 * do it within the commit, and everybody would wait). SQLite holds no lock on the log itself, so another handle of it does no harm.
 * Those who ask while one flush is under way share the next.
 * @param file the database
 */
export function createLogFlush(file: string): () => Promise<void> {
  let current: Promise<unknown> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= current.then(() => {
      next = undefined;
      const flushed = flush(`${file}-wal`);
      current = flushed.catch(() => undefined);
      return flushed;
    });
    return next;
  };
}

async function flush(log: string): Promise<void> {
  const handle = await open(log, 'r+').catch((error: unknown) => {
    // Closed meanwhile: SQLite has moved the log into the file, which brought both to the disk.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return;
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
