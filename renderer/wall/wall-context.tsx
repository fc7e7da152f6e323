import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react';
import { useStore } from 'zustand/react';
import type { WallNow } from '../../shared/contract/index.ts';
import { FLEET_MAP, type WallScreen } from '../../shared/domain/index.ts';
import { useHeld } from '../stores/holder.ts';
import { useServices } from '../stores/services.tsx';
import { createWallStore, type WallStore } from './wall-store.ts';

/** The screen of a wall that this window is. */
export interface ThisScreen {
  readonly store: WallStore | undefined;
  /** Undefined until the arrangement was read; null where there is none. */
  readonly now: WallNow | undefined | null;
  readonly screen: WallScreen;
}

const ScreenContext = createContext<ThisScreen | undefined>(undefined);

/** What a window shows that is no screen of an arrangement: the fleet on the whole of it. */
const PLAIN: WallScreen = {
  id: '1',
  display: { id: 0, label: '', bounds: { x: 0, y: 0, width: 1_920, height: 1_080 } },
  cells: [{ id: '1', left: 0, top: 0, width: 1, height: 1, view: FLEET_MAP }],
  ...{ scale: 1, theme: null, bars: true, widthMillimetres: null },
};

interface ScreenProviderProps {
  /** Null: of no wall. */
  wall: string | null;
  /** Null: the first of its wall. */
  screen: string | null;
  children: ReactNode;
}

export function ScreenProvider({ wall, screen, children }: ScreenProviderProps) {
  if (wall === null) return <ScreenContext value={OF_NO_WALL}>{children}</ScreenContext>;
  return <OfWall {...{ wall, screen, children }} />;
}

function OfWall({ wall, screen: wanted, children }: ScreenProviderProps & { wall: string }) {
  const { connection } = useServices();
  const make = useCallback(() => createWallStore(connection, wall), [connection, wall]);
  const store = useHeld(make);
  // Of a wall that is only now asked for, nothing is known.
  if (store === null) return <ScreenContext value={NOT_READ}>{children}</ScreenContext>;
  return <Followed {...{ store, wanted, children }} />;
}

const OF_NO_WALL: ThisScreen = { store: undefined, now: null, screen: PLAIN };
const NOT_READ: ThisScreen = { store: undefined, now: undefined, screen: PLAIN };

function Followed({ store, wanted, children }: { store: WallStore; wanted: string | null; children: ReactNode }) {
  const now = useStore(store.state, (state) => state.now);
  const screens = now?.arrangement?.screens;
  const screen = screens?.find(({ id }) => id === wanted) ?? (wanted === null ? screens?.[0] : undefined);
  const value = useMemo(() => ({ store, now, screen: screen ?? PLAIN }), [store, now, screen]);
  return <ScreenContext value={value}>{children}</ScreenContext>;
}

export function useThisScreen(): ThisScreen {
  const screen = useContext(ScreenContext);
  if (screen === undefined) throw new Error('useThisScreen needs a ScreenProvider above it');
  return screen;
}
