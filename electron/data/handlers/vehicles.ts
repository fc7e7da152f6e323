import type { VehicleRow, vehicleMethods } from '../../../shared/contract/index.ts';
import type { Vehicle } from '../../../shared/domain/index.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { createFleetOrder } from '../fleet/fleet-order.ts';
import type { Store } from '../store/store.ts';
import { notFound } from './errors.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createVehicleHandlers(store: Store, fleet: Fleet): MethodHandlers<typeof vehicleMethods> {
  const fleetOrder = createFleetOrder(fleet);
  const matchingIds = createMatchingIds(store);
  const withSlot = (vehicle: Vehicle): VehicleRow => ({ ...vehicle, slot: fleet.slotOf(vehicle.id) ?? null });
  return {
    'vehicles.page'(query) {
      const { filter, sort, offset, limit } = query;
      const { by, direction } = sort;
      const page = store.read(({ vehicles }) => {
        if (by !== 'lastHeard' && by !== 'speed') {
          return vehicles.page({ text: filter.text, by, direction, offset, limit });
        }
        const ids = matchingIds(filter.text ?? '');
        const shown = fleetOrder(ids, by, direction, query);
        return { rows: shown.flatMap((id) => vehicles.get(id) ?? []), total: ids.length };
      });
      return {
        rows: page.rows.map(withSlot),
        total: page.total,
        revision: store.revision(),
        streamId: fleet.streamId(),
      };
    },
    'vehicles.get'({ id }) {
      return store.read(({ vehicles, missions }) => {
        const vehicle = vehicles.get(id);
        if (vehicle === undefined) throw notFound('vehicle', id);
        return { ...withSlot(vehicle), streamId: fleet.streamId(), currentMission: missions.inProgress(id) ?? null };
      });
    },
    'vehicles.bySlots'({ streamId, slots }) {
      // Slots of another stream are other vehicles.
      if (streamId !== fleet.streamId()) return { rows: slots.map(() => null) };
      return store.read(({ vehicles }) => ({
        rows: slots.map((slot) => {
          const id = fleet.vehicleIdOf(slot);
          const vehicle = id === undefined ? undefined : vehicles.get(id);
          return vehicle === undefined ? null : withSlot(vehicle);
        }),
      }));
    },
  };
}

/** As many searches as a few windows hold at a time. */
const MOST_REMEMBERED = 16;

/** Ids of the vehicles that match a text, read anew only when a vehicle has changed: a list by speed is asked for each second. */
function createMatchingIds(store: Store): (text: string) => string[] {
  const remembered = new Map<string, string[]>();
  store.onChange(({ entities }) => {
    if (entities.includes('vehicle')) remembered.clear();
  });
  return (text) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const ids = store.read(({ vehicles }) => vehicles.ids(text));
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(text, ids);
    return ids;
  };
}
