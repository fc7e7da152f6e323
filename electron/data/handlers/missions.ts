import type { missionMethods } from '../../../shared/contract/index.ts';
import type { Store } from '../store/store.ts';
import { notFound } from './errors.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createMissionHandlers(store: Store): MethodHandlers<typeof missionMethods> {
  return {
    'missions.page': (query) => ({ ...store.read((cache) => cache.missions.page(query)), revision: store.revision() }),
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
}
