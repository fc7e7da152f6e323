import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/index.ts';
import { StatusMark } from '../ui/status-mark.tsx';
import { useMissionSummary } from './use-mission-summary.ts';
import './mission-summary.css';

/** How many missions run, and how many are late, large enough for a wall. */
export function MissionSummary() {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = useMissionSummary();
  const figures = [
    { name: 'running', value: counts?.running, isAbnormal: false },
    { name: 'late-starts', value: counts?.lateStarts, isAbnormal: true },
    { name: 'overdue', value: counts?.overdue, isAbnormal: true },
  ] as const;
  return (
    <dl className="mission-summary" aria-label={t('panel.missions')} data-testid="mission-summary">
      {figures.map(({ name, value, isAbnormal }) => {
        const isLate = isAbnormal && value !== undefined && value > 0;
        return (
          <div key={name} className={isLate ? 'mission-count mission-count--late' : 'mission-count'} data-count={name}>
            <dt className="mission-count__name">
              {isLate ? <StatusMark severity="warning" size="0.9em" /> : null}
              {t(`mission.summary.${name}`)}
            </dt>
            <dd className="mission-count__value" data-value={value}>
              {value === undefined ? '–' : format.integer(value)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
