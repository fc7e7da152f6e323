import { useTranslation } from 'react-i18next';
import { errorSentence, refusalSentence, useFormat } from '../../i18n/index.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Kept } from '../editing/use-kept-entry.ts';

/** That what was typed before is back, whether what is saved is another since, and that a draft could not be kept. */
export function RestoredNote({ form, isNew = false }: { form: Kept; isNew?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { restored, isEntered, isDraftLost } = form;
  return (
    <>
      {restored === null || !isEntered ? null : (
        <p className="edit-banner edit-banner--notice" data-banner="notice">
          <StatusMark severity="notice" />
          {t('edit.draft-back', { time: format.dateTime(restored.savedAtMs) })}{' '}
          {restored.isOfAnother && !isNew ? t('rates.draft-of-another') : ''}
        </p>
      )}
      {isDraftLost ? (
        <p className="edit-banner edit-banner--warning" data-banner="warning">
          <StatusMark severity="warning" />
          {t('edit.draft-not-kept')}
        </p>
      ) : null}
    </>
  );
}

/** What stands in the way of saving that is of no field. */
export function FormTrouble({
  failure,
  refused,
}: {
  failure: Parameters<typeof errorSentence>[1] | null;
  refused: Parameters<typeof refusalSentence>[1] | null;
}) {
  const { t } = useTranslation();
  const text =
    failure === null ? (refused === null ? null : refusalSentence(t, refused)) : errorSentence(t, failure).sentence;
  return (
    <div role="alert">
      {text === null ? null : (
        <p className="edit-banner edit-banner--warning">
          <StatusMark severity="warning" />
          {text} {failure === null ? '' : t('rates.only-online')}
        </p>
      )}
    </div>
  );
}
