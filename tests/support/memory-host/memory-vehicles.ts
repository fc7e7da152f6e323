import {
  type AlarmRow,
  type DirectoryFilter,
  encodeMatches,
  type MissionRow,
  type VehicleFilter,
  type VehicleRow,
  type VigieContract,
} from '../../../shared/contract/index.ts';
import { isAlarmAnnounced, passesSieve, RECORD_BYTES, sieveOf } from '../../../shared/domain/index.ts';
import { createListeners, type Handlers, RpcError } from '../../../shared/rpc/index.ts';
import { createCountsSource } from '../../../electron/data/fleet/counts-source.ts';
import { windowClock } from '../../../renderer/workers/window-clock.ts';
import type { MovingFleet } from './moving-fleet.ts';
import { pageOf } from './queries.ts';

type Methods = Handlers<VigieContract>['methods'];
type VehicleMethod = 'vehicles.page' | 'vehicles.get' | 'vehicles.bySlots' | 'vehicles.groups';
type Answer = <T>(method: VehicleMethod, make: () => T) => Promise<T>;

export interface MemoryVehicles {
  readonly methods: Pick<Methods, VehicleMethod>;
  readonly streams: Pick<Handlers<VigieContract>['streams'], 'vehicles.matching' | 'fleet.counts'>;
  /** Rows have changed: other vehicles may match. */
  readonly changed: ReturnType<typeof createListeners<void>>;
}

const timesOf = ({ epochMs, serverTimeMs, timeScale }: MovingFleet['table']) => ({
  ...{ epochMs, timeScale },
  serverNowMs: serverTimeMs,
});

/** Vehicles over arrays, and which of them match. */
export function createMemoryVehicles(
  data: () => {
    vehicles: readonly VehicleRow[];
    missions: readonly MissionRow[];
    alarms: readonly AlarmRow[];
  },
  fleet: MovingFleet,
  streamId: number,
  revision: () => number,
  answer: Answer,
): MemoryVehicles {
  const changed = createListeners<void>();
  const words = (row: VehicleRow) => [row.code, row.label, row.depot, row.line];
  const missionOf = (id: string) =>
    data().missions.find(({ vehicleId, status }) => vehicleId === id && status === 'in-progress');

  const alarmed = (id: string, priorities: readonly string[]) =>
    data().alarms.some(
      (alarm) => alarm.vehicleId === id && isAlarmAnnounced(alarm, Date.now()) && priorities.includes(alarm.priority),
    );
  function accepts(row: VehicleRow, filter: DirectoryFilter): boolean {
    if (filter.depots !== undefined && !filter.depots.includes(row.depot ?? '')) return false;
    if (filter.lines !== undefined && !filter.lines.includes(row.line ?? '')) return false;
    if (filter.ids !== undefined && !filter.ids.includes(row.id)) return false;
    if (filter.alarms !== undefined && !alarmed(row.id, filter.alarms)) return false;
    if (filter.mission === undefined) return true;
    const mission = missionOf(row.id);
    const text = `${mission?.reference} ${mission?.customerName}`.toLowerCase();
    return mission !== undefined && text.includes(filter.mission.toLowerCase());
  }
  function acceptsLive(row: VehicleRow, live: VehicleFilter['live']): boolean {
    if (live === undefined) return true;
    if (row.slot === null) return live.kinds.includes(row.kind) && live.states.length + live.ages.length === 0;
    const { records, epochMs, serverTimeMs, timeScale } = fleet.table;
    const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
    const nowSeconds = (serverTimeMs - epochMs) / 1000;
    return passesSieve(sieveOf(live), view, row.slot * RECORD_BYTES, nowSeconds, timeScale, live.thresholds);
  }
  function groups(of: (row: VehicleRow) => string | null) {
    const counts = new Map<string, number>();
    for (const row of data().vehicles) {
      const name = of(row);
      if (name !== null && name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts].map(([name, vehicles]) => ({ name, vehicles })).toSorted((a, b) => a.name.localeCompare(b.name));
  }

  return {
    changed,
    methods: {
      'vehicles.page': (asked) =>
        answer('vehicles.page', () => {
          const { live, ...filter } = asked.filter;
          const accept = (row: VehicleRow) => accepts(row, filter) && acceptsLive(row, live);
          return { ...pageOf(data().vehicles, { ...asked, words, accept }), revision: revision(), streamId };
        }),
      'vehicles.get': ({ id }) =>
        answer('vehicles.get', () => {
          const row = data().vehicles.find((vehicle) => vehicle.id === id);
          if (row === undefined) throw new RpcError('not-found', 'there is no such row');
          return { ...row, streamId, currentMission: missionOf(id) ?? null };
        }),
      'vehicles.bySlots': ({ slots }) =>
        answer('vehicles.bySlots', () => ({
          rows: slots.map((slot) => data().vehicles.find((row) => row.slot === slot) ?? null),
        })),
      'vehicles.groups': () =>
        answer('vehicles.groups', () => ({ depots: groups(({ depot }) => depot), lines: groups(({ line }) => line) })),
    },
    streams: {
      'fleet.counts': (asked) =>
        createCountsSource({
          asked,
          clock: windowClock,
          fleet: {
            records: () => fleet.table.records,
            slotOf: (id) => data().vehicles.find((row) => row.id === id)?.slot ?? undefined,
            onSlots: () => () => undefined,
            time: () => timesOf(fleet.table),
          },
          ids: () => {
            const filter = asked.filter?.directory ?? {};
            return data()
              .vehicles.filter((row) => accepts(row, filter))
              .map(({ id }) => id);
          },
          onRows: (listener) => changed.add(listener),
        }),
      'vehicles.matching': ({ filter }) => {
        let isDue = true;
        return {
          onReady: (listener) =>
            changed.add(() => {
              isDue = true;
              listener();
            }),
          take() {
            if (!isDue) return undefined;
            isDue = false;
            const mask = new Uint8Array(fleet.table.count);
            const window = { offset: 0, limit: Number.MAX_SAFE_INTEGER };
            const sort = { by: 'code', direction: 'ascending' } as const;
            const accept = (row: VehicleRow) => accepts(row, filter);
            const { rows } = pageOf(data().vehicles, { filter, sort, ...window, words, accept });
            const slots = rows.flatMap(({ slot }) => slot ?? []);
            for (const slot of slots) mask[slot] = 1;
            return encodeMatches({ streamId, matching: slots.length, mask });
          },
          dispose: () => undefined,
        };
      },
    },
  };
}
