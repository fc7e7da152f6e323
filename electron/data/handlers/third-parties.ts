import type { thirdPartyMethods } from '../../../shared/contract/index.ts';
import type { Store } from '../store/store.ts';
import { notFound } from './errors.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createThirdPartyHandlers(store: Store): MethodHandlers<typeof thirdPartyMethods> {
  return {
    'thirdParties.page': (query) => ({
      ...store.read((cache) => cache.thirdParties.page(query)),
      revision: store.revision(),
    }),
    'thirdParties.get'({ id }) {
      const row = store.read((cache) => cache.thirdParties.get(id));
      if (row === undefined) throw notFound('third party', id);
      return row;
    },
  };
}
