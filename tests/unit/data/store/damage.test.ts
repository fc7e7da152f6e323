import { closeSync, openSync, readdirSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { SYNC_ENTITIES } from '../../../../shared/api/index.ts';
import { setAside } from '../../../../electron/data/store/cache-file.ts';
import { createKeeper } from '../../../../electron/data/store/keeper-thread.ts';
import type { Store } from '../../../../electron/data/store/store.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { fleetChanges, upsert, vehicleRow } from '../../../support/vigie-server/rows.ts';

const newFolder = temporaryFolders();
const newStore = testStores();

/** A folder with a cache of 2,000 missions, closed in order. */
async function filledFolder(): Promise<{ folder: string; file: string }> {
  const folder = newFolder();
  const { store } = newStore(folder);
  await applyAll(store, fleetChanges(2_000));
  await store.close();
  return { folder, file: path.join(folder, 'cache.sqlite') };
}

/** Writes nonsense over the pages of a file, from a share of its length on. */
function scribble(file: string, fromShare: number, pages: number): void {
  const at = Math.floor((statSync(file).size * fromShare) / 4096) * 4096;
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(4096 * pages, 0xa5), 0, 4096 * pages, at);
  closeSync(descriptor);
}

/** Over nearly all of a file that is open: what was read before is remembered, the rest is met later. */
function scribbleAll(file: string): void {
  scribble(file, 0.05, Math.floor((statSync(file).size * 0.9) / 4096));
}

const total = (store: Store) =>
  store.read(
    (cache) =>
      cache.missions.page({ filter: {}, sort: { by: 'amountCents', direction: 'ascending' }, offset: 0, limit: 500 })
        .total,
  );
const vehicles = (store: Store) => store.read((cache) => cache.vehicles.ids());
const asideIn = (folder: string, why = 'corrupt') =>
  readdirSync(folder).filter((name) => name.startsWith(`cache.${why}-`) && name.endsWith('.sqlite'));

/** The store works, is empty, and says where the old file is. */
async function expectReplaced(store: Store, folder: string, why = 'corrupt'): Promise<void> {
  const [aside] = asideIn(folder, why);
  expect(store.health()).toEqual({
    state: 'ok',
    fault: null,
    setAside: path.join(folder, aside ?? 'none'),
    salvaged: 0,
  });
  expect(total(store)).toBe(0);
  await applyAll(store, [upsert('vehicle', vehicleRow(1))]);
  expect(vehicles(store)).toEqual(['1']);
}

describe('a cache that is damaged when it is opened', () => {
  it.each([
    ['holds something else', (file: string) => writeFileSync(file, 'this is no database, '.repeat(1_000))],
    ['is cut off', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['has a damaged head', (file: string) => scribble(file, 0, 1)],
  ])('%s: it is set aside and begun anew', async (_, damage) => {
    const { folder, file } = await filledFolder();
    damage(file);
    const before = statSync(file).size;
    const { store, log } = newStore(folder);
    await expectReplaced(store, folder);
    expect(statSync(path.join(folder, asideIn(folder)[0] ?? '')).size).toBe(before);
    expect(log.entries.some(({ level, message }) => level === 'error' && message.includes('set aside'))).toBe(true);
  });

  it('is set aside with its log', () => {
    const folder = newFolder();
    for (const name of ['cache.sqlite', 'cache.sqlite-wal', 'cache.sqlite-shm'])
      writeFileSync(path.join(folder, name), name);
    const aside = setAside(folder, 'corrupt', Date.UTC(2026, 2, 1, 6, 30));
    expect(readdirSync(folder).sort()).toEqual([
      'cache.corrupt-20260301T063000000Z.sqlite',
      'cache.corrupt-20260301T063000000Z.sqlite-wal',
    ]);
    expect(aside).toBe(path.join(folder, 'cache.corrupt-20260301T063000000Z.sqlite'));
  });

  it('is begun anew where it has lost a table', async () => {
    const { folder, file } = await filledFolder();
    const database = new Database(file);
    database.exec('DROP TABLE third_parties');
    database.close();
    const { store } = newStore(folder);
    await expectReplaced(store, folder);
  });

  it('is set aside where a later version wrote it, under a name of its own', async () => {
    const { folder, file } = await filledFolder();
    const database = new Database(file);
    database.pragma('user_version = 999');
    database.close();
    const { store } = newStore(folder);
    await expectReplaced(store, folder, 'newer');
  });

  it('keeps every file that was set aside', async () => {
    const { folder, file } = await filledFolder();
    for (let n = 1; n <= 3; n++) {
      writeFileSync(file, `no database ${n}`.repeat(1_000));
      const { store } = newStore(folder, {
        clock: { nowMs: () => 0, monotonicMs: () => 0, after: () => () => undefined },
      });
      expect(asideIn(folder)).toHaveLength(n);
      await store.close();
    }
  });
});

describe('a cache whose damage lies deeper', () => {
  it('is found by the check that follows the opening, and begun anew', async () => {
    const { folder, file } = await filledFolder();
    scribble(file, 0.5, 8);
    const { store } = newStore(folder, { keeper: createKeeper() });
    const recovered = vi.fn<() => void>();
    const changed = vi.fn<(change: object) => void>();
    store.onRecovered(recovered);
    store.onChange(changed);
    await vi.waitFor(() => expect(recovered).toHaveBeenCalledOnce());
    // Windows ask again, and find nothing until it is filled.
    expect(changed).toHaveBeenCalledWith({
      entities: [...SYNC_ENTITIES],
      revision: store.revision(),
    });
    await expectReplaced(store, folder);
  });

  it('is left alone where the check finds nothing', async () => {
    const { folder } = await filledFolder();
    const keeper = createKeeper();
    const run = vi.spyOn(keeper, 'run');
    const { store } = newStore(folder, { keeper });
    await expect(run.mock.results[0]?.value).resolves.toEqual({ problem: undefined });
    expect(asideIn(folder)).toEqual([]);
    expect(total(store)).toBe(2_000);
  });

  it('is begun anew when a reader meets it, who is told so', async () => {
    const { folder, file } = await filledFolder();
    const { store } = newStore(folder);
    scribbleAll(file);
    const recovered = vi.fn<() => void>();
    store.onRecovered(recovered);
    expect(() => total(store)).toThrow(expect.objectContaining({ code: 'storage-corrupt' }));
    expect(recovered).toHaveBeenCalledOnce();
    await expectReplaced(store, folder);
  });

  it('is begun anew when a writer meets it; nothing of the transaction is left', async () => {
    const { folder, file } = await filledFolder();
    const { store } = newStore(folder);
    scribbleAll(file);
    await expect(applyAll(store, fleetChanges(500))).rejects.toMatchObject({ code: 'storage-corrupt' });
    await expectReplaced(store, folder);
  });

  it('is begun anew under a transaction that is under way, which then fails', async () => {
    const { folder, file } = await filledFolder();
    const { store } = newStore(folder);
    scribbleAll(file);
    const reached = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const writing = store.write(async (cache) => {
      reached.resolve();
      await goOn.promise;
      cache.apply(upsert('vehicle', vehicleRow(70)));
    });
    await reached.promise;
    expect(() => total(store)).toThrow();
    goOn.resolve();
    await expect(writing).rejects.toMatchObject({ code: 'storage-corrupt' });
    await expectReplaced(store, folder);
  });
});
