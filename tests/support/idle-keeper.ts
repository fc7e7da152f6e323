import type { Keeper } from '../../electron/data/store/keeper-thread.ts';

/** A keeper that does nothing, for tests that need no thread. */
export const idleKeeper: Keeper = {
  run: () => Promise.resolve({ problem: undefined }),
  close: () => Promise.resolve(),
};
