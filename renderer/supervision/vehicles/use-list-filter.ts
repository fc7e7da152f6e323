import { useEffect } from 'react';
import { useStore } from 'zustand/react';
import { isFiltering, listFilterOf, useFilterStore, useFleetFilter } from '../filter/index.ts';
import { useFleetStatus, useIsReplay } from '../fleet-context.tsx';
import type { VehicleListModel } from './vehicle-list-model.ts';

/** Keeps the list to the vehicles that the window's filter shows. */
export function useListFilter(model: VehicleListModel): { isFiltered: boolean; clear: () => void } {
  const store = useFilterStore();
  const filter = useFleetFilter((state) => state);
  const thresholds = useFleetStatus((status) => status.thresholds);
  const isReplay = useIsReplay();
  const isFiltered = isFiltering(filter);
  const { by } = useStore(model.view, ({ sort }) => sort);
  useEffect(() => {
    if (isReplay && (by === 'lastHeard' || by === 'speed')) {
      model.setView({ ...model.view.getState(), sort: { by: 'code', direction: 'ascending' } });
    }
  }, [model, isReplay, by]);
  useEffect(() => {
    const { live, ...directory } = listFilterOf(filter, thresholds);
    // The data host knows what vehicles do now, and not what they did at the instant of a recording.
    const fleet = isReplay || live === undefined ? directory : { ...directory, live };
    const { filter: before } = model.view.getState();
    if (JSON.stringify(fleet) !== JSON.stringify(before.fleet)) model.setFilter({ fleet });
  }, [model, filter, thresholds, isReplay]);
  return { isFiltered, clear: () => store.clear() };
}
