import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand/react';
import { windowClock } from '../../workers/index.ts';
import type { FleetStore } from '../fleet/index.ts';
import type { FleetFilter } from './fleet-filter.ts';
import { createFleetFilter, type FleetFilterStore } from './filter-store.ts';

const FilterContext = createContext<FleetFilterStore | undefined>(undefined);

/** The one filter of a window's fleet: it stays when another store of the fleet is shown. */
export function FilterProvider({ fleet, children }: { fleet: FleetStore; children: ReactNode }) {
  const [filter] = useState(() => createFleetFilter(fleet, windowClock));
  useEffect(() => filter.applyTo(fleet), [filter, fleet]);
  useEffect(() => () => filter.dispose(), [filter]);
  return <FilterContext value={filter}>{children}</FilterContext>;
}

export function useFilterStore(): FleetFilterStore {
  const filter = useContext(FilterContext);
  if (filter === undefined) throw new Error('useFilterStore needs a FilterProvider above it');
  return filter;
}

export function useFleetFilter<T>(select: (filter: FleetFilter) => T): T {
  return useStore(useFilterStore().state, select);
}
