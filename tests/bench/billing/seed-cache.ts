import { openStore } from '../../../electron/data/store/store.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { silentLog } from '../../support/silent-log.ts';
import { missionOf, namedRows } from './missions.ts';

const PAGE = 5_000;

/** Fills a cache with missions, as pages of a server would. */
export async function seedCache(folder: string, missions: number, serverIdentity: string | null): Promise<void> {
  const store = openStore({ folder, clock: systemClock, log: silentLog, serverIdentity });
  try {
    await store.write((cache) => {
      for (const change of namedRows()) cache.apply(change);
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
