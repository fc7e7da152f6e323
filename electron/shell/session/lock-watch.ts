import type { Clock, Disposer } from '../../../shared/domain/clock.ts';

/** Between looks at how long nobody has touched the computer, ms. */
const LOOK_MS = 15_000;

/** The part of Electron's powerMonitor that is needed here. */
export interface IdleSource {
  /** Seconds since the last key or movement of the pointer, in any program. */
  getSystemIdleTime(): number;
  on(event: 'lock-screen', listener: () => void): unknown;
  off(event: 'lock-screen', listener: () => void): unknown;
}

export interface LockWatchOptions {
  source: IdleSource;
  clock: Clock;
  /** Null: never. */
  afterMinutes: number | null;
  withScreen: boolean;
  lock(reason: 'idle' | 'system'): void;
}

/** Has the windows covered when nobody is there, once each time. */
export function watchForLock({ source, clock, afterMinutes, withScreen, ...options }: LockWatchOptions): Disposer {
  let stopTimer: Disposer = () => undefined;
  let isIdle = false;

  function look(afterSeconds: number): void {
    const wasIdle = isIdle;
    isIdle = source.getSystemIdleTime() >= afterSeconds;
    if (isIdle && !wasIdle) options.lock('idle');
    stopTimer = clock.after(LOOK_MS, () => look(afterSeconds));
  }

  const screenLocked = () => options.lock('system');
  if (withScreen) source.on('lock-screen', screenLocked);
  if (afterMinutes !== null) look(afterMinutes * 60);
  return () => {
    stopTimer();
    source.off('lock-screen', screenLocked);
  };
}
