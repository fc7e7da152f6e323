import type { missionMethods, MissionRow } from '../../../shared/contract/index.ts';
import { IndexError } from '../store/mission-index/index-thread.ts';
import type { MissionQuery } from '../store/mission-query.ts';
import { canPage } from '../store/mission-reads.ts';
import { StorageError } from '../store/storage-error.ts';
import type { Store } from '../store/store.ts';
import { notFound } from './errors.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createMissionHandlers(store: Store): MethodHandlers<typeof missionMethods> {
  const index = store.missionIndex;

  /** By the cache's own indexes as long as nothing else is needed: the words of a text are best looked up there. */
  async function page(query: MissionQuery): Promise<{ rows: MissionRow[]; total: number }> {
    const isSimple = canPage(query);
    if (isSimple && (!index.isReady() || query.filter.text !== undefined)) {
      return store.read((cache) => cache.missions.page(query));
    }
    try {
      const { keys, total } = await index.page(query);
      return { rows: store.read((cache) => cache.missions.byKeys(keys)), total };
    } catch (error) {
      // It can be asked for without the index, which begins anew with the next question.
      if (isSimple && error instanceof IndexError) return store.read((cache) => cache.missions.page(query));
      throw error;
    }
  }

  return {
    // Of before the question: what changes meanwhile is asked for again.
    'missions.page': (query) => told(() => page(query)),
    'missions.ids': (query) => told(() => index.ids(query)),
    'missions.totals': ({ filter }) => told(() => index.totals(filter)),
    'missions.drivers': ({ text, limit }) => answered(() => index.drivers(text, limit)),
    'missions.rows': ({ ids }) => ({ rows: store.read((cache) => cache.missions.byIds(ids)) }),
    'missions.get'({ id }) {
      const row = store.read((cache) => cache.missions.get(id));
      if (row === undefined) throw notFound('mission', id);
      return row;
    },
    'missions.summary': ({ nowMs }) => ({
      ...store.read((cache) => cache.missions.summary(nowMs)),
      revision: store.revision(),
    }),
  };

  async function told<T extends object>(ask: () => Promise<T>): Promise<T & { revision: number }> {
    const revision = store.revision();
    return { ...(await answered(ask)), revision };
  }
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof IndexError)) throw error;
    throw new StorageError(
      'storage-failed',
      `The missions could not be looked through (${error.message})`,
      'try again',
    );
  }
}
