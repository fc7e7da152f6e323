import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../../electron/data/store/store.ts';
import { CursorMovedError, type SyncProgress } from '../../../../electron/data/store/sync-state.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { fleetChanges, missionRow, upsert, vehicleRow } from '../../../support/vigie-server/rows.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
let folder: string;
let store: Store;
beforeEach(() => {
  folder = newFolder();
  ({ store } = newStore(folder));
});

const page = (from: string | null, cursor: string, isLast: boolean): SyncProgress => ({
  from,
  serverIdentity: 'https://vigie.example.com',
  epoch: 'e1',
  cursor,
  isLast,
  atMs: 1_000,
});
const state = () => store.read((cache) => cache.syncState());

describe('how far the cache is synchronised', () => {
  it('begins with nobody', () => {
    expect(state()).toEqual({ origin: null, cursor: null, isComplete: false, lastSyncAtMs: null, revision: 0 });
  });

  it('goes on with the rows, in their transaction', async () => {
    await store.write((cache) => {
      cache.apply(upsert('vehicle', vehicleRow(1)));
      cache.advance(page(null, 'c1', false));
    });
    expect(state()).toMatchObject({
      origin: { serverIdentity: 'https://vigie.example.com', epoch: 'e1' },
      cursor: 'c1',
      isComplete: false,
      lastSyncAtMs: null,
    });
    await store.write((cache) => cache.advance(page('c1', 'c2', true)));
    expect(state()).toMatchObject({ cursor: 'c2', isComplete: true, lastSyncAtMs: 1_000 });
    // What comes later does not make it incomplete.
    await store.write((cache) => cache.advance(page('c2', 'c3', false)));
    expect(state().isComplete).toBe(true);
  });

  it('does not take a page that goes on from elsewhere, nor its rows', async () => {
    await store.write((cache) => cache.advance(page(null, 'c1', false)));
    const stale = store.write((cache) => {
      cache.apply(upsert('vehicle', vehicleRow(1)));
      cache.advance(page(null, 'c9', true));
    });
    await expect(stale).rejects.toThrow(CursorMovedError);
    expect(state().cursor).toBe('c1');
    expect(store.read((cache) => cache.vehicles.get('1'))).toBeUndefined();
  });

  it('is nobody again after the cache is emptied, with no row left and a revision that goes on', async () => {
    await applyAll(store, fleetChanges(50));
    await store.write((cache) => cache.advance(page(null, 'c1', true)));
    const { revision } = store.read((cache) => cache.syncState());
    await store.write((cache) => cache.clear());
    expect(state()).toMatchObject({ origin: null, cursor: null, isComplete: false, lastSyncAtMs: null });
    expect(state().revision).toBeGreaterThan(revision);
    const count = store.read((cache) => [
      cache.missions.page({ filter: {}, sort: { by: 'reference', direction: 'ascending' }, offset: 0, limit: 1 }).total,
      cache.missions.page({
        filter: { text: 'rue' },
        sort: { by: 'reference', direction: 'ascending' },
        offset: 0,
        limit: 1,
      }).total,
      cache.vehicles.ids().length,
      cache.thirdParties.page({ filter: {}, sort: { by: 'name', direction: 'ascending' }, offset: 0, limit: 1 }).total,
      cache.billingCycles.page({ filter: {}, sort: { by: 'label', direction: 'ascending' }, offset: 0, limit: 1 })
        .total,
    ]);
    expect(count).toEqual([0, 0, 0, 0, 0]);
    // Filled anew, sums and words begin from nothing.
    await applyAll(store, fleetChanges(50));
    const cycles = store.read((cache) =>
      cache.billingCycles.page({ filter: {}, sort: { by: 'label', direction: 'ascending' }, offset: 0, limit: 100 }),
    );
    const billed = Array.from({ length: 50 }, (_, n) => missionRow(n + 1)).filter(
      ({ billingCycleId }) => billingCycleId !== null,
    );
    expect(cycles.rows.reduce((sum, { missionCount }) => sum + missionCount, 0)).toBe(billed.length);
  });
});

describe('the revision', () => {
  it('grows with each transaction that changes rows, and is told with what changed', async () => {
    const told: unknown[] = [];
    store.onChange((change) => told.push(change));
    await applyAll(store, [upsert('vehicle', vehicleRow(1)), upsert('mission', missionRow(1))]);
    await store.write((cache) => cache.advance(page(null, 'c1', true)));
    await applyAll(store, [upsert('vehicle', vehicleRow(2))]);
    expect(told).toEqual([
      { entities: ['vehicle', 'mission'], revision: 1 },
      { entities: ['vehicle'], revision: 2 },
    ]);
    expect(store.revision()).toBe(2);
  });

  it('goes on after the cache is opened again', async () => {
    await applyAll(store, [upsert('vehicle', vehicleRow(1))]);
    await store.close();
    const { store: again } = newStore(folder);
    expect(again.revision()).toBe(1);
    await applyAll(again, [upsert('vehicle', vehicleRow(1))]);
    expect(again.revision()).toBe(2);
  });
});
