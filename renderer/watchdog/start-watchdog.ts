import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { BEAT_EVERY_MS } from './freeze-watch.ts';
import type { CoverLook, ToWatchdog } from './protocol.ts';
import './watchdog.css';

export interface Watchdog {
  /** What it says from now on. */
  setLook(look: CoverLook): void;
  dispose: Disposer;
}

/** The part of a Worker that the page needs; a test passes its own. */
export interface WatchdogWorker {
  postMessage(message: ToWatchdog, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: () => void): void;
  terminate(): void;
}

/**
 * Watches over a window: a worker covers the page with "not live since" when it has had no animation frame for a while,
 * and takes the cover off when it has one again. The worker draws on a canvas of its own over the page, which needs
 * nothing of the page's thread. It beats four times a second while the page can be seen, and never else.
 */
export function startWatchdog(page: Window, clock: Clock, worker: WatchdogWorker): Watchdog {
  const { document } = page;
  const canvas = document.createElement('canvas');
  canvas.className = 'watchdog';
  canvas.width = 1;
  canvas.height = 1;
  canvas.setAttribute('aria-hidden', 'true');
  document.body.append(canvas);
  const offscreen = canvas.transferControlToOffscreen();
  worker.postMessage({ type: 'canvas', canvas: offscreen }, [offscreen]);

  // It has had beats enough: from now on it would notice.
  worker.addEventListener('message', () => {
    if (canvas.dataset['watching'] === undefined) canvas.dataset['watching'] = 'true';
  });

  let planned: number | undefined;
  let stopTimer: Disposer = () => undefined;
  const beat = () => {
    planned = undefined;
    const { innerWidth: width, innerHeight: height, devicePixelRatio: pixelRatio } = page;
    worker.postMessage({ type: 'beat', width, height, pixelRatio });
    stopTimer = clock.after(BEAT_EVERY_MS, plan);
  };
  const plan = () => {
    planned ??= page.requestAnimationFrame(beat);
  };
  function pause(): void {
    stopTimer();
    if (planned !== undefined) page.cancelAnimationFrame(planned);
    planned = undefined;
  }
  const follow = () => {
    pause();
    if (document.hidden) worker.postMessage({ type: 'hidden' });
    else plan();
  };
  document.addEventListener('visibilitychange', follow);
  follow();

  return {
    setLook: (look) => worker.postMessage({ type: 'look', look }),
    dispose() {
      pause();
      document.removeEventListener('visibilitychange', follow);
      worker.terminate();
      canvas.remove();
    },
  };
}

/** Starts the worker of a window's watchdog. */
export function createWatchdogWorker(): WatchdogWorker {
  return new Worker(new URL('./watchdog.worker.ts', import.meta.url), { type: 'module', name: 'watchdog' });
}
