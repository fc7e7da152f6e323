import type { Clock, Disposer } from '../../shared/domain/index.ts';

/** A visible page beats so often, milliseconds. */
export const BEAT_EVERY_MS = 250;
/**
 * Without a beat for so long it is frozen: the cover is on the display within 2 s of the stall though the machine is busy, and a
 * picture that takes a second is none. Milliseconds.
 */
export const FROZEN_AFTER_MS = 1_250;

/** A page that starts is busy, and has shown nothing yet that could be old: so many beats go by first. */
export const FIRST_BEATS = 12;

export interface FreezeWatch {
  /** @returns whether it would notice from now on that no further beat comes: not at the first of them */
  beat(): boolean;
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
      if (beats < FIRST_BEATS) return false;
      const beatAtMs = clock.nowMs();
      stop = clock.after(FROZEN_AFTER_MS, () => {
        isFrozen = true;
        onFreeze(beatAtMs);
      });
      return true;
    },
    rest: thaw,
  };
}
