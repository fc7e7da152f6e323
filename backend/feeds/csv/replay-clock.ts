import type { Clock } from '../../../shared/domain/index.ts';

/** Less than this is how the wall clock is read; more is a clock that was put right. */
const WALL_JUMP_MS = 250;

/** Between the times of a recording, in seconds, and the clocks of the day on which it plays. */
export interface ReplayClock {
  /** The recording's time that is due now, seconds. */
  dueSeconds(): number;
  /** When a time of the recording is, or was, due: UTC ms of the wall clock. */
  wallMsOf(seconds: number): number;
}

/** Plays from `firstSeconds` on, so that `leadSeconds` of the recording are due at once. */
export function createReplayClock(clock: Clock, speed: number, firstSeconds: number, leadSeconds: number): ReplayClock {
  const originMs = clock.monotonicMs() - (leadSeconds * 1000) / speed;
  // Kept, since reading it anew would shake the times of successive fixes by a millisecond either way.
  let wallAheadMs = clock.nowMs() - clock.monotonicMs();
  return {
    dueSeconds: () => firstSeconds + ((clock.monotonicMs() - originMs) / 1000) * speed,
    wallMsOf(seconds) {
      const aheadMs = clock.nowMs() - clock.monotonicMs();
      if (Math.abs(aheadMs - wallAheadMs) > WALL_JUMP_MS) wallAheadMs = aheadMs;
      return wallAheadMs + originMs + ((seconds - firstSeconds) * 1000) / speed;
    },
  };
}
