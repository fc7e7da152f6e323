import { useTranslation } from 'react-i18next';
import { errorSentence } from '../i18n/index.ts';
import type { useListShown } from '../lists/index.ts';
import { TextButton } from '../ui/button.tsx';
import { StateMessage } from '../ui/state-message.tsx';

interface BoardEmptyProps {
  shown: ReturnType<typeof useListShown>;
  /** On the console: what asks again. */
  onRetry?: () => void;
}

/** Why there are no rows: nothing to look at, nothing read yet, or an error. */
export function BoardEmpty({ shown, onRetry }: BoardEmptyProps) {
  const { t } = useTranslation();
  if (shown.state === 'error') {
    const { sentence, remedy } = errorSentence(t, shown.error.code);
    return (
      <StateMessage
        severity="alarm"
        title={sentence}
        detail={remedy}
        action={onRetry === undefined ? undefined : <TextButton onPress={onRetry}>{t('list.retry')}</TextButton>}
      />
    );
  }
  if (shown.state === 'empty' && shown.why === 'never-synced') {
    return <StateMessage severity="warning" title={t('list.never-synced')} />;
  }
  if (shown.state === 'empty' && shown.why === 'first-sync') {
    return <StateMessage severity="unknown" title={t('list.first-sync')} />;
  }
  return <StateMessage severity="normal" title={t('board.none')} detail={t('board.none-detail')} />;
}
