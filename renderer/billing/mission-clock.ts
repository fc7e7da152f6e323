import { useHealth, useNow } from '../stores/services.tsx';

/** The time that missions are planned in: the feed's own where it replays a recorded day, else now. UTC ms. */
export function useMissionTime(): number {
  const now = useNow();
  const feed = useHealth(({ health }) => health?.feed ?? null);
  const heardAtMs = useHealth((state) => state.heardAtMs);
  if (feed === null || feed.feedTimeMs === null || heardAtMs === undefined) return now;
  return feed.feedTimeMs + Math.max(0, now - heardAtMs) * feed.speed;
}
