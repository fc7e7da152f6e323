import type { BrowserWindow, MessageBoxOptions } from 'electron';
import type { DataProcess } from '../data-host/data-process.ts';
import type { Log } from '../files/log.ts';
import { askPerson } from './messages.ts';
import type { Texts } from './texts.ts';
import { QUIT_BUTTON } from './unsent-question.ts';

/**
 * Whether the person wants to quit all the same. VIGIE_QUIT_ANSWER (`quit` or `stay`) answers where nobody can press a button.
 * @param question undefined: there is nothing to ask
 */
export function askToQuit(
  owner: BrowserWindow | undefined,
  question: MessageBoxOptions | undefined,
  log: Log,
): Promise<boolean> | undefined {
  if (question === undefined) return undefined;
  const ready = process.env['VIGIE_QUIT_ANSWER'];
  log.info(question.message, { answer: ready });
  if (ready === 'quit' || ready === 'stay') return Promise.resolve(ready === 'quit');
  return askPerson(owner, question).then((button) => button === QUIT_BUTTON);
}

/** Has the rows thrown away and read anew, if the person confirms it. */
export function askToRebuild(
  owner: BrowserWindow | undefined,
  texts: Texts,
  dataProcess: Pick<DataProcess<never>, 'tell'>,
  log: Log,
): void {
  const question: MessageBoxOptions = {
    type: 'question',
    message: texts.rebuildQuestion,
    detail: texts.rebuildDetail,
    buttons: [texts.rebuildNow, texts.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  };
  askPerson(owner, question).then(
    (button) => {
      if (button !== 0) return;
      log.info('someone wants the cache rebuilt');
      if (!dataProcess.tell({ type: 'rebuild' })) log.warn('the data process does not run: the cache stays as it is');
    },
    (error: unknown) => log.error('a message could not be shown', { reason: String(error) }),
  );
}
