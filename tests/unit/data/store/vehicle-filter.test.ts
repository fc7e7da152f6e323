import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../../electron/data/store/store.ts';
import type { StoredVehicleFilter } from '../../../../electron/data/store/vehicle-where.ts';
import { VEHICLE_KINDS } from '../../../../shared/domain/index.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { fleetChanges, missionRow, range, upsert, vehicleRow } from '../../../support/vigie-server/rows.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
let store: Store;
const vehicles = range(50).map((n) => vehicleRow(n + 1));
const missions = range(60).map((n) => missionRow(n + 1));

beforeEach(async () => {
  ({ store } = newStore(newFolder()));
  await applyAll(store, fleetChanges(60));
});

const ids = (filter: StoredVehicleFilter) => store.read((cache) => cache.vehicles.ids(filter)).toSorted();
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).toSorted();

describe('a filter of vehicles', () => {
  it('takes one of several depots, and one of several lines', () => {
    const found = vehicles.filter(
      ({ depot, line }) => ['Lyon', 'Nîmes'].includes(depot ?? '') && ['L1', 'L3', 'L11'].includes(line ?? ''),
    );
    expect(found.length).toBeGreaterThan(0);
    expect(ids({ depots: ['Lyon', 'Nîmes'], lines: ['L1', 'L3', 'L11'] })).toEqual(idsOf(found));
    expect(ids({ depots: [] })).toEqual([]);
    expect(ids({ depots: ["Lyon' OR 1=1 --"] })).toEqual([]);
  });

  it('takes kinds, and vehicles one by one', () => {
    const tram = VEHICLE_KINDS.indexOf('tram');
    expect(ids({ kinds: [tram] })).toEqual(idsOf(vehicles.filter(({ kind }) => kind === 'tram')));
    expect(ids({ ids: ['4', '9', 'gone'] })).toEqual(['4', '9']);
  });

  it('takes vehicles that are on a mission, on any or on one with certain words', async () => {
    const running = missions.filter(({ status }) => status === 'in-progress');
    const onAny = new Set(running.flatMap(({ vehicleId }) => vehicleId ?? []));
    expect(onAny.size).toBeGreaterThan(3);
    expect(ids({ mission: '' })).toEqual([...onAny].toSorted());
    await applyAll(store, [
      upsert('mission', missionRow(800, { status: 'in-progress', vehicleId: '3', reference: 'RARE 1' })),
      upsert('mission', missionRow(801, { status: 'planned', vehicleId: '5', reference: 'RARE QUEUED' })),
    ]);
    expect(ids({ mission: 'rare' })).toEqual(['3']);
    expect(ids({ mission: 'queued' })).toEqual([]);
  });

  it('takes a customer by a name that only the third party bears', async () => {
    await applyAll(store, [
      upsert('mission', missionRow(900, { status: 'in-progress', vehicleId: '7', customerName: null })),
    ]);
    const party = missionRow(900).thirdPartyId;
    const name = store.read((cache) => cache.thirdParties.get(party ?? ''))?.name ?? '';
    expect(name).not.toBe('');
    expect(ids({ mission: name })).toContain('7');
  });

  it('joins what it says, and cuts pages of what remains', () => {
    const found = vehicles.filter(({ depot, code }) => depot === 'Paris' && code.startsWith('BUS-'));
    const page = store.read((cache) =>
      cache.vehicles.page({
        ...{ filter: { depots: ['Paris'], text: 'bus' }, by: 'code', direction: 'descending' },
        ...{ offset: 1, limit: 2 },
      }),
    );
    expect(page.total).toBe(found.length);
    expect(page.rows.map(({ id }) => id)).toEqual(
      found
        .map(({ id }) => id)
        .toSorted((a, b) => Number(b) - Number(a))
        .slice(1, 3),
    );
  });

  it('can be made of the groups there are', () => {
    const { depots, lines } = store.read((cache) => cache.vehicles.groups());
    expect(depots.reduce((sum, group) => sum + group.vehicles, 0)).toBe(
      vehicles.filter(({ depot }) => depot !== null).length,
    );
    const numbers = lines.map(({ name }) => Number(name.slice(1)));
    expect(numbers.length).toBeGreaterThan(5);
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    for (const { name, vehicles: count } of lines) expect(ids({ lines: [name] })).toHaveLength(count);
  });
});
