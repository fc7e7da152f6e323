import type { Clock, Disposer } from '../../../shared/domain/clock.ts';

/** A page says this often that it goes on, ms: see renderer/entries/pulse.ts. */
export const PULSE_MS = 1_000;
/** After this many in a row that did not come, its page hangs. */
const MOST_MISSED = 5;
/** A look that comes later than this says that the machine was asleep or overloaded, and nothing of the page, ms. */
const LATEST_LOOK_MS = 500;

/** Notices that a page hangs: it was heard, and then not for 5 seconds during which the shell itself went on. */
export interface HangWatch {
  /** The page says that it goes on. */
  pulse(): void;
  /** Another page is there: it is not waited for until it was heard. */
  reset(): void;
  dispose: Disposer;
}

export function createHangWatch(clock: Clock, onHang: () => void): HangWatch {
  let missed: number | undefined;
  let stop: Disposer = () => undefined;

  function look(plannedAtMs: number): void {
    if (missed === undefined) return;
    const isOnTime = clock.monotonicMs() - plannedAtMs <= LATEST_LOOK_MS;
    missed = isOnTime ? missed + 1 : 0;
    if (missed <= MOST_MISSED) return plan();
    missed = undefined;
    onHang();
  }
  function plan(): void {
    const atMs = clock.monotonicMs() + PULSE_MS;
    stop = clock.after(PULSE_MS, () => look(atMs));
  }
  function reset(): void {
    missed = undefined;
    stop();
  }

  return {
    pulse() {
      const isFirst = missed === undefined;
      missed = 0;
      if (isFirst) plan();
    },
    reset,
    dispose: reset,
  };
}
