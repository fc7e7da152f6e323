import { useEffect, useRef } from 'react';
import { useStore } from 'zustand/react';
import { useSelection } from '../stores/services.tsx';
import { useFleet } from '../supervision/index.ts';
import { focusOfSelected } from './use-focus.ts';
import type { WallsStore } from './walls-store.ts';

/** Walls that follow the console are shown each selection, and let go of it when nothing is selected any more. */
export function useLinkedWalls(store: WallsStore): void {
  const selected = useSelection((state) => state.selected);
  // The place of what is selected comes a moment after the selection.
  const slotOf = useSelection((state) => state.slotOf);
  const linked = useStore(store.state, ({ walls }) => linkedIds(walls));
  const fleet = useFleet();
  const isShown = useRef(false);
  useEffect(() => {
    if (linked === '') return;
    const focus = focusOfSelected(fleet, selected, slotOf) ?? null;
    // What was sent by hand stays until something is selected.
    if (focus === null && !isShown.current) return;
    isShown.current = focus !== null;
    for (const id of linked.split(' ')) void store.show(id, focus);
  }, [selected, slotOf, linked, store, fleet]);
}

/** One text, so that it is the same as long as the walls are: ids have no spaces. */
function linkedIds(walls: readonly { id: string; linked: boolean }[] | undefined): string {
  return (walls ?? [])
    .filter(({ linked }) => linked)
    .map(({ id }) => id)
    .join(' ');
}
