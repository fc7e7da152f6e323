import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand/react';
import { GroundProvider as MapGroundProvider } from '../supervision/index.ts';
import type { GroundStore, GroundView } from './ground-store.ts';

const GroundContext = createContext<GroundStore | undefined>(undefined);

/** Gives a window its ground: the maps draw it, the panels say and change it. */
export function GroundProvider({ store, children }: { store: GroundStore; children: ReactNode }) {
  return (
    <GroundContext value={store}>
      <MapGroundProvider ground={store.ground}>{children}</MapGroundProvider>
    </GroundContext>
  );
}

export function useGroundStore(): GroundStore {
  const store = useContext(GroundContext);
  if (store === undefined) throw new Error('useGroundStore needs a GroundProvider above it');
  return store;
}

export function useGroundView<T>(select: (view: GroundView) => T): T {
  return useStore(useGroundStore().state, select);
}
