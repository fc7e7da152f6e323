import { useEffect } from 'react';
import { replayGroupOf } from '../../shared/domain/index.ts';
import { useReplay } from '../replay/index.ts';
import { useThisScreen } from './wall-context.tsx';

/** A screen that shows a part of a picture goes back, on, and live again with the screens of the other parts. */
export function useReplayGroup(): void {
  const { store, now, screen } = useThisScreen();
  const replay = useReplay();
  const arrangement = now?.arrangement ?? null;
  const group = arrangement === null ? null : replayGroupOf(arrangement, screen.id);
  useEffect(() => {
    if (store === undefined || group === null) return undefined;
    return replay.join(store.replayLink(group));
  }, [store, group, replay]);
}
