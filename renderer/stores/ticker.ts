import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { createListeners } from '../../shared/rpc/index.ts';

/** A beat that many small parts of a window share, so that ages and clocks change together and cost one timer. */
export interface Ticker {
  /** Called at each beat. The timer runs only while somebody listens. */
  subscribe(listener: () => void): Disposer;
  /** UTC ms of the last beat, or of now when nobody listens. The same value until the next beat. */
  nowMs: () => number;
}

/** Beats on the whole second of the wall clock, so that a shown clock does not skip one. */
export function createTicker(clock: Clock, periodMs = 1_000): Ticker {
  const listeners = createListeners<void>();
  let beatAtMs: number | undefined;
  let stop: Disposer = () => undefined;

  function wait(): void {
    stop = clock.after(periodMs - (clock.nowMs() % periodMs), () => {
      beatAtMs = clock.nowMs();
      wait();
      listeners.emit();
    });
  }

  return {
    subscribe(listener) {
      if (listeners.size() === 0) {
        beatAtMs = clock.nowMs();
        wait();
      }
      const remove = listeners.add(listener);
      return () => {
        remove();
        if (listeners.size() > 0) return;
        stop();
        beatAtMs = undefined;
      };
    },
    nowMs: () => beatAtMs ?? Math.floor(clock.nowMs() / periodMs) * periodMs,
  };
}
