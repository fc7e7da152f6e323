import {
  type AlarmRule,
  type EngineMission,
  type EngineRule,
  type EngineVehicle,
  type Geofence,
  MISSION_STATUSES,
  VEHICLE_KINDS,
} from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import { ENTITY_TABLES } from '../../sync/entity-tables.ts';

/** What rules look at beside positions, as the database has it. */

const DAY_MS = 86_400_000;
/** Missions are followed from so long before their planned start, and until so long after their planned end. */
const AHEAD_MS = 6 * 3_600_000;
const AFTER_MS = 2 * DAY_MS;

/** Whose rows are that say nothing of it. */
export type OwnerOf = (subsidiary: string | null) => string;

export async function readRules(sql: Sql): Promise<EngineRule[]> {
  const { rowJson } = ENTITY_TABLES['alarm-rule'];
  const rows = await sql.query<{ body: string; subsidiary: string | null }>(
    `select ${rowJson} as body, subsidiary from alarm_rules where state = 'live' order by id`,
  );
  return rows.map(({ body, subsidiary }) => ({ rule: JSON.parse(body) as AlarmRule, subsidiary }));
}

export async function readGeofences(sql: Sql): Promise<Geofence[]> {
  const rows = await sql.query<{ body: string }>(
    `select ${ENTITY_TABLES.geofence.rowJson} as body from geofences order by id`,
  );
  return rows.map(({ body }) => JSON.parse(body) as Geofence);
}

type VehicleRow = Omit<EngineVehicle, 'subsidiary' | 'kind'> & { subsidiary: string | null; kind: string };

/** @param ids undefined: all */
export async function readVehicles(sql: Sql, ownerOf: OwnerOf, ids?: readonly string[]): Promise<EngineVehicle[]> {
  const rows = await sql.query<VehicleRow>(
    `select id::text as id, kind, depot, line, subsidiary from vehicles
     ${ids === undefined ? '' : 'where id = any($1::bigint[])'} order by vehicles.id`,
    ids === undefined ? [] : [ids],
  );
  return rows.map(({ kind, subsidiary, ...vehicle }) => ({
    ...vehicle,
    kind: VEHICLE_KINDS.find((known) => known === kind) ?? 'other',
    subsidiary: ownerOf(subsidiary),
  }));
}

interface MissionRow {
  id: string;
  vehicleId: string | null;
  subsidiary: string | null;
  status: string;
  startMs: number;
  endMs: number;
  actualStartMs: number | null;
}

/** Missions that are planned or under way about a time. @param ids undefined: all */
export async function readMissions(
  sql: Sql,
  ownerOf: OwnerOf,
  nowMs: number,
  ids?: readonly string[],
): Promise<EngineMission[]> {
  const rows = await sql.query<MissionRow>(
    `select id::text as id, vehicle_id::text as "vehicleId", subsidiary,
       case when status = any($3::text[]) then status when actual_end_at is not null then 'completed'
         when actual_start_at is not null then 'in-progress' else 'planned' end as status,
       ${msOf('planned_start_at')} as "startMs", ${msOf('coalesce(planned_end_at, planned_start_at)')} as "endMs",
       ${msOf('actual_start_at')} as "actualStartMs"
     from missions
     where planned_start_at < $1::timestamptz and planned_start_at > $2::timestamptz
       and actual_end_at is null and coalesce(status, 'planned') not in ('completed', 'cancelled')
       ${ids === undefined ? '' : 'and id = any($4::bigint[])'}`,
    [
      ...[new Date(nowMs + AHEAD_MS).toISOString(), new Date(nowMs - AFTER_MS).toISOString(), MISSION_STATUSES],
      ...(ids === undefined ? [] : [ids]),
    ],
  );
  return rows.map(({ startMs, endMs, status, subsidiary, ...mission }) => ({
    ...mission,
    subsidiary: ownerOf(subsidiary),
    status: MISSION_STATUSES.find((known) => known === status) ?? 'planned',
    plannedStartMs: startMs,
    plannedEndMs: endMs,
  }));
}

function msOf(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::float8`;
}

/** Whether a rule asks for missions: they are many. */
export function looksAtMissions({ rule: { parameters } }: EngineRule): boolean {
  return parameters.kind === 'late-mission' || (parameters.kind === 'long-stop' && parameters.onMissionOnly);
}

export interface ChangedRow {
  entity: string;
  id: string;
}

/** What has changed in some transactions of what rules look at. */
export function readChanged(sql: Sql, { from, upTo }: { from: string; upTo: string }): Promise<ChangedRow[]> {
  return sql.query<ChangedRow>(
    `select entity, entity_id as id from sync_changes where xid >= $1::xid8 and xid < $2::xid8
       and entity in ('vehicle', 'mission', 'geofence', 'alarm-rule')`,
    [from, upTo],
  );
}
