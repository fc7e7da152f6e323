import { useTranslation } from 'react-i18next';
import { type Mission, missionProgress } from '../../shared/domain/index.ts';
import { useFormat } from '../i18n/index.ts';
import { StatusMark } from '../ui/status-mark.tsx';
import { useMissionTime } from '../stores/mission-clock.ts';

import './mission-status.css';

type Planned = Pick<Mission, 'status' | 'plannedStartAt' | 'plannedEndAt'>;

/** The status of a mission as a word, and as a mark where it is late against its plan. */
export function MissionStatusCell({ mission }: { mission: Planned }) {
  const { t } = useTranslation();
  const format = useFormat();
  const progress = missionProgress(mission, useMissionTime());
  if (progress.state === 'late-start' || progress.state === 'overdue') {
    return (
      <span className="mission-status mission-status--late" data-state={progress.state}>
        <StatusMark severity="warning" />
        {t(`mission.progress.${progress.state}`, { duration: format.duration(progress.lateMs) })}
      </span>
    );
  }
  return (
    <span className={`mission-status mission-status--${progress.state}`} data-state={progress.state}>
      {t(`mission.status.${progress.state}`)}
    </span>
  );
}
