import { useStore } from 'zustand/react';
import { useFleet } from '../fleet-context.tsx';

/** The instant that is shown, UTC ms in whole seconds by the server's clock: renewed with each frame of a recording. */
export function useInstant(): number {
  const fleet = useFleet();
  return useStore(fleet.status, () => Math.floor(fleet.serverNowMs() / 1_000) * 1_000);
}
