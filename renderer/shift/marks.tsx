import { useTranslation } from 'react-i18next';
import type { AlarmPriority, IncidentStatus } from '../../shared/domain/index.ts';
import { AlarmMark } from '../alarms/index.ts';

/** A priority by the shape that alarms have, colour and word. What is closed has no colour: nothing is left to do. */
export function Priority({ priority, isOver = false }: { priority: AlarmPriority; isOver?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className="shift-mark" data-priority={priority}>
      <AlarmMark priority={priority} isAtRest={isOver} size="1.05em" />
      {t(`shift.priority.${priority}`)}
    </span>
  );
}

export function Status({ status }: { status: IncidentStatus }) {
  const { t } = useTranslation();
  return (
    <span className="shift-mark" data-status={status}>
      {t(`incident.status.${status}`)}
    </span>
  );
}
