import type {
  DirectoryFilter,
  VehicleFilter,
  VehicleRow,
  vehicleMethods,
  VigieContract,
} from '../../../shared/contract/index.ts';
import { type Clock, type Vehicle, VEHICLE_KINDS } from '../../../shared/domain/index.ts';
import type { Handlers } from '../../../shared/rpc/index.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { createCountsSource } from '../fleet/counts-source.ts';
import { createFleetOrder } from '../fleet/fleet-order.ts';
import { passingIds } from '../fleet/live-sieve.ts';
import { liveSlots, recordedSlots } from '../fleet/stream-slots.ts';
import { createMatchesSource } from '../fleet/vehicle-matches.ts';
import { toPlace } from '../store/columns.ts';
import type { Recordings } from '../recording/recordings.ts';
import type { Store } from '../store/store.ts';
import type { StoredVehicleFilter } from '../store/vehicle-where.ts';
import type { VehicleOrder } from '../store/vehicles.ts';
import { notFound } from './errors.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createVehicleHandlers(
  store: Store,
  fleet: Fleet,
  recordings: Pick<Recordings, 'directory' | 'moment'>,
): MethodHandlers<typeof vehicleMethods> {
  const recordedFleet = createRecordedFleet(recordings);
  const matchingIds = createMatchingIds(store);
  const withSlot = (vehicle: Vehicle): VehicleRow => ({ ...vehicle, slot: fleet.slotOf(vehicle.id) ?? null });
  return {
    async 'vehicles.page'(query) {
      const { sort, offset, limit, player } = query;
      const { by, direction } = sort;
      const { filter, live: wanted } = splitFilter(query.filter);
      const shown = player === undefined ? fleet : await recordedFleet(player);
      // Of a player that shows nothing yet nobody knows who passes: all are listed, until it does.
      const live = shown === undefined ? undefined : wanted;
      const slotOf = (id: string) => shown?.slotOf(id);
      const page = store.read(({ vehicles }) => {
        const isMoving = by === 'lastHeard' || by === 'speed';
        if (isMoving && shown === undefined)
          return vehicles.page({ filter, by: 'code', direction: 'ascending', offset, limit });
        if (!isMoving && live === undefined) return vehicles.page({ filter, by, direction, offset, limit });
        const order: VehicleOrder = isMoving ? { by: 'code', direction: 'ascending' } : { by, direction };
        const stored = matchingIds(filter, order);
        const ids = live === undefined ? stored : passingIds(shown ?? fleet, stored, live);
        const chosen = isMoving
          ? createFleetOrder(shown ?? fleet)(ids, by, direction, query)
          : ids.slice(offset, offset + limit);
        return { rows: chosen.flatMap((id) => vehicles.get(id) ?? []), total: ids.length };
      });
      return {
        rows: page.rows.map((vehicle) => ({ ...vehicle, slot: slotOf(vehicle.id) ?? null })),
        total: page.total,
        revision: store.revision(),
        streamId: (shown ?? fleet).streamId(),
      };
    },
    'vehicles.get'({ id }) {
      return store.read(({ vehicles, missions }) => {
        const vehicle = vehicles.get(id);
        if (vehicle === undefined) throw notFound('vehicle', id);
        return { ...withSlot(vehicle), streamId: fleet.streamId(), currentMission: missions.inProgress(id) ?? null };
      });
    },
    async 'vehicles.bySlots'({ streamId, slots }) {
      // Slots of another stream are other vehicles: those of a recording, if it is one that is replayed.
      const recorded = streamId === fleet.streamId() ? undefined : ((await recordings.directory(streamId)) ?? []);
      const idOf = (slot: number) => (recorded === undefined ? fleet.vehicleIdOf(slot) : recorded[slot]);
      return store.read(({ vehicles }) => ({
        rows: slots.map((slot) => {
          const id = idOf(slot);
          const vehicle = id === undefined ? undefined : vehicles.get(id);
          return vehicle === undefined ? null : { ...vehicle, slot };
        }),
      }));
    },
    'vehicles.groups': () => store.read(({ vehicles }) => vehicles.groups()),
  };
}

export function createVehicleStreams(
  store: Store,
  fleet: Fleet,
  recordings: Pick<Recordings, 'directory'>,
  clock: Clock,
): Pick<Handlers<VigieContract>['streams'], 'vehicles.matching' | 'fleet.counts'> {
  const ids = (filter: DirectoryFilter) => store.read(({ vehicles }) => vehicles.ids(filter));
  const onRows = (filter: DirectoryFilter) => (listener: () => void) =>
    store.onChange(({ entities }) => {
      if (entities.some((entity) => concerns(entity, filter))) listener();
    });
  return {
    'fleet.counts'(asked) {
      const filter = asked.filter?.directory ?? {};
      return createCountsSource({ fleet, clock, asked, ids: () => ids(filter), onRows: onRows(filter) });
    },
    'vehicles.matching': ({ filter, streamId }) =>
      createMatchesSource({
        slots: streamId === undefined ? liveSlots(fleet) : recordedSlots(streamId, recordings, fleet),
        ...{ clock, ids: () => ids(filter), onRows: onRows(filter) },
      }),
  };
}

type ShownFleet = Pick<Fleet, 'slotOf' | 'records' | 'time' | 'streamId'>;

/** The fleet as a player shows it, asked as the live one is. */
function createRecordedFleet(recordings: Pick<Recordings, 'directory' | 'moment'>) {
  let known: { streamId: number; ids: readonly string[]; slots: ReadonlyMap<string, number> } | undefined;
  return async (player: string): Promise<ShownFleet | undefined> => {
    const moment = await recordings.moment(player);
    if (moment === undefined || moment.records.byteLength === 0) return undefined;
    const { streamId, records, ...time } = moment;
    const ids = (await recordings.directory(streamId)) ?? [];
    if (known?.streamId !== streamId || known.ids !== ids)
      known = { streamId, ids, slots: new Map(ids.map((id, slot) => [id, slot])) };
    const { slots } = known;
    return { slotOf: (id) => slots.get(id), records: () => records, time: () => time, streamId: () => streamId };
  };
}

/** Whether other vehicles may match after rows of a kind have changed: a mission is found by its customer's name too. */
function concerns(entity: string, filter: DirectoryFilter): boolean {
  return entity === 'vehicle' || filter.mission !== undefined || (entity === 'alarm' && filter.alarms !== undefined);
}

/** The part that the cache answers, and the part that positions do. */
function splitFilter({ live, ...filter }: VehicleFilter): { filter: StoredVehicleFilter; live: VehicleFilter['live'] } {
  // What kind a vehicle is, the cache knows of those too that were never heard.
  const kinds = live?.kinds.map((kind) => toPlace(VEHICLE_KINDS, kind));
  const isPlain =
    live === undefined ||
    (live.states.length === 0 && live.ages.length === 0 && live.motion === 'any' && !live.suspectOnly);
  return {
    filter: kinds === undefined || kinds.length === 0 ? filter : { ...filter, kinds },
    live: isPlain ? undefined : live,
  };
}

/** As many searches as a few windows hold at a time. */
const MOST_REMEMBERED = 16;

/** Ids of the vehicles that match, read anew only when rows have changed: a list by speed is asked for each second. */
function createMatchingIds(store: Store): (filter: StoredVehicleFilter, order: VehicleOrder) => string[] {
  const remembered = new Map<string, string[]>();
  // Whatever has changed: a filter may ask for missions by the name of a customer.
  store.onChange(() => remembered.clear());
  return (filter, order) => {
    const key = JSON.stringify([filter, order]);
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const ids = store.read(({ vehicles }) => vehicles.ids(filter, order));
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, ids);
    return ids;
  };
}
