import { app } from 'electron';
import type { Log } from '../files/log.ts';

export interface EndingSteps {
  /** May Vigie end because its last window closed? */
  mayEnd(): boolean;
  /** At the first sign of the end, while all windows are still open. */
  begin(): void;
  /** Before the process ends; it waits for this. */
  finish(): Promise<void>;
}

/** Ends in order: whoever asks (menu, last window, signal, log-off), places are kept and the data host ends well. */
export function endInOrder(steps: EndingSteps, log: Log): void {
  let begun = false;
  let finished = false;
  const beginOnce = () => {
    if (!begun) steps.begin();
    begun = true;
  };
  app.on('before-quit', beginOnce);
  app.on('browser-window-created', (_event, window) => {
    // Windows: the session ends, and windows close without before-quit.
    window.on('session-end', beginOnce);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' && steps.mayEnd()) app.quit();
  });
  app.on('will-quit', (event) => {
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
}

/** What no one caught goes into the log; the windows stay. */
export function logUncaught(log: Log): void {
  process.on('uncaughtException', (error) => log.error('an error was not caught', { stack: error.stack }));
  process.on('unhandledRejection', (reason) => {
    log.error('a rejection was not handled', { reason: reason instanceof Error ? reason.stack : String(reason) });
  });
}
