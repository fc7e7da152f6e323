import type { Clock, Disposer } from '../../shared/domain/index.ts';

/** A visible page beats so often, milliseconds. */
export const BEAT_EVERY_MS = 500;
/** Without a beat for so long it is frozen: seen within 2 s of the stall, and a slow picture is none. Milliseconds. */
export const FROZEN_AFTER_MS = 1_500;

/** A page that starts is busy, and has shown nothing yet that could be old: so many beats go by first. */
export const FIRST_BEATS = 6;

export interface FreezeWatch {
  beat(): void;
  /** Expects no beat until the next one. */
  rest(): void;
}

/**
 * Notices that beats stop, and that they come again.
 * @param onFreeze with the time of the last beat, UTC ms
 */
export function createFreezeWatch(clock: Clock, onFreeze: (sinceMs: number) => void, onThaw: () => void): FreezeWatch {
  let isFrozen = false;
  let beats = 0;
  let stop: Disposer = () => undefined;
  function thaw(): void {
    stop();
    if (!isFrozen) return;
    isFrozen = false;
    onThaw();
  }
  return {
    beat() {
      thaw();
      beats += 1;
      if (beats < FIRST_BEATS) return;
      const beatAtMs = clock.nowMs();
      stop = clock.after(FROZEN_AFTER_MS, () => {
        isFrozen = true;
        onFreeze(beatAtMs);
      });
    },
    rest: thaw,
  };
}
