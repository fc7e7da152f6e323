import type { Clock } from '../../shared/domain/index.ts';

/**
 * The clock of a window and of its workers. Monotonic time counts from the Unix epoch as the browser saw it when the
 * thread began (W3C High Resolution Time, `performance.timeOrigin`), so that a page and its workers can compare their
 * monotonic times, which `performance.now()` alone does not allow.
 */
export const windowClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.timeOrigin + performance.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
