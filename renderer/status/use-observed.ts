import { useMemo } from 'react';
import { useStore } from 'zustand/react';
import { useHealth, useHost, useNow } from '../stores/services.tsx';
import { useLiveFleet } from '../supervision/index.ts';
import { type Fault, faultsOf, type Observed } from './faults.ts';

/** All that the state of the window is judged by, and what is wrong with it. Renewed each second. */
export function useObserved(): { observed: Observed; faults: readonly Fault[] } {
  const host = useHost((state) => state);
  const health = useHealth((state) => state.health);
  const mutedSinceMs = useHealth((state) => state.mutedSinceMs);
  const fleet = useStore(useLiveFleet().status);
  const nowMs = useNow();
  return useMemo(() => {
    const observed = { host, health, mutedSinceMs, fleet, nowMs };
    return { observed, faults: faultsOf(observed) };
  }, [host, health, mutedSinceMs, fleet, nowMs]);
}
