import { app, type BrowserWindow, dialog } from 'electron';
import type { Log } from '../files/log.ts';
import { type Texts, textsFor } from './texts.ts';

/** Says, once the application is ready, why it cannot start, then ends it with exit code 2. The terminal hears it at once. */
export function refuseToStart(problems: readonly string[]): void {
  for (const problem of problems) console.error(`vigie: ${problem}`);
  void app
    .whenReady()
    .then(() =>
      dialog.showMessageBox({
        type: 'error',
        message: textsFor(app.getLocale()).cannotStart,
        detail: problems.join('\n\n'),
      }),
    )
    .finally(() => app.exit(2));
}

/** Asks whether to restart now or to go on waiting; blocks nothing. */
export function offerRestart(
  owner: BrowserWindow | undefined,
  words: { texts: Texts; message: string; detail: string },
  log: Log,
  restart: () => void,
): void {
  const { texts, message, detail } = words;
  const options = {
    type: 'error' as const,
    message,
    detail,
    buttons: [texts.restartNow, texts.later],
    defaultId: 0,
    cancelId: 1,
  };
  const answer =
    owner === undefined || owner.isDestroyed() ? dialog.showMessageBox(options) : dialog.showMessageBox(owner, options);
  answer.then(
    ({ response }) => {
      if (response === 0) restart();
    },
    (error: unknown) => log.error('a message could not be shown', { message, reason: String(error) }),
  );
}
