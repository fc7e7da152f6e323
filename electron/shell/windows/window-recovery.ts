import { app, type BrowserWindow } from 'electron';
import type { Clock } from '../../../shared/domain/clock.ts';
import type { Log } from '../files/log.ts';
import { createRestartPolicy, WINDOW_LIMITS } from '../data-host/restart-policy.ts';
import { createHangWatch } from './hang-watch.ts';

/**
 * Reloads a window alone when its page's process dies, or is ended because it hangs: quickly at first, then once a minute.
 * @param sayStopped called once, when the quick reloads are used up
 * @returns to be called each time the page says that it goes on
 */
export function recoverWindow(window: BrowserWindow, clock: Clock, log: Log, sayStopped: () => void): () => void {
  const policy = createRestartPolicy(WINDOW_LIMITS);
  const contents = window.webContents;
  const name = window.getTitle();
  let loadedAtMs = clock.monotonicMs();

  const hang = createHangWatch(clock, () => {
    // Whoever looks at a page with the developer tools may hold it at a line for as long as they like.
    if (window.isDestroyed() || contents.isDevToolsOpened()) return;
    log.error("a window's page hangs and is ended", { name });
    contents.forcefullyCrashRenderer();
  });
  window.once('closed', () => hang.dispose());
  contents.on('did-start-loading', () => hang.reset());
  contents.on('did-finish-load', () => {
    loadedAtMs = clock.monotonicMs();
  });
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    hang.reset();
    if (reason === 'clean-exit') return;
    const decision = policy.died(clock.monotonicMs() - loadedAtMs);
    const { delayMs, attempt, pastLimit } = decision;
    log.error("a window's page died", { name, reason, exitCode, attempt, reloadInMs: delayMs, pastLimit });
    const cancel = clock.after(delayMs, () => contents.reload());
    window.once('closed', cancel);
    if (decision.sayNow) sayStopped();
  });
  contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
    // -3 is a load that a newer one replaced.
    if (isMainFrame && code !== -3) log.error('a page could not be loaded', { name, code, description, url });
  });
  contents.on('preload-error', (_event, file, error) => {
    log.error('the preload failed', { name, file, reason: error.message });
  });
  window.on('unresponsive', () => log.warn('a window does not answer', { name }));
  window.on('responsive', () => log.info('a window answers again', { name }));
  return () => hang.pulse();
}

/** Logs what dies among Chromium's own processes, and counts what the GPU's does. */
export function watchChildProcesses(log: Log, onGpuCrash: () => void): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason === 'clean-exit') return;
    log.error('a helper process died', { type, reason, exitCode, name });
    if (type === 'GPU') onGpuCrash();
  });
}
