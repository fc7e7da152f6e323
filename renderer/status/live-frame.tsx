import type { ReactNode } from 'react';
import { positionsShown } from './faults.ts';
import { useObserved } from './use-observed.ts';
import './live-frame.css';

/** Round a map: dims what is not live and frames it, so that old positions never look like live ones from afar. */
export function LiveFrame({ className, children }: { className: string; children: ReactNode }) {
  const { observed } = useObserved();
  const { state } = positionsShown(observed);
  const isOld = state === 'silent' || state === 'failed';
  return (
    <div className={`live-frame ${className}`} data-live={!isOld}>
      {children}
    </div>
  );
}
