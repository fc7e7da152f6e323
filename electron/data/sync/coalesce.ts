import type { Clock, Disposer } from '../../../shared/domain/index.ts';

/** Calls `action` for any number of requests at once, then at most every `intervalMs`, and once more for those in between. */
export function createCoalescer(
  clock: Clock,
  intervalMs: number,
  action: () => void,
): { request: () => void; dispose: Disposer } {
  let stop: Disposer | undefined;
  let isWanted = false;
  const run = () => {
    isWanted = false;
    stop = clock.after(intervalMs, () => {
      stop = undefined;
      if (isWanted) run();
    });
    action();
  };
  return {
    request() {
      isWanted = true;
      if (stop === undefined) run();
    },
    dispose() {
      isWanted = false;
      stop?.();
    },
  };
}
