import type { FileHandle } from 'node:fs/promises';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogFlush } from '../../../../electron/data/store/log-flush.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { missionRow, upsert } from '../../../support/vigie-server/rows.ts';
import { add, patch, queue, SERVER } from './edits.ts';

const newFolder = temporaryFolders();
const newStore = testStores();

/** Runs before the disk confirms what was written. */
const disk = vi.hoisted(() => ({ confirm: (): Promise<void> => Promise.resolve() }));
vi.mock(import('node:fs/promises'), async (original) => {
  const real = await original();
  const open: typeof real.open = async (...args) => {
    const handle: FileHandle = await real.open(...args);
    const datasync = handle.datasync.bind(handle);
    handle.datasync = async () => {
      await disk.confirm();
      await datasync();
    };
    return handle;
  };
  return { ...real, open };
});
afterEach(() => {
  disk.confirm = () => Promise.resolve();
});

const edit = (n: number) => patch(n, 'mission', String(n), { amountCents: [missionRow(n).amountCents, n + 7] });

describe('the flush of the log', () => {
  it('is shared by those who ask while one is under way, and never by those whose commit came after it began', async () => {
    const file = path.join(newFolder(), 'a.sqlite');
    writeFileSync(`${file}-wal`, 'x');
    let flushes = 0;
    disk.confirm = () => {
      flushes += 1;
      return Promise.resolve();
    };
    const flush = createLogFlush(file);
    const first = flush();
    expect(flush()).toBe(first);
    await Promise.resolve();
    await Promise.resolve();
    const second = flush();
    expect(second).not.toBe(first);
    expect(flush()).toBe(second);
    await Promise.all([first, second]);
    expect(flushes).toBe(2);
  });

  it('is done where the log is gone, fails where it cannot be brought to the disk, and works again after that', async () => {
    const file = path.join(newFolder(), 'a.sqlite');
    const flush = createLogFlush(file);
    await flush();
    mkdirSync(`${file}-wal`);
    await expect(flush()).rejects.toThrow('EISDIR');
    rmSync(`${file}-wal`, { recursive: true });
    writeFileSync(`${file}-wal`, 'x');
    await expect(flush()).resolves.toBeUndefined();
  });
});

describe('an edit', () => {
  it('is called kept once the disk has confirmed it; meanwhile it is shown, and others write', async () => {
    const { store } = newStore(newFolder(), { serverIdentity: SERVER });
    const confirmed = Promise.withResolvers<void>();
    disk.confirm = () => confirmed.promise;
    const kept = vi.fn<() => void>();
    const adding = add(store, edit(1)).then(kept);
    await vi.waitFor(() => expect(queue(store)).toHaveLength(1));
    // Rows of the server are not waited for: the next pull would bring them again.
    await applyAll(store, [upsert('mission', missionRow(2))]);
    expect(kept).not.toHaveBeenCalled();
    confirmed.resolve();
    await adding;
    expect(kept).toHaveBeenCalledOnce();
  });

  it('stays where the disk does not confirm it, which is told in the log', async () => {
    const { store, log } = newStore(newFolder(), { serverIdentity: SERVER });
    disk.confirm = () => Promise.reject(new Error('EIO'));
    await add(store, edit(1));
    expect(queue(store)).toHaveLength(1);
    expect(log.text()).toContain('the disk did not confirm it');
  });
});
