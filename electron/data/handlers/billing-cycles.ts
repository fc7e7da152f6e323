import type { billingCycleMethods } from '../../../shared/contract/index.ts';
import type { Store } from '../store/store.ts';
import { notFound } from './errors.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createBillingCycleHandlers(store: Store): MethodHandlers<typeof billingCycleMethods> {
  return {
    'billingCycles.page': (query) => ({
      ...store.read((cache) => cache.billingCycles.page(query)),
      revision: store.revision(),
    }),
    'billingCycles.overlapping': (asked) => ({
      other: store.read((cache) => cache.cycleMissions.overlapping(asked)) ?? null,
    }),
    'billingCycles.get'({ id }) {
      const row = store.read((cache) => cache.billingCycles.get(id));
      if (row === undefined) throw notFound('billing cycle', id);
      return row;
    },
  };
}
