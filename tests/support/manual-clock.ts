import type { Clock } from '../../shared/domain/clock.ts';

/** A clock that stands still until it is moved: what was planned runs in its order, at its time. */
export interface ManualClock extends Clock {
  advance(byMs: number): void;
  /** Actions that are planned and not cancelled. */
  plannedCount(): number;
  /** How far the clock must be moved for the first of them; undefined where nothing is planned. */
  nextInMs(): number | undefined;
}

export function createManualClock(startAtMs = Date.UTC(2026, 0, 1)): ManualClock {
  let elapsedMs = 0;
  let nextId = 0;
  const planned = new Map<number, { atMs: number; action: () => void }>();
  return {
    nowMs: () => startAtMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    after(delayMs, action) {
      const id = nextId++;
      planned.set(id, { atMs: elapsedMs + delayMs, action });
      return () => void planned.delete(id);
    },
    advance(byMs) {
      const untilMs = elapsedMs + byMs;
      for (;;) {
        const due = [...planned].filter(([, one]) => one.atMs <= untilMs).sort(([, a], [, b]) => a.atMs - b.atMs)[0];
        if (due === undefined) break;
        planned.delete(due[0]);
        elapsedMs = Math.max(elapsedMs, due[1].atMs);
        due[1].action();
      }
      elapsedMs = untilMs;
    },
    plannedCount: () => planned.size,
    nextInMs: () =>
      planned.size === 0 ? undefined : Math.min(...[...planned.values()].map(({ atMs }) => atMs)) - elapsedMs,
  };
}
