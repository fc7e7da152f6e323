import type { TFunction } from 'i18next';
import type { ImportRefusal } from '../../shared/contract/index.ts';

/** Where in which file, what is wrong, and what to do: one sentence or two. */
export function importSentence(reason: ImportRefusal, t: TFunction): string {
  const place = [
    reason.file,
    ...(reason.line === undefined ? [] : [t('ground.import.at-line', { line: reason.line })]),
    ...(reason.feature === undefined ? [] : [t('ground.import.at-feature', { feature: reason.feature })]),
    ...(reason.field === undefined ? [] : [reason.field]),
  ].join(', ');
  return t(`ground.import.${reason.code}`, { place });
}
