import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Store } from '../../../../electron/data/store/store.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { canMount, smallDisks } from '../../../support/small-disk.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { fleetChanges, missionRow, range, upsert, vehicleRow } from '../../../support/vigie-server/rows.ts';

const newDisk = smallDisks();
const newFolder = temporaryFolders();
// After the disks, so that stores are closed before they are unmounted.
const newStore = testStores();

const total = (store: Store) =>
  store.read(
    (cache) =>
      cache.missions.page({ filter: {}, sort: { by: 'reference', direction: 'ascending' }, offset: 0, limit: 1 }).total,
  );
const isRoot = process.getuid?.() === 0;

describe.runIf(canMount)('a disk that is full', () => {
  it('stops the writing, says so, goes on reading, and recovers when there is room', async () => {
    const { folder } = newDisk(12);
    const { store, log } = newStore(path.join(folder, 'data'));
    const told = vi.fn<() => void>();
    store.onHealth(told);
    await applyAll(store, fleetChanges(500));
    writeFileSync(path.join(folder, 'ballast'), Buffer.alloc(6_000_000));
    await expect(
      applyAll(
        store,
        range(20_000).map((n) => upsert('mission', missionRow(n + 1_000))),
      ),
    ).rejects.toMatchObject({
      code: 'storage-full',
      message: `The disk of ${path.join(folder, 'data')} is full`,
    });
    expect(store.health()).toMatchObject({ state: 'full', fault: { code: 'storage-full' }, setAside: null });
    expect(told).toHaveBeenCalledOnce();
    expect(total(store)).toBe(500);
    rmSync(path.join(folder, 'ballast'));
    await applyAll(
      store,
      range(1_000).map((n) => upsert('mission', missionRow(n + 1_000))),
    );
    expect(store.health()).toMatchObject({ state: 'ok', fault: null });
    expect(total(store)).toBe(1_500);
    expect(log.text()).toContain('can be written to again');
  });

  it('keeps a new cache from beginning, until there is room', async () => {
    const clock = createManualClock();
    const { folder } = newDisk(8);
    const ballast = path.join(folder, 'ballast');
    mkdirSync(path.join(folder, 'data'));
    try {
      writeFileSync(ballast, Buffer.alloc(16_000_000));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
    const { store } = newStore(path.join(folder, 'data'), { clock });
    expect(store.health()).toMatchObject({ state: 'full', fault: { code: 'storage-full' } });
    expect(() => total(store)).toThrow(expect.objectContaining({ code: 'storage-full' }));
    await expect(applyAll(store, [upsert('vehicle', vehicleRow(1))])).rejects.toMatchObject({ code: 'storage-full' });
    const recovered = vi.fn<() => void>();
    store.onRecovered(recovered);
    clock.advance(5_000);
    expect(recovered).not.toHaveBeenCalled();
    rmSync(ballast);
    clock.advance(5_000);
    expect(recovered).toHaveBeenCalledOnce();
    await applyAll(store, [upsert('vehicle', vehicleRow(1))]);
    expect(store.health().state).toBe('ok');
  });
});

describe.runIf(canMount)('a disk that is read-only', () => {
  /** A read-only disk with the cache of 500 missions, as it is after an orderly end, or as a killed process leaves it. */
  async function readOnlyDisk(isOrderly: boolean) {
    const source = newFolder();
    const { store } = newStore(source);
    await applyAll(store, fleetChanges(500));
    if (isOrderly) await store.close();
    const disk = newDisk(30);
    cpSync(source, disk.folder, { recursive: true });
    disk.setReadOnly(true);
    return disk;
  }

  it.each([
    ['after an orderly end', true],
    ['after a crash', false],
  ])('gives what it holds %s, says so, and recovers by itself', async (_, isOrderly) => {
    const clock = createManualClock();
    const disk = await readOnlyDisk(isOrderly);
    const { store } = newStore(disk.folder, { clock });
    expect(store.health()).toMatchObject({ state: 'read-only', fault: { code: 'storage-read-only' } });
    expect(total(store)).toBe(500);
    expect(store.revision()).toBe(1);
    await expect(applyAll(store, [upsert('vehicle', vehicleRow(1))])).rejects.toMatchObject({
      code: 'storage-read-only',
    });
    const recovered = vi.fn<() => void>();
    store.onRecovered(recovered);
    clock.advance(5_000);
    expect(recovered).not.toHaveBeenCalled();
    disk.setReadOnly(false);
    clock.advance(5_000);
    expect(recovered).toHaveBeenCalledOnce();
    await applyAll(store, [upsert('mission', missionRow(9_000))]);
    expect(store.health()).toMatchObject({ state: 'ok', fault: null });
    expect(total(store)).toBe(501);
  });

  it('without a cache on it gives nothing, and says why', () => {
    const disk = newDisk(4);
    disk.setReadOnly(true);
    const { store } = newStore(disk.folder, { clock: createManualClock() });
    expect(store.health()).toMatchObject({ state: 'read-only' });
    expect(() => total(store)).toThrow(expect.objectContaining({ code: 'storage-read-only' }));
  });

  it('keeps a damaged cache from being replaced, and says that it is read-only', async () => {
    const disk = await readOnlyDisk(true);
    disk.setReadOnly(false);
    writeFileSync(path.join(disk.folder, 'cache.sqlite'), 'no database'.repeat(1_000));
    disk.setReadOnly(true);
    const clock = createManualClock();
    const { store } = newStore(disk.folder, { clock });
    expect(store.health().state).toBe('read-only');
    expect(() => total(store)).toThrow();
    disk.setReadOnly(false);
    clock.advance(5_000);
    expect(store.health().state).toBe('ok');
    expect(store.health().setAside).toMatch(/cache\.corrupt-/);
    expect(total(store)).toBe(0);
  });
});

describe.runIf(!isRoot && process.platform !== 'win32')('a folder without the right to write', () => {
  it('gives what it holds, and says so', async () => {
    const folder = newFolder();
    const { store } = newStore(folder);
    await applyAll(store, fleetChanges(100));
    await store.close();
    chmodSync(folder, 0o555);
    const { store: again } = newStore(folder, { clock: createManualClock() });
    expect(again.health()).toMatchObject({ state: 'read-only', fault: { code: 'storage-read-only' } });
    expect(total(again)).toBe(100);
    chmodSync(folder, 0o755);
  });
});

describe('a folder that cannot be one', () => {
  it('is told as such where a file is in its place', () => {
    const file = path.join(newFolder(), 'file');
    writeFileSync(file, '');
    const { store } = newStore(file, { clock: createManualClock() });
    expect(store.health()).toMatchObject({ state: 'failed', fault: { code: 'storage-failed' } });
    expect(() => total(store)).toThrow(expect.objectContaining({ code: 'storage-failed' }));
  });

  it('is told as such where another Vigie uses it, and taken when that has ended', async () => {
    const folder = newFolder();
    const clock = createManualClock();
    const { store: first } = newStore(folder);
    await applyAll(first, fleetChanges(10));
    const { store: second } = newStore(folder, { clock });
    expect(second.health()).toMatchObject({ state: 'failed', fault: { code: 'storage-failed' } });
    expect(second.health().fault?.message).toContain('Another Vigie');
    // What is there may be read all the same.
    expect(total(second)).toBe(10);
    await first.close();
    clock.advance(5_000);
    expect(second.health().state).toBe('ok');
    await applyAll(second, [upsert('mission', missionRow(77))]);
    expect(total(second)).toBe(11);
    expect(existsSync(path.join(folder, 'cache.lock'))).toBe(true);
  });
});
