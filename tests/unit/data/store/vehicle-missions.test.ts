import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../../../electron/data/store/store.ts';
import type { Mission } from '../../../../shared/domain/index.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { missionRow, upsert, vehicleRow } from '../../../support/vigie-server/rows.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
const NOW = Date.UTC(2026, 2, 3, 12);
const MINUTE = 60_000;
const at = (minutes: number) => new Date(NOW + minutes * MINUTE).toISOString();
let store: Store;

beforeEach(() => {
  ({ store } = newStore(newFolder()));
});

const mission = (n: number, from: number, to: number, change: Partial<Mission>) =>
  upsert(
    'mission',
    missionRow(n, { vehicleId: '1', plannedStartAt: at(from), plannedEndAt: at(to), actualEndAt: null, ...change }),
  );

it('gives the missions of a vehicle around a moment, and the next ones', async () => {
  await applyAll(store, [
    upsert('vehicle', vehicleRow(1)),
    mission(1, -180, -90, { status: 'completed', actualEndAt: at(-80) }),
    mission(2, -120, -70, { status: 'completed', actualEndAt: at(-20) }),
    mission(3, -50, 20, { status: 'in-progress' }),
    mission(4, -10, 40, { status: 'planned' }),
    mission(5, -40, 40, { status: 'cancelled' }),
    mission(6, 300, 400, { status: 'planned' }),
    mission(7, 60, 90, { status: 'planned' }),
    mission(8, 30, 60, { status: 'planned', vehicleId: '2' }),
    mission(9, -3_000, -2_900, { status: 'planned' }),
    mission(10, -400, -350, { status: 'in-progress' }),
  ]);
  const { around, next } = store.read(({ vehicleMissions }) => vehicleMissions.around('1', NOW));
  expect(around.map(({ id }) => id)).toEqual(['10', '2', '3', '4']);
  expect(next.map(({ id }) => id)).toEqual(['4', '7', '6']);
  expect(around[0]).toMatchObject({ vehicleCode: 'BUS-1', unsent: null });
  expect(store.read(({ vehicleMissions }) => vehicleMissions.around('unknown', NOW))).toEqual({ around: [], next: [] });
});

it('gives a few of many', async () => {
  await applyAll(store, [
    upsert('vehicle', vehicleRow(1)),
    ...Array.from({ length: 60 }, (_, n) => mission(n + 1, n + 1, n + 30, { status: 'planned' })),
    ...Array.from({ length: 60 }, (_, n) => mission(n + 101, -n - 2, 5, { status: 'in-progress' })),
  ]);
  const { around, next } = store.read(({ vehicleMissions }) => vehicleMissions.around('1', NOW));
  expect(next.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5']);
  expect(around).toHaveLength(30);
  // The latest of them, the earliest first.
  expect(around.at(-1)?.id).toBe('101');
});
