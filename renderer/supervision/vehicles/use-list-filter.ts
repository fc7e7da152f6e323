import { useEffect, useRef } from 'react';
import { useServices } from '../../stores/services.tsx';
import { isFiltering, listFilterOf, useFilterStore, useFleetFilter } from '../filter/index.ts';
import { useFleet, useFleetStatus } from '../fleet-context.tsx';
import { useInstant } from '../replay/index.ts';
import { isOfPositions, type VehicleListModel } from './vehicle-list-model.ts';

/** While a recording is played, the list follows its instant no more often. Milliseconds. */
const FOLLOW_MS = 1_000;

/** Keeps the list to the vehicles that the window's filter shows, at the instant that the window shows. */
export function useListFilter(model: VehicleListModel): { isFiltered: boolean; clear: () => void } {
  const store = useFilterStore();
  const filter = useFleetFilter((state) => state);
  const thresholds = useFleetStatus((status) => status.thresholds);
  const { player } = useFleet();
  useEffect(() => {
    const fleet = listFilterOf(filter, thresholds);
    const { filter: before } = model.view.getState();
    const isSame = JSON.stringify([fleet, player]) === JSON.stringify([before.fleet, before.player]);
    if (!isSame) model.setFilter({ fleet, player });
  }, [model, filter, thresholds, player]);
  useFollowed(model);
  return { isFiltered: isFiltering(filter), clear: () => store.clear() };
}

/** Of a recording the list is another with each instant, where it goes by positions. */
function useFollowed(model: VehicleListModel): void {
  const { clock } = useServices();
  const { player } = useFleet();
  const instantMs = useInstant();
  const streamId = useFleetStatus((status) => status.streamId);
  /** Of which instant the list is, and when it may follow again. */
  const followed = useRef({ instantMs: Number.NaN, nextMs: 0 });
  useEffect(() => {
    if (player === null || streamId === 0 || !isOfPositions(model.view.getState())) return undefined;
    if (followed.current.instantMs === instantMs) return undefined;
    const waitMs = followed.current.nextMs - clock.monotonicMs();
    return clock.after(Math.max(0, waitMs), () => {
      followed.current = { instantMs, nextMs: clock.monotonicMs() + FOLLOW_MS };
      model.list.refresh();
    });
  }, [model, clock, player, instantMs, streamId]);
}
