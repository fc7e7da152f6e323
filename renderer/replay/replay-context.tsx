import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand/react';
import { FleetProvider, type FleetStore } from '../supervision/index.ts';
import type { Replaying, ReplayStore } from './replay-store.ts';

const ReplayContext = createContext<ReplayStore | undefined>(undefined);

/** Gives all below it the fleet that the window shows: the live one, or that of a recording, which never mix. */
export function ReplayProvider({
  replay,
  live,
  children,
}: {
  replay: ReplayStore;
  live: FleetStore;
  children: ReactNode;
}) {
  const replaying = useStore(replay.state, (state) => state.replaying);
  return (
    <ReplayContext value={replay}>
      <FleetProvider fleet={replaying?.fleet ?? live} live={live}>
        {children}
      </FleetProvider>
    </ReplayContext>
  );
}

export function useReplay(): ReplayStore {
  const replay = useContext(ReplayContext);
  if (replay === undefined) throw new Error('useReplay needs a ReplayProvider above it');
  return replay;
}

/** What of the recording is shown; null: the window is live. */
export function useReplaying(): Replaying | null {
  return useStore(useReplay().state, (state) => state.replaying);
}
