import { afterEach } from 'vitest';
import type { Change } from '../../shared/api/index.ts';
import type { Clock } from '../../shared/domain/index.ts';
import type { Keeper } from '../../electron/data/store/keeper-thread.ts';
import { openStore, type Store } from '../../electron/data/store/store.ts';
import { systemClock } from '../../electron/data/system-clock.ts';
import { idleKeeper } from './idle-keeper.ts';
import { createTestLog } from './test-log.ts';

/** Opens stores that are closed after each test. Call it once in a test file. */
export function testStores() {
  const open: Store[] = [];
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
  });
  return (folder: string, options: { clock?: Clock; keeper?: Keeper; serverIdentity?: string } = {}) => {
    const log = createTestLog();
    const store = openStore({ clock: systemClock, keeper: idleKeeper, ...options, folder, log });
    open.push(store);
    return { store, log };
  };
}

/** Applies changes as a page of the server would be, in one transaction. */
export function applyAll(store: Store, changes: readonly Change[]): Promise<void> {
  return store.write((cache) => {
    for (const change of changes) cache.apply(change);
  });
}
