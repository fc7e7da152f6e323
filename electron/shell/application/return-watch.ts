import type { Clock, Disposer } from '../../../shared/domain/clock.ts';

/** Between looks, ms. */
export const LOOK_MS = 2_000;

/** Looks every two seconds, and calls `onReturn` each time that what was false is true again. */
export function watchForReturn(isThere: () => boolean, clock: Clock, onReturn: () => void): Disposer {
  let was = isThere();
  let stop: Disposer = () => undefined;
  const look = () => {
    const is = isThere();
    if (is && !was) onReturn();
    was = is;
    stop = clock.after(LOOK_MS, look);
  };
  stop = clock.after(LOOK_MS, look);
  return () => stop();
}
