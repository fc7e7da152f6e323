import { createContext, type ReactNode, useContext } from 'react';

/** Where the map of this window looks, and the way to have it look elsewhere: for the map views of a timeline. */
export interface MapLookout {
  /** Degrees (WGS 84), and zoom; undefined: no map was looked at yet. */
  current(): { readonly longitude: number; readonly latitude: number; readonly zoom: number } | undefined;
  show(place: { longitude: number; latitude: number; zoom: number }): void;
}

const LookoutContext = createContext<MapLookout | null>(null);

export function MapLookoutProvider({ lookout, children }: { lookout: MapLookout; children: ReactNode }) {
  return <LookoutContext value={lookout}>{children}</LookoutContext>;
}

/** Null: this window has no map. */
export function useMapLookout(): MapLookout | null {
  return useContext(LookoutContext);
}
