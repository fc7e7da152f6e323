import { useEffect } from 'react';
import { isFiltering, listFilterOf, useFilterStore, useFleetFilter } from '../filter/index.ts';
import { useFleetStatus } from '../fleet-context.tsx';
import type { VehicleListModel } from './vehicle-list-model.ts';

/** Keeps the list to the vehicles that the window's filter shows. */
export function useListFilter(model: VehicleListModel): { isFiltered: boolean; clear: () => void } {
  const store = useFilterStore();
  const filter = useFleetFilter((state) => state);
  const thresholds = useFleetStatus((status) => status.thresholds);
  const isFiltered = isFiltering(filter);
  useEffect(() => {
    const fleet = listFilterOf(filter, thresholds);
    const { filter: before } = model.view.getState();
    if (JSON.stringify(fleet) !== JSON.stringify(before.fleet)) model.setFilter({ fleet });
  }, [model, filter, thresholds]);
  return { isFiltered, clear: () => store.clear() };
}
