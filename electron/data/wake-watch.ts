import type { Clock, Disposer } from '../../shared/domain/index.ts';

/** Between looks at the clocks, ms. */
export const LOOK_MS = 5_000;
/** A look that comes later than this was held up by more than a busy machine, ms. */
const LATE_MS = 10_000;

/**
 * Notices that the computer slept: time has passed in which nothing here ran. On some systems only the wall clock tells, on
 * others the monotonic one as well. A wall clock that is set forward looks the same, and does no harm; one that is set back is none of ours.
 */
export function watchForSleep(clock: Clock, onWake: (sleptMs: number) => void): Disposer {
  let stop: Disposer = () => undefined;
  const look = () => {
    const [wallMs, monotonicMs] = [clock.nowMs(), clock.monotonicMs()];
    stop = clock.after(LOOK_MS, () => {
      const elapsedMs = Math.max(clock.nowMs() - wallMs, clock.monotonicMs() - monotonicMs);
      look();
      if (elapsedMs - LOOK_MS > LATE_MS) onWake(elapsedMs - LOOK_MS);
    });
  };
  look();
  return () => stop();
}
