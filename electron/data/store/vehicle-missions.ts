import type { MissionRow } from '../../../shared/contract/index.ts';
import { FORGOTTEN_MS, MISSION_STATUSES } from '../../../shared/domain/index.ts';
import { toPlace } from './columns.ts';
import type { Reader } from './handles.ts';
import { JOIN_NAMES, NAMED_MISSION_COLUMNS, type NamedMission, toMissionRow } from './mission-columns.ts';
import { OF_VEHICLE } from './mission-where.ts';
import { createStanding } from './standing.ts';

export interface VehicleMissionReads {
  /** Those of the last hour, the earliest first, and the next that are planned: a few of each. `nowMs`: UTC ms. */
  around(vehicleId: string, nowMs: number): { around: MissionRow[]; next: MissionRow[] };
}

const HOUR_MS = 3_600_000;
/** More than one vehicle does in an hour, and than a drawer shows. */
const MOST_AROUND = 30;
const MOST_NEXT = 5;
const PLANNED = toPlace(MISSION_STATUSES, 'planned');
const CANCELLED = toPlace(MISSION_STATUSES, 'cancelled');

export function createVehicleMissionReads(reader: Reader): VehicleMissionReads {
  const standing = createStanding(reader, 'mission');
  const select = `SELECT ${NAMED_MISSION_COLUMNS} FROM missions m ${JOIN_NAMES} WHERE ${OF_VEHICLE}`;
  const around = `${select} AND m.planned_start_at_ms BETWEEN ? AND ? AND +m.status <> ${CANCELLED}
    AND max(m.planned_end_at_ms, coalesce(m.actual_end_at_ms, ?)) >= ?
    ORDER BY m.planned_start_at_ms DESC, m.row_key DESC LIMIT ${MOST_AROUND}`;
  const next = `${select} AND m.planned_start_at_ms >= ? AND +m.status = ${PLANNED}
    ORDER BY m.planned_start_at_ms, m.row_key LIMIT ${MOST_NEXT}`;
  const toRow = (stored: NamedMission) => toMissionRow(stored, standing.of(stored.id));
  return {
    around(id, nowMs) {
      const sinceMs = nowMs - FORGOTTEN_MS;
      const past = reader.select<NamedMission>(around).all(id, id, sinceMs, nowMs, nowMs, nowMs - HOUR_MS);
      return {
        around: past.toReversed().map(toRow),
        next: reader.select<NamedMission>(next).all(id, id, sinceMs).map(toRow),
      };
    },
  };
}
