import { useTranslation } from 'react-i18next';
import type { BoardRow } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Missing } from '../lists/index.ts';
import { useMissionTime } from '../stores/mission-clock.ts';
import type { Severity } from '../ui/status-mark.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { type BoardState, viewOf } from './board-view.ts';

/** What is abnormal has a shape and a colour; what goes as planned has neither. */
export const SEVERITY: Readonly<Record<BoardState, Severity | null>> = {
  'late-start': 'warning',
  overdue: 'warning',
  delayed: 'warning',
  unassigned: 'notice',
  'under-way': null,
};

interface CellProps {
  row: BoardRow;
}

export function StateCell({ row }: CellProps) {
  const { t } = useTranslation();
  const { state } = viewOf(row, useMissionTime());
  const severity = SEVERITY[state];
  return (
    <span className={`board-state board-state--${severity ?? 'none'}`} data-state={state}>
      {severity === null ? <span className="board-state__none" /> : <StatusMark severity={severity} size="0.95em" />}
      {t(`board.state.${state}`)}
    </span>
  );
}

/** By how much it is late; of what begins soon, in how long. */
export function LateCell({ row }: CellProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMissionTime();
  const { state, lateMs, plannedMs } = viewOf(row, now);
  if (lateMs > 0) {
    return <strong className="board-late">{t('board.late-by', { duration: format.duration(lateMs) })}</strong>;
  }
  if (state === 'under-way') return null;
  const leftMs = plannedMs - now;
  return <>{leftMs < 60_000 ? t('board.now') : t('board.in', { duration: format.duration(leftMs) })}</>;
}

export function VehicleCell({ row }: CellProps) {
  const { t } = useTranslation();
  if (row.vehicleCode !== null) return <strong>{row.vehicleCode}</strong>;
  return <span className="board-state--notice">{t('board.no-vehicle')}</span>;
}

export function CustomerCell({ row }: CellProps) {
  const { t } = useTranslation();
  return <>{row.thirdPartyName ?? row.customerName ?? <Missing label={t('detail.unknown')} />}</>;
}

export function PlaceCell({ row }: CellProps) {
  const { t } = useTranslation();
  const { place } = viewOf(row, useMissionTime());
  return <>{place ?? <Missing label={t('detail.unknown')} />}</>;
}

export function PlannedCell({ row }: CellProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMissionTime();
  const { awaits, plannedMs } = viewOf(row, now);
  return <>{t(`board.${awaits}`, { time: format.time(plannedMs, now) })}</>;
}

/** Shown where it differs from the plan by a minute: the eye finds what is not as planned. */
export function ExpectedCell({ row }: CellProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMissionTime();
  const { plannedMs, expectedMs } = viewOf(row, now);
  if (Math.abs(expectedMs - plannedMs) < 60_000) return <Missing label={t('board.column.planned')} />;
  return <>{format.time(expectedMs, now)}</>;
}
