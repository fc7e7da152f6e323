import { writeWhole } from '../write-whole.ts';
import type { OutboxEntry } from '../../../shared/contract/index.ts';
import type { Store } from './store.ts';

const PAGE = 500;

/**
 * Writes every edit that is not sent to a file for people: before they are discarded, and no longer in Vigie.
 * @throws StorageError, NodeJS.ErrnoException; nothing may be discarded then
 */
export function writeKeptEdits(store: Pick<Store, 'read'>, file: string): void {
  const edits = store.read(({ outbox }) => {
    const entries: OutboxEntry[] = [];
    for (;;) {
      const { rows } = outbox.page({ filter: {}, offset: entries.length, limit: PAGE });
      entries.push(...rows);
      if (rows.length < PAGE) return entries;
    }
  });
  writeWhole(file, `${JSON.stringify({ version: 1, edits }, null, 2)}\n`);
}
