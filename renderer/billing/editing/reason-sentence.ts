import type { TFunction } from 'i18next';
import { errorSentence, refusalSentence } from '../../i18n/index.ts';
import type { EditOutcome } from './editing.ts';

/** Why an edit was not kept, in a sentence of the window's language. */
export function reasonSentence(t: TFunction, why: Exclude<EditOutcome, { result: 'kept' }>): string {
  switch (why.result) {
    case 'refused':
      return refusalSentence(t, why.reason);
    case 'stale':
      return t('notice.changed-since');
    case 'failed': {
      const { sentence, remedy } = errorSentence(t, why.code);
      return `${sentence} ${remedy}`;
    }
  }
}
