import { useEffect, useState } from 'react';
import type { Clock } from '../../shared/domain/index.ts';

/** Without a movement for this long, nobody is pointing, ms. */
const STILL_MS = 3_000;

/** True while the pointer rests: it is then in the way of the picture. */
export function useHiddenCursor(clock: Clock): boolean {
  const [isHidden, setHidden] = useState(false);
  useEffect(() => {
    let stop = clock.after(STILL_MS, () => setHidden(true));
    const onMove = () => {
      stop();
      setHidden(false);
      stop = clock.after(STILL_MS, () => setHidden(true));
    };
    document.addEventListener('pointermove', onMove);
    document.addEventListener('pointerdown', onMove);
    return () => {
      stop();
      document.removeEventListener('pointermove', onMove);
      document.removeEventListener('pointerdown', onMove);
    };
  }, [clock]);
  return isHidden;
}
