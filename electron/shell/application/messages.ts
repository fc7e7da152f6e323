import { app, type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
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

/** Asks, blocking nothing. @returns the index of the button that was pressed */
export async function askPerson(owner: BrowserWindow | undefined, question: MessageBoxOptions): Promise<number> {
  const isOwned = owner !== undefined && !owner.isDestroyed() && owner.isVisible();
  const { response } = await (isOwned ? dialog.showMessageBox(owner, question) : dialog.showMessageBox(question));
  return response;
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
  askPerson(owner, options).then(
    (response) => {
      if (response === 0) restart();
    },
    (error: unknown) => log.error('a message could not be shown', { message, reason: String(error) }),
  );
}
