import { MISSION_STATUSES, type MissionStatus, type Vehicle } from '../../../shared/domain/index.ts';
import { fromPlace, toPlace } from './columns.ts';
import { sortKey } from './folding.ts';
import type { Reader } from './handles.ts';
import { OF_VEHICLE } from './mission-where.ts';

/** A mission of a vehicle as its schedule needs it. Times UTC ms. */
export interface ScheduledMission {
  id: string;
  reference: string;
  vehicleId: string;
  origin: string | null;
  destination: string | null;
  plannedStartMs: number;
  plannedEndMs: number;
  actualStartMs: number | null;
  actualEndMs: number | null;
  status: MissionStatus;
}

/** A mission as punctuality needs it. */
export interface CountedMission {
  rowKey: number;
  status: MissionStatus;
  plannedStartMs: number;
  plannedEndMs: number;
  actualStartMs: number | null;
  actualEndMs: number | null;
  line: string | null;
  lineKey: string | null;
  driver: string | null;
}

/** Where the next rows begin: after these. */
export interface CountedPlace {
  startMs: number;
  rowKey: number;
}

export interface ScheduleReads {
  /** Vehicles of a line by their codes; case and accents of its name do not count. */
  vehiclesOf(line: string, limit: number): Pick<Vehicle, 'id' | 'code'>[];
  /** Missions of a vehicle that are planned or were driven at some time of a span, and not cancelled, the earliest first. */
  missionsOf(vehicleId: string, fromMs: number, toMs: number): ScheduledMission[];
  /** Missions that are planned to begin before a time, after a place, in this order; those of one line where it is not null. */
  counted(after: CountedPlace, toMs: number, line: string | null, limit: number): CountedMission[];
}

/** A mission that began longer before than this is over, whatever was written down. */
const LONGEST_MS = 24 * 3_600_000;
const MOST_MISSIONS = 200;
const CANCELLED = toPlace(MISSION_STATUSES, 'cancelled');

const MISSIONS = `
  SELECT m.id, m.reference, m.vehicle_id AS vehicleId, m.origin_address AS origin, m.destination_address AS destination,
    m.planned_start_at_ms AS plannedStartMs, m.planned_end_at_ms AS plannedEndMs,
    m.actual_start_at_ms AS actualStartMs, m.actual_end_at_ms AS actualEndMs, m.status
  FROM missions m WHERE ${OF_VEHICLE} AND m.planned_start_at_ms BETWEEN ? AND ? AND +m.status <> ${CANCELLED}
    AND max(m.planned_end_at_ms, coalesce(m.actual_end_at_ms, 0), coalesce(m.actual_start_at_ms, 0)) >= ?
  ORDER BY m.planned_start_at_ms LIMIT ${MOST_MISSIONS}`;

function countedSql(ofLine: boolean): string {
  return `
  SELECT m.row_key AS rowKey, m.status, m.planned_start_at_ms AS plannedStartMs, m.planned_end_at_ms AS plannedEndMs,
    m.actual_start_at_ms AS actualStartMs, m.actual_end_at_ms AS actualEndMs, v.line, v.line_key AS lineKey, m.driver
  FROM missions m INDEXED BY missions_by_start LEFT JOIN vehicles v ON v.id = m.vehicle_id
  WHERE (m.planned_start_at_ms, m.row_key) > (?, ?) AND m.planned_start_at_ms < ? ${ofLine ? 'AND v.line_key = ?' : ''}
  ORDER BY m.planned_start_at_ms, m.row_key LIMIT ?`;
}

type Stored<T extends { status: MissionStatus }> = Omit<T, 'status'> & { status: number };

export function createScheduleReads(reader: Reader): ScheduleReads {
  return {
    vehiclesOf: (line, limit) =>
      reader
        .select<Pick<Vehicle, 'id' | 'code'>>(
          'SELECT id, code FROM vehicles WHERE line_key = ? ORDER BY code_key LIMIT ?',
        )
        .all(sortKey(line), limit),
    missionsOf: (id, fromMs, toMs) =>
      reader
        .select<Stored<ScheduledMission>>(MISSIONS)
        .all(id, id, fromMs - LONGEST_MS, toMs, fromMs)
        .map((row) => ({ ...row, status: fromPlace(MISSION_STATUSES, row.status) })),
    counted({ startMs, rowKey }, toMs, line, limit) {
      const own = line === null ? [] : [sortKey(line)];
      return reader
        .select<Stored<CountedMission>>(countedSql(line !== null))
        .all(startMs, rowKey, toMs, ...own, limit)
        .map((row) => ({ ...row, status: fromPlace(MISSION_STATUSES, row.status) }));
    },
  };
}
