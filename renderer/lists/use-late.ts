import { useEffect, useState } from 'react';
import { useServices } from '../stores/services.tsx';

/** A wait shorter than this is not shown: what flashes for an instant tells nothing. */
const LATE_MS = 200;

/**
 * Whether something has lasted long enough to be shown. By a timer, not by an animation that begins late: of those the compositor makes a layer
 * for each element at once, some hundred in a table that waits for its rows, and takes them away again when the rows come.
 */
export function useLate(lasts: boolean): boolean {
  const { clock } = useServices();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!lasts) return undefined;
    const stop = clock.after(LATE_MS, () => setLate(true));
    return () => {
      stop();
      setLate(false);
    };
  }, [clock, lasts]);
  return isLate && lasts;
}
