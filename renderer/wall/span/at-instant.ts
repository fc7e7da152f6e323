import type { Disposer } from '../../../shared/domain/index.ts';

/** What is needed of a window to draw at an instant. */
export interface FrameWindow {
  requestAnimationFrame(callback: () => void): number;
  cancelAnimationFrame(id: number): void;
}

/** A window that is told late, or whose clock was set back, does not wait longer than this, ms. */
const LONGEST_WAIT_MS = 250;

/**
 * Runs the newest action that was asked for in the first picture that is drawn after its instant. Windows of one machine
 * have one clock, so they all act in the same picture.
 */
export function createAtInstant(page: FrameWindow, nowMs: () => number) {
  let waiting: { atMs: number; sinceMs: number; action: () => void } | undefined;
  let frame: number | undefined;

  function look(): void {
    frame = undefined;
    if (waiting === undefined) return;
    const now = nowMs();
    if (now >= waiting.atMs || Math.abs(now - waiting.sinceMs) >= LONGEST_WAIT_MS) {
      const { action } = waiting;
      waiting = undefined;
      action();
    } else frame = page.requestAnimationFrame(look);
  }

  return {
    /** Takes the place of one that still waits. */
    plan(atMs: number, action: () => void): void {
      waiting = { atMs, sinceMs: waiting?.sinceMs ?? nowMs(), action };
      frame ??= page.requestAnimationFrame(look);
    },
    dispose: (() => {
      waiting = undefined;
      if (frame !== undefined) page.cancelAnimationFrame(frame);
      frame = undefined;
    }) satisfies Disposer,
  };
}
