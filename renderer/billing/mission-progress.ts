import { MISSION_TOLERANCE_MS } from '../../shared/contract/index.ts';
import type { Mission } from '../../shared/domain/index.ts';

/** How a mission stands against its plan. */
export type MissionProgress =
  /** It should have begun, or ended, and has not: by how much, in milliseconds. */
  { readonly state: 'late-start' | 'overdue'; readonly lateMs: number } | { readonly state: Mission['status'] };

type Planned = Pick<Mission, 'status' | 'plannedStartAt' | 'plannedEndAt'>;

export function missionProgress(mission: Planned, nowMs: number): MissionProgress {
  const { status, plannedStartAt, plannedEndAt } = mission;
  if (status === 'planned') return lateness('late-start', status, nowMs - Date.parse(plannedStartAt));
  if (status === 'in-progress') return lateness('overdue', status, nowMs - Date.parse(plannedEndAt));
  return { state: status };
}

function lateness(late: 'late-start' | 'overdue', status: Mission['status'], lateMs: number): MissionProgress {
  return lateMs >= MISSION_TOLERANCE_MS ? { state: late, lateMs } : { state: status };
}
