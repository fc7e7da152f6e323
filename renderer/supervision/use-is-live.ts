import { useHealth } from '../stores/services.tsx';
import { useFleetStatus } from './fleet-context.tsx';

/** Whether figures of the fleet are live: frames come, and the feed behind a server that is well has not fallen silent. */
export function useIsLive(): boolean {
  const hasFrames = useFleetStatus(({ state }) => state === 'live');
  const isFeedSilent = useHealth(({ health }) => health?.feed?.state === 'silent');
  return hasFrames && !isFeedSilent;
}
