import type { BoardRow } from '../../shared/contract/index.ts';
import { boardPlace, MISSION_TOLERANCE_MS, missionExpected } from '../../shared/domain/index.ts';

/** What is said of a mission on the board, in one word. */
export type BoardState = 'late-start' | 'overdue' | 'delayed' | 'unassigned' | 'under-way';

export interface BoardView {
  readonly state: BoardState;
  /** How late it is, in milliseconds; 0 where it is not. */
  readonly lateMs: number;
  /** What is waited for: a mission that is planned begins at its origin, one that is under way ends at its destination. */
  readonly awaits: 'begins' | 'ends';
  /** Of what is waited for, UTC ms. */
  readonly plannedMs: number;
  readonly expectedMs: number;
  readonly place: string | null;
}

/** A row of the board as it is at `nowMs`: it goes on growing late between two answers of the data host. */
export function viewOf(row: BoardRow, nowMs: number): BoardView {
  const place = boardPlace(row, nowMs);
  const lateMs = place === null || place === 'forgotten' ? 0 : place.lateMs;
  const isPlanned = row.status === 'planned';
  const expected = missionExpected(row, nowMs);
  const plannedMs = Date.parse(isPlanned ? row.plannedStartAt : row.plannedEndAt);
  return {
    state: stateOf(row, lateMs, nowMs - plannedMs),
    lateMs,
    awaits: isPlanned ? 'begins' : 'ends',
    plannedMs,
    expectedMs: isPlanned ? expected.startMs : expected.endMs,
    place: isPlanned ? row.originAddress : row.destinationAddress,
  };
}

function stateOf(row: BoardRow, lateMs: number, pastMs: number): BoardState {
  if (row.status === 'planned') return lateMs > 0 ? 'late-start' : 'unassigned';
  if (lateMs === 0) return 'under-way';
  return pastMs >= MISSION_TOLERANCE_MS ? 'overdue' : 'delayed';
}
