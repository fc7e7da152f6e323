import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createKeeper, type Keeper, KeeperError } from '../../../../electron/data/store/keeper-thread.ts';
import { createOutboxBackup } from '../../../../electron/data/store/outbox-backup.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { canMount, smallDisks } from '../../../support/small-disk.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { missionRow, range, upsert } from '../../../support/vigie-server/rows.ts';
import { add, applied, complete, mutationId, patch, queue, send, SERVER } from './edits.ts';

const newDisk = smallDisks();
const newFolder = temporaryFolders();
const newStore = testStores();
const keepers: Keeper[] = [];
afterEach(async () => {
  for (const keeper of keepers.splice(0)) await keeper.close();
});

const edit = (n: number) => patch(n, 'mission', String(n), { amountCents: [missionRow(n).amountCents, n + 7] });

/** What a backup holds. */
function savedIn(folder: string): unknown[] {
  const database = new Database(path.join(folder, 'outbox-backup.sqlite'), { readonly: true });
  try {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    return database.prepare('SELECT mutation_id FROM outbox ORDER BY position').pluck().all();
  } finally {
    database.close();
  }
}

describe('when the outbox is saved', () => {
  function setUp(outcome: () => Promise<{ problem: undefined }> = () => Promise.resolve({ problem: undefined })) {
    const clock = createManualClock();
    const folder = newFolder();
    const run = vi.fn<Keeper['run']>(outcome);
    const [onSaved, onFailure] = [vi.fn<() => void>(), vi.fn<(error: unknown) => void>()];
    const keeper = { run, close: () => Promise.resolve() };
    const backup = createOutboxBackup({ folder, keeper, clock, onSaved, onFailure });
    const pass = async (ms: number) => {
      clock.advance(ms);
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    };
    return { clock, folder, run, onSaved, onFailure, backup, pass };
  }

  it('is 5 s after a change, once for all changes of that time', async () => {
    const { clock, folder, run, onSaved, backup, pass } = setUp();
    expect(backup.savedAtMs()).toBeNull();
    backup.changed();
    await pass(4_000);
    backup.changed();
    expect(run).not.toHaveBeenCalled();
    await pass(1_000);
    expect(run.mock.calls).toEqual([['save-outbox', path.join(folder, 'cache.sqlite')]]);
    expect(onSaved).toHaveBeenCalledOnce();
    expect(backup.savedAtMs()).toBe(clock.nowMs());
    await pass(60_000);
    expect(run).toHaveBeenCalledOnce();
  });

  it('is again after a change that comes while it is saved', async () => {
    const gate = Promise.withResolvers<{ problem: undefined }>();
    const { run, backup, pass } = setUp(() => gate.promise);
    backup.changed();
    await pass(5_000);
    backup.changed();
    await pass(60_000);
    expect(run).toHaveBeenCalledOnce();
    gate.resolve({ problem: undefined });
    await pass(0);
    await pass(5_000);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('is every quarter of an hour without any change', async () => {
    const { run, pass } = setUp();
    await pass(15 * 60_000);
    await pass(15 * 60_000);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('is a minute later where it failed', async () => {
    let isBroken = true;
    const { run, onFailure, onSaved, backup, pass } = setUp(() =>
      isBroken ? Promise.reject(new KeeperError('SQLITE_FULL', 'full')) : Promise.resolve({ problem: undefined }),
    );
    backup.changed();
    await pass(5_000);
    expect(onFailure).toHaveBeenCalledOnce();
    expect(backup.savedAtMs()).toBeNull();
    isBroken = false;
    await pass(60_000);
    expect(run).toHaveBeenCalledTimes(2);
    expect(onSaved).toHaveBeenCalledOnce();
  });

  it('is at the end, where something is not saved yet', async () => {
    const { run, backup, pass } = setUp();
    await backup.close();
    expect(run).not.toHaveBeenCalled();
    backup.changed();
    await backup.close();
    expect(run).toHaveBeenCalledOnce();
    await pass(60 * 60_000);
    expect(run).toHaveBeenCalledOnce();
  });

  it('is known from the file after a restart', () => {
    const folder = newFolder();
    const file = path.join(folder, 'outbox-backup.sqlite');
    writeFileSync(file, '');
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    const keeper = { run: () => Promise.resolve({ problem: undefined }), close: () => Promise.resolve() };
    const nothing = () => undefined;
    const backup = createOutboxBackup({
      folder,
      keeper,
      clock: createManualClock(),
      onSaved: nothing,
      onFailure: nothing,
    });
    expect(backup.savedAtMs()).toBe(1_700_000_000_000);
  });
});

describe('the backup', () => {
  it('holds the outbox alone, whole at any time, and is empty again once all is sent', async () => {
    const folder = newFolder();
    const clock = createManualClock();
    const { store } = newStore(folder, { clock, keeper: createKeeper(), serverIdentity: SERVER });
    const told = vi.fn<() => void>();
    store.onHealth(told);
    await applyAll(
      store,
      range(50).map((n) => upsert('mission', missionRow(n + 1))),
    );
    await complete(store);
    await add(store, ...range(20).map((n) => edit(n + 1)));
    const before = store.outboxSavedAtMs();
    clock.advance(5_000);
    await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
    expect(before).toBeNull();
    expect(store.outboxSavedAtMs()).toBe(clock.nowMs());
    expect(savedIn(folder)).toEqual(range(20).map((n) => mutationId(n + 1)));
    const file = new Database(path.join(folder, 'outbox-backup.sqlite'), { readonly: true });
    expect(file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()).toEqual(['outbox']);
    file.close();
    await send(store, ...range(20).map((n) => applied(n + 1)));
    await store.close();
    expect(savedIn(folder)).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual(['outbox-backup.sqlite']);
  });

  it('of before stays where a new one cannot be made', async () => {
    const folder = newFolder();
    const { store } = newStore(folder, { keeper: createKeeper(), serverIdentity: SERVER });
    await add(store, edit(1));
    await store.close();
    const keeper = createKeeper();
    keepers.push(keeper);
    const cache = new Database(path.join(folder, 'cache.sqlite'));
    cache.exec("UPDATE outbox SET mutation_id = 'another'");
    cache.close();
    // In the place of the file that it begins with.
    mkdirSync(path.join(folder, 'outbox-backup.sqlite.new'));
    writeFileSync(path.join(folder, 'outbox-backup.sqlite.new', 'x'), '');
    await expect(keeper.run('save-outbox', path.join(folder, 'cache.sqlite'))).rejects.toThrow(KeeperError);
    expect(savedIn(folder)).toEqual([mutationId(1)]);
    rmSync(path.join(folder, 'outbox-backup.sqlite.new'), { recursive: true });
    await keeper.run('save-outbox', path.join(folder, 'cache.sqlite'));
    expect(savedIn(folder)).toEqual(['another']);
  });
});

describe.runIf(canMount)('an edit on a disk', () => {
  it('that is full fails with what it is, leaves nothing half kept, and is taken when there is room', async () => {
    const { folder } = newDisk(6);
    const data = path.join(folder, 'data');
    const { store } = newStore(data, { serverIdentity: SERVER, clock: createManualClock() });
    await applyAll(
      store,
      range(50).map((n) => upsert('mission', missionRow(n + 1))),
    );
    await complete(store);
    await add(store, edit(1));
    const ballast = path.join(folder, 'ballast');
    try {
      writeFileSync(ballast, Buffer.alloc(9_000_000));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
    const large = (n: number) =>
      patch(n, 'mission', '2', { customerName: [missionRow(2).customerName, `${n}`.repeat(9_999)] });
    // The log may have a few pages of room left.
    const outcomes = await Promise.allSettled(range(40).map((n) => add(store, large(n + 2))));
    const kept = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(outcomes.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'storage-full' } });
    expect(store.health().state).toBe('full');
    expect(queue(store)).toHaveLength(1 + kept);
    expect(store.read(({ missions }) => missions.get('1')?.amountCents)).toBe(8);
    rmSync(ballast);
    await add(store, { ...edit(3), mutationId: mutationId(99) });
    expect(store.read(({ missions }) => missions.get('3'))).toMatchObject({ amountCents: 10, unsent: 'queued' });
    expect(store.health().state).toBe('ok');
    expect(queue(store)).toHaveLength(2 + kept);
  });

  it('that is read-only fails with what it is; what was kept before is shown', async () => {
    const disk = newDisk(12);
    const first = newStore(disk.folder, { serverIdentity: SERVER }).store;
    await applyAll(
      first,
      range(50).map((n) => upsert('mission', missionRow(n + 1))),
    );
    await complete(first);
    await add(first, edit(1));
    await first.close();
    disk.setReadOnly(true);
    const clock = createManualClock();
    const { store } = newStore(disk.folder, { serverIdentity: SERVER, clock });
    await expect(add(store, edit(2))).rejects.toMatchObject({ code: 'storage-read-only' });
    expect(queue(store)).toEqual(['1 queued']);
    expect(store.read(({ missions }) => [missions.get('1')?.amountCents, missions.get('2')?.unsent])).toEqual([
      8,
      null,
    ]);
    disk.setReadOnly(false);
    clock.advance(5_000);
    await add(store, edit(2));
    expect(queue(store)).toEqual(['1 queued', '2 queued']);
  });
});
