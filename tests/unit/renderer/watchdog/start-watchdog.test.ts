import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ToWatchdog } from '../../../../renderer/watchdog/protocol.ts';
import { BEAT_EVERY_MS } from '../../../../renderer/watchdog/freeze-watch.ts';
import { startWatchdog } from '../../../../renderer/watchdog/start-watchdog.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

/** A page whose animation frames and visibility the test plays. */
function setUp() {
  const frames = new Map<number, FrameRequestCallback>();
  let last = 0;
  vi.spyOn(window, 'requestAnimationFrame').mockImplementation((callback) => {
    frames.set(++last, callback);
    return last;
  });
  vi.spyOn(window, 'cancelAnimationFrame').mockImplementation((handle) => void frames.delete(handle));
  const clock = createManualClock();
  const told: ToWatchdog[] = [];
  let ended = false;
  const worker = {
    postMessage: (message: ToWatchdog) => void told.push(message),
    addEventListener: () => undefined,
    terminate: () => void (ended = true),
  };
  const watchdog = startWatchdog(window, clock, worker);
  const draw = () => {
    const due = [...frames.values()];
    frames.clear();
    for (const callback of due) callback(0);
  };
  const types = () => told.map(({ type }) => type);
  return { watchdog, clock, draw, types, frames, ended: () => ended };
}

let hidden = false;
function show(visible: boolean): void {
  hidden = !visible;
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  hidden = false;
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
  HTMLCanvasElement.prototype.transferControlToOffscreen = () => ({}) as OffscreenCanvas;
});
afterEach(() => vi.restoreAllMocks());

describe('a page with a watchdog', () => {
  it('hands over a canvas, and beats with its animation frames, four times a second', () => {
    const { clock, draw, types, watchdog } = setUp();
    expect(types()).toEqual(['canvas']);
    draw();
    expect(types()).toEqual(['canvas', 'beat']);
    draw();
    clock.advance(BEAT_EVERY_MS - 1);
    draw();
    expect(types()).toHaveLength(2);
    clock.advance(1);
    expect(types()).toHaveLength(2);
    draw();
    expect(types()).toEqual(['canvas', 'beat', 'beat']);
    watchdog.dispose();
  });

  it('does not beat when its frames stop, though its timers go on', () => {
    const { clock, types, watchdog } = setUp();
    clock.advance(10_000);
    expect(types()).toEqual(['canvas']);
    watchdog.dispose();
  });

  it('says that nobody sees it, costs nothing then, and beats at once when it is seen again', () => {
    const { clock, draw, types, frames, watchdog } = setUp();
    draw();
    show(false);
    clock.advance(10_000);
    expect(frames.size).toBe(0);
    expect(types()).toEqual(['canvas', 'beat', 'hidden']);
    show(true);
    draw();
    expect(types().at(-1)).toBe('beat');
    watchdog.dispose();
  });

  it('leaves nothing behind', () => {
    const { clock, draw, types, ended, watchdog } = setUp();
    watchdog.dispose();
    clock.advance(10_000);
    draw();
    show(true);
    expect(types()).toEqual(['canvas']);
    expect(ended()).toBe(true);
    expect(document.querySelector('canvas.watchdog')).toBeNull();
  });
});
