import { createContext, type ReactNode, useContext } from 'react';
import { type Ground, PLAIN_GROUND } from './map/index.ts';

const GroundContext = createContext<Ground>(PLAIN_GROUND);

/** Gives every map of a window the same ground. */
export function GroundProvider({ ground, children }: { ground: Ground; children: ReactNode }) {
  return <GroundContext value={ground}>{children}</GroundContext>;
}

/** The ground of this window's maps; the offline base map alone where nobody has given one. */
export function useMapGround(): Ground {
  return useContext(GroundContext);
}
