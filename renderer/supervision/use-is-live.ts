import { useHealth } from '../stores/services.tsx';
import { useFleetStatus, useIsReplay } from './fleet-context.tsx';

/**
 * Whether figures of the fleet are of the moment that is shown: frames come, and where that is now, the feed behind a server that is well
 * has not fallen silent.
 */
export function useIsLive(): boolean {
  const hasFrames = useFleetStatus(({ state }) => state === 'live');
  const isFeedSilent = useHealth(({ health }) => health?.feed?.state === 'silent');
  const isReplay = useIsReplay();
  return hasFrames && (isReplay || !isFeedSilent);
}
