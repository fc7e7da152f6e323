import { watchNpm } from '../bootstrap/parent-watch.mjs';

/** Why a run ends. */
export type StopReason = 'signal' | 'parent-gone';

/** A later Ctrl-C forces the end; npm and the terminal may both pass on the first one. */
const SAME_PRESS_MS = 1_000;

/**
 * Resolves at the first request to stop: Ctrl-C, SIGTERM, SIGHUP, or the end of the process that runs this one (the
 * thin parent on another Node, or npm). `onForce` is called at a second request.
 */
export function stopRequested(onForce: () => void): Promise<StopReason> {
  return new Promise((resolve) => {
    let firstAtMs: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (firstAtMs !== undefined && Date.now() - firstAtMs > SAME_PRESS_MS) onForce();
        firstAtMs ??= Date.now();
        resolve('signal');
      });
    }
    process.once('disconnect', () => resolve('parent-gone'));
    // Listening would else keep this process from ending by itself.
    process.channel?.unref();
    if (!process.connected) watchNpm(() => resolve('parent-gone'));
  });
}
