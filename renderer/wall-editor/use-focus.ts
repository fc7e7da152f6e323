import { useStore } from 'zustand/react';
import type { WallFocus } from '../../shared/contract/index.ts';
import type { Selected, SlotOf } from '../stores/selection.ts';
import { useServices } from '../stores/services.tsx';
import { type FleetStore, readLive, useFleet } from '../supervision/index.ts';
import { cameraAt, focusOf } from './focus-of.ts';

/** Answers, when it is asked, what a wall would be sent of what this console has selected. */
export function useSelectedFocus(): () => WallFocus | undefined {
  const { selection } = useServices();
  const fleet = useFleet();
  return () => {
    const { selected, slotOf } = selection.state.getState();
    return focusOfSelected(fleet, selected, slotOf);
  };
}

/** What a wall is sent of a selection, with its place as the stream knows it now. */
export function focusOfSelected(
  fleet: FleetStore,
  selected: Selected | null,
  slotOf: SlotOf | null,
): WallFocus | undefined {
  const live = slotOf === null ? undefined : readLive(fleet, slotOf);
  return focusOf(selected, cameraAt(live?.record));
}

/** The kind of what could be sent now. */
export function useSelectedKind(): 'vehicle' | 'mission' | undefined {
  const { selection } = useServices();
  const kind = useStore(selection.state, ({ selected }) => focusOf(selected, null)?.kind);
  return kind === 'area' ? undefined : kind;
}
