import type { Mission } from './mission.ts';

const MINUTE = 60_000;
/** A mission that has not begun, or not ended, this long after its plan is late: plans are made by the minute. Milliseconds. */
export const MISSION_TOLERANCE_MS = MINUTE;
/** A mission that began this much later than planned is late while it runs, though its planned end is still to come. Milliseconds. */
export const DELAY_TOLERANCE_MS = 5 * MINUTE;
/** A mission that begins within this time needs its vehicle now. Milliseconds. */
export const SOON_MS = 120 * MINUTE;
/** What is later than this was forgotten by whoever keeps the plan: it is counted, and hides nothing that is late today. Milliseconds. */
export const FORGOTTEN_MS = 24 * 60 * MINUTE;

/** How a mission stands against its plan. */
export type MissionProgress =
  /** It should have begun, or ended, and has not: by how much, in milliseconds. */
  { readonly state: 'late-start' | 'overdue'; readonly lateMs: number } | { readonly state: Mission['status'] };

type Planned = Pick<Mission, 'status' | 'plannedStartAt' | 'plannedEndAt'>;
type Followed = Planned & Pick<Mission, 'actualStartAt'>;

export function missionProgress(mission: Planned, nowMs: number): MissionProgress {
  const { status, plannedStartAt, plannedEndAt } = mission;
  if (status === 'planned') return lateness('late-start', status, nowMs - Date.parse(plannedStartAt));
  if (status === 'in-progress') return lateness('overdue', status, nowMs - Date.parse(plannedEndAt));
  return { state: status };
}

function lateness(late: 'late-start' | 'overdue', status: Mission['status'], lateMs: number): MissionProgress {
  return lateMs >= MISSION_TOLERANCE_MS ? { state: late, lateMs } : { state: status };
}

/** The parts of the mission board, in their order. */
export const BOARD_GROUPS = ['late', 'unassigned', 'under-way'] as const;
export type BoardGroup = (typeof BOARD_GROUPS)[number];

/** Where a mission stands on the board; `rank` orders it within its group, the least first. */
export interface BoardPlace {
  readonly group: BoardGroup;
  /** How late it is, in milliseconds; 0 where it is not. */
  readonly lateMs: number;
  readonly rank: number;
}

/**
 * The board's rule: what is late against its plan comes first, the latest on top; then what begins soon and has no vehicle; then what
 * is under way, the nearest end on top. The data host's query says the same (electron/data/store/mission-board.ts, compared by test).
 * @returns null for a mission that is not on the board; 'forgotten' for one that is later than `FORGOTTEN_MS`
 */
export function boardPlace(
  mission: Followed & Pick<Mission, 'vehicleId'>,
  nowMs: number,
): BoardPlace | 'forgotten' | null {
  const startMs = Date.parse(mission.plannedStartAt);
  const endMs = Date.parse(mission.plannedEndAt);
  if (mission.status === 'planned') {
    const lateMs = nowMs - startMs;
    if (lateMs > FORGOTTEN_MS) return 'forgotten';
    if (lateMs >= MISSION_TOLERANCE_MS) return { group: 'late', lateMs, rank: -lateMs };
    if (mission.vehicleId !== null || -lateMs > SOON_MS) return null;
    return { group: 'unassigned', lateMs: 0, rank: startMs };
  }
  if (mission.status !== 'in-progress') return null;
  const overMs = nowMs - endMs;
  const delayMs = startDelayMs(mission);
  if (overMs > FORGOTTEN_MS) return 'forgotten';
  if (overMs < MISSION_TOLERANCE_MS && delayMs < DELAY_TOLERANCE_MS) {
    return { group: 'under-way', lateMs: 0, rank: endMs };
  }
  const lateMs = Math.max(overMs, delayMs);
  return { group: 'late', lateMs, rank: -lateMs };
}

/** How much later than planned a mission began, in milliseconds; 0 where it was early, or is not known to have begun. */
function startDelayMs({ actualStartAt, plannedStartAt }: Followed): number {
  return actualStartAt === null ? 0 : Math.max(0, Date.parse(actualStartAt) - Date.parse(plannedStartAt));
}

/**
 * When a mission is to be expected, UTC ms: what is late now begins now at the earliest, takes as long as was planned, and keeps the
 * delay with which it began. A reckoning from the plan alone: the road is not looked at.
 */
export function missionExpected(mission: Followed, nowMs: number): { startMs: number; endMs: number } {
  const startMs = Date.parse(mission.plannedStartAt);
  const endMs = Date.parse(mission.plannedEndAt);
  if (mission.status === 'planned') {
    const begins = Math.max(startMs, nowMs);
    return { startMs: begins, endMs: begins + endMs - startMs };
  }
  const begun = mission.actualStartAt === null ? startMs : Date.parse(mission.actualStartAt);
  const ends = endMs + startDelayMs(mission);
  return { startMs: begun, endMs: mission.status === 'in-progress' ? Math.max(ends, nowMs) : ends };
}
