import { MISSION_STATUSES, MISSION_TOLERANCE_MS } from '../../../shared/domain/index.ts';
import { toPlace } from './columns.ts';
import type { Reader } from './handles.ts';

export interface MissionSummary {
  running: number;
  overdue: number;
  lateStarts: number;
}

const PLANNED = toPlace(MISSION_STATUSES, 'planned');
const IN_PROGRESS = toPlace(MISSION_STATUSES, 'in-progress');

/** How the missions stand against their plan at `nowMs`, UTC ms. Reads the few rows that are under way or due. */
export function summariseMissions(reader: Reader, nowMs: number): MissionSummary {
  const dueMs = nowMs - MISSION_TOLERANCE_MS;
  const running = reader
    .select<{ running: number; overdue: number }>(
      `SELECT count(*) AS running, count(*) FILTER (WHERE planned_end_at_ms <= ?) AS overdue FROM missions WHERE status = ?`,
    )
    .get(dueMs, IN_PROGRESS);
  const lateStarts = reader
    .selectValue<number>('SELECT count(*) FROM missions WHERE status = ? AND planned_start_at_ms <= ?')
    .get(PLANNED, dueMs);
  return { running: running?.running ?? 0, overdue: running?.overdue ?? 0, lateStarts: lateStarts ?? 0 };
}
