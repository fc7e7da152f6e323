import { createContext, type ReactNode, useContext, useState } from 'react';
import { createShownMaps, type ShownMaps } from './map/index.ts';

const MapsContext = createContext<ShownMaps | undefined>(undefined);

export function MapsProvider({ children }: { children: ReactNode }) {
  const [maps] = useState(createShownMaps);
  return <MapsContext value={maps}>{children}</MapsContext>;
}

/** The maps of this window. */
export function useShownMaps(): ShownMaps {
  const maps = useContext(MapsContext);
  if (maps === undefined) throw new Error('useShownMaps needs a FleetProvider above it');
  return maps;
}
