import type { MessageBoxOptions } from 'electron';
import type { Unsent } from '../data-host/unsent-watch.ts';
import type { Texts } from './texts.ts';

/** The index of the button that quits. */
export const QUIT_BUTTON = 0;

/** "3 edits are not sent yet. They are kept on this computer …"; undefined where nothing is unsent. */
export function unsentQuestion(texts: Texts, { notSent, needsPerson }: Unsent): MessageBoxOptions | undefined {
  if (notSent === 0) return undefined;
  const toSettle = needsPerson === 0 ? '' : ` ${counted(needsPerson, texts.toSettleOne, texts.toSettleMany)}`;
  return {
    type: 'question',
    message: counted(notSent, texts.unsentOne, texts.unsentMany),
    detail: `${notSent === 1 ? texts.unsentKeptOne : texts.unsentKeptMany}${toSettle}`,
    buttons: [texts.quitNow, texts.stay],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  };
}

function counted(count: number, one: string, many: string): string {
  return count === 1 ? one : many.replace('{count}', String(count));
}
