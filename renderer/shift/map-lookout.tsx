import { createContext, type ReactNode, useContext } from 'react';
import type { MapView } from '../../shared/domain/index.ts';

/** Where the map of this window looks, and the way to have it look elsewhere: for the map views of a timeline. */
export interface MapLookout {
  /** What it shows, and of which moment: by the server's clock, an earlier one while the window replays. Undefined: no map was looked at yet. */
  current(): MapView | undefined;
  show(place: Omit<MapView, 'atMs'>): void;
  /** The same as it was then: the window goes back to that moment. */
  showThen(view: MapView): void;
}

const LookoutContext = createContext<MapLookout | null>(null);

export function MapLookoutProvider({ lookout, children }: { lookout: MapLookout; children: ReactNode }) {
  return <LookoutContext value={lookout}>{children}</LookoutContext>;
}

/** Null: this window has no map. */
export function useMapLookout(): MapLookout | null {
  return useContext(LookoutContext);
}
