import type { Session } from 'electron';

/** Milliseconds of typing that a power cut may take. */
const AT_MOST_MS = 1_000;

/**
 * Brings what people type, which their windows keep as drafts, to the disk at once: by itself the browser does so when it has the time, some
 * seconds later.
 */
export function keepTyped(session: Pick<Session, 'flushStorageData'>): void {
  setInterval(() => session.flushStorageData(), AT_MOST_MS).unref();
}
