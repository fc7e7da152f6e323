import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Disposer } from '../../shared/domain/index.ts';

/** Something that is made when the first asks for it, and disposed of when the last has gone. */
export interface Holder<T> {
  subscribe(listener: () => void): Disposer;
  /** Null while nobody asks. */
  held(): T | null;
}

export function createHolder<T extends { dispose: Disposer }>(make: () => T): Holder<T> {
  let held: T | null = null;
  let users = 0;
  return {
    subscribe(listener) {
      users += 1;
      if (held === null) {
        held = make();
        listener();
      }
      return () => {
        users -= 1;
        if (users > 0) return;
        held?.dispose();
        held = null;
      };
    },
    held: () => held,
  };
}

/** What `make` makes, for as long as the caller is on screen: null in the first rendering. `make` must be the same each time. */
export function useHeld<T extends { dispose: Disposer }>(make: () => T): T | null {
  const holder = useMemo(() => createHolder(make), [make]);
  const subscribe = useCallback((listener: () => void) => holder.subscribe(listener), [holder]);
  return useSyncExternalStore(subscribe, () => holder.held());
}
