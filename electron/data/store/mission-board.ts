import type { BoardCounts, BoardRow } from '../../../shared/contract/index.ts';
import {
  BOARD_GROUPS,
  DELAY_TOLERANCE_MS,
  FORGOTTEN_MS,
  MISSION_STATUSES,
  MISSION_TOLERANCE_MS,
  SOON_MS,
} from '../../../shared/domain/index.ts';
import { fromPlace, toPlace } from './columns.ts';
import type { Reader } from './handles.ts';
import { JOIN_NAMES, NAMED_MISSION_COLUMNS, type NamedMission, toMissionRow } from './mission-columns.ts';
import type { Window } from './paging.ts';
import { createStanding } from './standing.ts';

export interface BoardReads {
  /** Rows of a window of the board as it stands at `nowMs`, UTC ms, and how many there are of each kind. */
  page(query: Window & { nowMs: number }): { rows: BoardRow[]; total: number; counts: BoardCounts };
  counts(nowMs: number): BoardCounts;
  /** Missions that ended at `fromMs` (UTC ms) or later, of those that were planned to begin two days before it at most. */
  doneSince(fromMs: number): number;
}

const PLANNED = toPlace(MISSION_STATUSES, 'planned');
const IN_PROGRESS = toPlace(MISSION_STATUSES, 'in-progress');
const COMPLETED = toPlace(MISSION_STATUSES, 'completed');

/** Of the index `missions_live`: its own condition must be repeated, or SQLite does not use it. */
const LIVE = 'FROM missions INDEXED BY missions_live WHERE status < 2 AND';
const DELAY = 'max(0, coalesce(actual_start_at_ms - planned_start_at_ms, 0))';
const IS_LATE = `(planned_end_at_ms <= @now - ${MISSION_TOLERANCE_MS} OR ${DELAY} >= ${DELAY_TOLERANCE_MS})`;
const IS_FORGOTTEN = `planned_end_at_ms < @now - ${FORGOTTEN_MS}`;
const PARTS = {
  lateStart: `${LIVE} status = ${PLANNED} AND planned_start_at_ms BETWEEN @now - ${FORGOTTEN_MS} AND @now - ${MISSION_TOLERANCE_MS}`,
  unassigned: `${LIVE} status = ${PLANNED} AND vehicle_id IS NULL
    AND planned_start_at_ms > @now - ${MISSION_TOLERANCE_MS} AND planned_start_at_ms <= @now + ${SOON_MS}`,
  forgottenStart: `${LIVE} status = ${PLANNED} AND planned_start_at_ms < @now - ${FORGOTTEN_MS}`,
  running: `${LIVE} status = ${IN_PROGRESS}`,
} as const;

/** The rule of `boardPlace` (shared/domain/mission-progress.ts) in SQL: the place of the group, then the rank within it. */
const KEYS = `
  SELECT row_key, 0 AS place, planned_start_at_ms - @now AS rank ${PARTS.lateStart}
  UNION ALL SELECT row_key, 1, planned_start_at_ms ${PARTS.unassigned}
  UNION ALL SELECT row_key, iif(${IS_LATE}, 0, 2), iif(${IS_LATE}, -max(@now - planned_end_at_ms, ${DELAY}), planned_end_at_ms)
    ${PARTS.running} AND NOT ${IS_FORGOTTEN}`;
const PAGE = atTime(`
  SELECT ${NAMED_MISSION_COLUMNS}, k.place
  FROM (SELECT * FROM (${KEYS}) ORDER BY place, rank, row_key LIMIT ? OFFSET ?) k
  CROSS JOIN missions m ON m.row_key = k.row_key ${JOIN_NAMES}
  ORDER BY k.place, k.rank, k.row_key`);
const COUNTS = atTime(`
  SELECT
    (SELECT count(*) ${PARTS.lateStart}) AS lateStarts, (SELECT count(*) ${PARTS.unassigned}) AS unassigned,
    (SELECT count(*) ${PARTS.forgottenStart}) AS forgottenStarts,
    count(*) AS inProgress, count(*) FILTER (WHERE ${IS_FORGOTTEN}) AS forgottenRunning,
    count(*) FILTER (WHERE ${IS_LATE} AND NOT ${IS_FORGOTTEN}) AS lateRunning
  ${PARTS.running}`);

/** A statement that names the time in many places: `times` gives it to each of them, before the other parameters. */
function atTime(sql: string): { sql: string; times: (nowMs: number) => number[] } {
  const parts = sql.split('@now');
  return { sql: parts.join('?'), times: (nowMs) => parts.slice(1).map(() => nowMs) };
}

interface StoredCounts {
  lateStarts: number;
  unassigned: number;
  forgottenStarts: number;
  inProgress: number;
  forgottenRunning: number;
  lateRunning: number;
}

export function createBoardReads(reader: Reader): BoardReads {
  const standing = createStanding(reader, 'mission');

  function counts(nowMs: number): BoardCounts {
    const found = reader.select<StoredCounts>(COUNTS.sql).get(...COUNTS.times(nowMs));
    if (found === undefined) throw new TypeError('a SELECT of counts gave no row');
    const running = found.inProgress - found.forgottenRunning;
    return {
      late: found.lateStarts + found.lateRunning,
      unassigned: found.unassigned,
      underWay: running - found.lateRunning,
      running,
      forgotten: found.forgottenStarts + found.forgottenRunning,
    };
  }

  return {
    page({ nowMs, offset, limit }) {
      const counted = counts(nowMs);
      const statement = reader.select<NamedMission & { place: number }>(PAGE.sql);
      const stored = statement.all(...PAGE.times(nowMs), limit, offset);
      const rows = stored.map((row) => ({
        ...toMissionRow(row, standing.of(row.id)),
        group: fromPlace(BOARD_GROUPS, row.place),
      }));
      return { rows, total: counted.late + counted.unassigned + counted.underWay, counts: counted };
    },
    counts,
    doneSince(fromMs) {
      // By the index of status and start: the missions of all years are not looked at.
      const sql = `SELECT count(*) FROM missions WHERE status = ${COMPLETED} AND planned_start_at_ms >= ? AND actual_end_at_ms >= ?`;
      return reader.selectValue<number>(sql).get(fromMs - 2 * FORGOTTEN_MS, fromMs) ?? 0;
    },
  };
}
