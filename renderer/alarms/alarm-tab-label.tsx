import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/index.ts';
import { useAlarmNews } from './alarms-provider.tsx';

/** The name of the panel, with how many nobody has acknowledged. */
export function AlarmTabLabel() {
  const { t } = useTranslation();
  const format = useFormat();
  const count = useAlarmNews(({ counts }) => counts?.unacknowledged ?? 0);
  if (count === 0) return <>{t('panel.alarms')}</>;
  return (
    <span className="outbox-tab" data-testid="alarm-tab" data-count={count}>
      <span className="visually-hidden">{`${t('panel.alarms')}, ${t('alarm.tab', { count })}`}</span>
      <span aria-hidden="true">{t('panel.alarms')}</span>
      <span className="outbox-tab__count" aria-hidden="true">
        {format.integer(count)}
      </span>
    </span>
  );
}
