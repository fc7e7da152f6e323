import { net, powerMonitor } from 'electron';
import type { Clock, Disposer } from '../../../shared/domain/clock.ts';
import { watchForReturn } from './return-watch.ts';

/** Calls `onWake` when the computer comes back from sleep, or the network from being away, for which Electron's main process has no event. */
export function watchForWake(clock: Clock, onWake: (why: 'resume' | 'online') => void): Disposer {
  const resumed = () => onWake('resume');
  powerMonitor.on('resume', resumed);
  const stopLooking = watchForReturn(
    () => net.isOnline(),
    clock,
    () => onWake('online'),
  );
  return () => {
    powerMonitor.off('resume', resumed);
    stopLooking();
  };
}
