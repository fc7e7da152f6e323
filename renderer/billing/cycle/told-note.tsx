import { useTranslation } from 'react-i18next';
import type { BooksSource } from '../../../shared/contract/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { useNow } from '../../stores/services.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';

/** Says of what is shown that it is not what the server says just now. */
export function ToldNote({ source, asOfMs }: { source: BooksSource; asOfMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (source === 'server') return null;
  return (
    <p className="told-note" data-source={source}>
      <StatusMark severity={source === 'kept' ? 'warning' : 'notice'} />
      {source === 'kept' ? t('books.source.kept', { time: format.time(asOfMs, now) }) : t('books.source.foretold')}
    </p>
  );
}
