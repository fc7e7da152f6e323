import { useTranslation } from 'react-i18next';
import type { AlarmPriority, IncidentStatus } from '../../shared/domain/index.ts';
import { type Severity, StatusMark } from '../ui/status-mark.tsx';

const SEVERITY: Readonly<Record<AlarmPriority, Severity>> = {
  critical: 'alarm',
  high: 'warning',
  medium: 'notice',
  low: 'normal',
};

/** A priority by shape, colour and word. What is closed has no colour: nothing is left to do. */
export function Priority({ priority, isOver = false }: { priority: AlarmPriority; isOver?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className="shift-mark" data-priority={priority}>
      <StatusMark severity={isOver ? 'normal' : SEVERITY[priority]} size="0.8em" />
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
