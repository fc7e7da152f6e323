import { openStore } from '../../../electron/data/store/store.ts';
import { serverIdentity } from '../../../shared/sync/index.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { BILLING_SETTINGS } from '../../support/billing-fixtures.ts';
import { silentLog } from '../../support/silent-log.ts';
import { missionOf, namedRows } from './missions.ts';
import { CARD } from './tariff.ts';

const PAGE = 5_000;

/** Fills a cache with missions, as pages of a server would. */
export async function seedCache(folder: string, missions: number, server: string): Promise<void> {
  const identity = serverIdentity(server);
  const store = openStore({ folder, clock: systemClock, log: silentLog, serverIdentity: identity });
  try {
    await store.write((cache) => {
      for (const change of namedRows()) cache.apply(change);
      const progress = { from: null, serverIdentity: identity, epoch: 'bench', cursor: 'bench', isLast: true, atMs: 1 };
      cache.advance(progress);
      // As the server said them last.
      cache.answers.keep('/billing-settings', { answer: BILLING_SETTINGS, atMs: 1 });
      cache.answers.keep('/rate-cards', { answer: { items: [CARD] }, atMs: 1 });
    });
    for (let first = 0; first < missions; first += PAGE) {
      await store.write((cache) => {
        for (let index = first; index < Math.min(first + PAGE, missions); index++) {
          const row = missionOf(index);
          cache.apply({ op: 'upsert', entity: 'mission', id: row.id, version: 1, row });
        }
      });
    }
  } finally {
    await store.close();
  }
}
