import type { HealthState } from './health-store.ts';
import { useHealth, useNow } from './services.tsx';

/** The time that missions are planned in: the feed's own where it replays a recorded day, else now. UTC ms. */
export function useMissionTime(): number {
  const now = useNow();
  const health = useHealth((state) => state.health);
  const heardAtMs = useHealth((state) => state.heardAtMs);
  return missionTimeOf({ health, heardAtMs }, now);
}

/** The same for what asks outside of a rendering. `nowMs`: this machine's time. */
export function missionTimeOf({ health, heardAtMs }: Pick<HealthState, 'health' | 'heardAtMs'>, nowMs: number): number {
  const feed = health?.feed ?? null;
  if (feed === null || feed.feedTimeMs === null || heardAtMs === undefined) return nowMs;
  return feed.feedTimeMs + Math.max(0, nowMs - heardAtMs) * feed.speed;
}
