import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BooksSource } from '../../../shared/contract/index.ts';
import { errorSentence } from '../../i18n/index.ts';
import type { RecordHandle } from '../../lists/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { StateMessage } from '../../ui/state-message.tsx';
import { ToldNote } from './told-note.tsx';

/** A part of the books with its states: being read, not to be had, and of when it is. */
export function BooksPart<T extends { source: BooksSource; asOfMs: number }>({
  handle,
  children,
}: {
  handle: RecordHandle<T>;
  children: (value: T) => ReactNode;
}) {
  const { t } = useTranslation();
  const { record } = handle;
  if (record.state === 'loading') return <span className="skeleton" />;
  if (record.state === 'error') {
    const { sentence, remedy } = errorSentence(t, record.error.code);
    const isAway = record.error.code.startsWith('server-');
    return (
      <StateMessage
        severity="warning"
        title={isAway ? t('books.none-heard') : sentence}
        detail={remedy}
        action={<TextButton onPress={handle.retry}>{t('list.retry')}</TextButton>}
      />
    );
  }
  return (
    <>
      <ToldNote source={record.value.source} asOfMs={record.value.asOfMs} />
      {children(record.value)}
    </>
  );
}
