import type { Clock } from '../clock.ts';

/** A wall clock that strays by less is followed at once: it is being kept right. */
const DRIFT_MS = 2_000;
/** One that has jumped is believed once it has said so for this long. */
const BELIEVED_AFTER_MS = 60_000;

export interface AlarmClock {
  /** UTC ms. Does not go back, nor jump with the wall clock, but once that has stood by its new time for a minute. */
  nowMs(): number;
  /** By how much it has jumped since this was asked last, ms; 0: not at all. What measures by it is told (`AlarmEngine.shiftClock`). */
  takeJumpMs(): number;
  /** By how much the wall clock is ahead of this one, ms; far from 0 while it has jumped and is not believed yet. */
  readonly strayMs: number;
}

/**
 * The time by which alarms are raised. Durations are measured by the monotonic clock, so that a wall clock that is set does not make a fleet
 * silent, or missions late, that are not. A new time that lasts is taken over, since plans are by the wall clock.
 */
export function createAlarmClock(clock: Pick<Clock, 'nowMs' | 'monotonicMs'>): AlarmClock {
  let offsetMs = clock.nowMs() - clock.monotonicMs();
  /** Since when, by the monotonic clock, and by how much the wall clock has said otherwise. */
  let doubt: { sinceMs: number; strayMs: number } | undefined;
  let strayMs = 0;
  let jumpedMs = 0;

  function look(monotonicMs: number): void {
    strayMs = clock.nowMs() - monotonicMs - offsetMs;
    if (Math.abs(strayMs) <= DRIFT_MS) {
      doubt = undefined;
      // Never back: a small step backwards is waited for.
      if (strayMs > 0) offsetMs += strayMs;
      return;
    }
    if (doubt === undefined || Math.abs(strayMs - doubt.strayMs) > DRIFT_MS) doubt = { sinceMs: monotonicMs, strayMs };
    if (monotonicMs - doubt.sinceMs < BELIEVED_AFTER_MS) return;
    offsetMs += strayMs;
    jumpedMs += strayMs;
    strayMs = 0;
    doubt = undefined;
  }

  return {
    nowMs() {
      const monotonicMs = clock.monotonicMs();
      look(monotonicMs);
      return Math.round(monotonicMs + offsetMs);
    },
    takeJumpMs() {
      const taken = Math.round(jumpedMs);
      jumpedMs -= taken;
      return taken;
    },
    get strayMs() {
      return strayMs;
    },
  };
}
