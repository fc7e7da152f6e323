import { useTranslation } from 'react-i18next';
import { ProgressBar } from 'react-aria-components';
import { useFormat } from '../i18n/index.ts';
import { useHealth } from '../stores/services.tsx';
import { percentOf } from './part-label.tsx';

/** How far the first sync has come: rows received, of all. */
export function SyncProgress() {
  const { t } = useTranslation();
  const format = useFormat();
  const isFirst = useHealth(({ health }) => health?.sync.phase === 'first');
  const received = useHealth(({ health }) => health?.sync.received ?? 0);
  const remaining = useHealth(({ health }) => health?.sync.remaining ?? null);
  if (!isFirst || remaining === null) return null;
  const rows = format.integer(received);
  const total = format.integer(received + remaining);
  const percent = percentOf(received, remaining);
  return (
    <ProgressBar
      className="progress"
      aria-label={t('status.sync.first')}
      value={percent}
      valueLabel={t('status.sync-of-total', { rows, total })}
    >
      <span className="progress__track">
        <span className="progress__done" style={{ width: `${percent}%` }} />
      </span>
      <span className="progress__text">{t('status.sync-of-total', { rows, total })}</span>
    </ProgressBar>
  );
}
