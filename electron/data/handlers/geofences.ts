import type { geofenceMethods } from '../../../shared/contract/index.ts';
import type { Store } from '../store/store.ts';
import { notFound } from './errors.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createGeofenceHandlers(store: Store): MethodHandlers<typeof geofenceMethods> {
  return {
    'geofences.page': (query) => ({
      ...store.read((cache) => cache.geofences.page(query)),
      revision: store.revision(),
    }),
    'geofences.get'({ id }) {
      const row = store.read((cache) => cache.geofences.get(id));
      if (row === undefined) throw notFound('geofence', id);
      return row;
    },
  };
}
