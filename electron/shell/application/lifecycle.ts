import { app, powerMonitor } from 'electron';
import type { Log } from '../files/log.ts';
import { createQuitGate } from './quit-gate.ts';

export interface EndingSteps {
  /** May Vigie end because its last window closed? */
  mayEnd(): boolean;
  /** Asks the person whether to quit; undefined where there is nothing to ask. */
  ask(): Promise<boolean> | undefined;
  /** The person answered that they stay. */
  stayed(): void;
  /** At the first sign of the end, while all windows are still open. */
  begin(): void;
  /** Before the process ends; it waits for this. */
  finish(): Promise<void>;
}

/**
 * Ends in order: whoever asks (menu, last window, signal, log-off), places are kept and the data host ends well. A person who quits may be
 * asked; a signal, or a system that shuts down, is never made to wait.
 * @returns quits without a question
 */
export function endInOrder(steps: EndingSteps, log: Log): () => void {
  const gate = createQuitGate({ ask: () => steps.ask(), quit: () => app.quit(), stayed: () => steps.stayed(), log });
  const quitNow = () => {
    gate.release();
    app.quit();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, quitNow);
  powerMonitor.on('shutdown', () => gate.release());
  let begun = false;
  let finished = false;
  const beginOnce = () => {
    if (!begun) steps.begin();
    begun = true;
  };
  app.on('before-quit', (event) => {
    if (gate.mayQuit()) beginOnce();
    else event.preventDefault();
  });
  app.on('browser-window-created', (_event, window) => {
    // Windows: the session ends, and windows close without before-quit.
    window.on('query-session-end', () => gate.release());
    window.on('session-end', beginOnce);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' && steps.mayEnd()) app.quit();
  });
  app.on('will-quit', (event) => {
    // What is to end does not turn back, nor ask again.
    gate.release();
    if (finished) return;
    event.preventDefault();
    steps
      .finish()
      .catch((error: unknown) => log.error('the end did not go well', { reason: String(error) }))
      .finally(() => {
        finished = true;
        app.quit();
      });
  });
  return quitNow;
}

/** What no one caught goes into the log; the windows stay. */
export function logUncaught(log: Log): void {
  process.on('uncaughtException', (error) => log.error('an error was not caught', { stack: error.stack }));
  process.on('unhandledRejection', (reason) => {
    log.error('a rejection was not handled', { reason: reason instanceof Error ? reason.stack : String(reason) });
  });
}
