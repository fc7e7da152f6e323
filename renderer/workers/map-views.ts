import type { FleetView } from './fleet-view.ts';
import type { MapSlots } from './protocol.ts';
import { type FleetAt, VisibleSlotsFinder } from './visible-slots.ts';

/** What the maps of a window show, and what each needs to draw of the fleet. */
export interface MapViews {
  /** Another view of a map; null: the map is gone. */
  want(map: number, number: number, view: FleetView | null): void;
  /** Of all maps. */
  visible(at: FleetAt, isFiltered: boolean): MapSlots[];
  visibleOf(map: number, at: FleetAt, isFiltered: boolean): MapSlots | undefined;
}

export function createMapViews(): MapViews {
  const finders = new Map<number, VisibleSlotsFinder>();
  const visibleOf = (map: number, at: FleetAt, isFiltered: boolean): MapSlots | undefined => {
    const found = finders.get(map)?.find(at, isFiltered);
    return found === undefined ? undefined : { map, ...found };
  };
  return {
    want(map, number, view) {
      if (view === null) finders.delete(map);
      else finders.set(map, new VisibleSlotsFinder(view, number));
    },
    visible: (at, isFiltered) =>
      [...finders.keys()].flatMap((map) => {
        const slots = visibleOf(map, at, isFiltered);
        return slots === undefined ? [] : [slots];
      }),
    visibleOf,
  };
}
