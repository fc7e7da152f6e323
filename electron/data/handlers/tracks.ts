import type { VehicleTrack } from '../../../shared/api/index.ts';
import type { trackMethods } from '../../../shared/contract/index.ts';
import type { Store } from '../store/store.ts';
import { notFound } from './errors.ts';
import type { MethodHandlers } from './method-handlers.ts';

/** Asks the server for the way of a vehicle. @throws RemoteError; where no server is set as well */
export type ReadTrack = (asked: { id: string; minutes: number }, signal: AbortSignal) => Promise<VehicleTrack>;

export function createTrackHandlers(store: Store, readTrack: ReadTrack): MethodHandlers<typeof trackMethods> {
  const known = (id: string) => {
    if (store.read(({ vehicles }) => vehicles.get(id)) === undefined) throw notFound('vehicle', id);
  };
  return {
    async 'vehicles.track'(asked, context) {
      known(asked.id);
      const asking = new AbortController();
      const stop = context.onCancel(() => asking.abort());
      try {
        return await readTrack(asked, asking.signal);
      } finally {
        stop();
      }
    },
    'vehicles.missions'({ id, nowMs }) {
      known(id);
      return store.read(({ vehicleMissions }) => vehicleMissions.around(id, nowMs));
    },
  };
}
