import type { ALARM_SORTS, AlarmCounts, AlarmRow, VigieContract } from '../../../shared/contract/index.ts';
import {
  ALARM_PRIORITIES,
  type AlarmPriority,
  type AlarmRecord,
  alarmActionsOf,
  alarmStateOf,
  callsForAttention,
  FLOOD_BEGINS_ABOVE,
  FLOOD_WINDOW_MS,
  isAlarmActive,
  isAlarmShelved,
  isAlarmSuppressed,
} from '../../../shared/domain/index.ts';
import type { ParamsOf } from '../../../shared/rpc/index.ts';
import { alarmWhere, IS_ANNOUNCED, IS_SHELVED, IS_SUPPRESSED, JOIN_NAMED, timesOf } from './alarm-where.ts';
import { toAlarm } from './alarms.ts';
import { fromPlace } from './columns.ts';
import type { Reader } from './handles.ts';
import { type Direction, planWindow } from './paging.ts';
import { createTotals } from './remembered.ts';
import { createStanding } from './standing.ts';

export type AlarmQuery = ParamsOf<VigieContract, 'alarms.page'>;
export type AlarmGroupQuery = ParamsOf<VigieContract, 'alarms.groups'>;
export interface AlarmGroup {
  key: string;
  top: AlarmRow;
  alarms: number;
  unacknowledged: number;
}

/** All of it as things are at a time, UTC ms: shelves and suppressions end by it. */
export interface AlarmReads {
  page(query: AlarmQuery, nowMs: number): { rows: AlarmRow[]; total: number };
  groups(query: AlarmGroupQuery, nowMs: number): { groups: AlarmGroup[]; total: number };
  get(id: string, nowMs: number): AlarmRow | undefined;
  counts(nowMs: number): AlarmCounts;
  /** Vehicles with an announced alarm, of each the most urgent one; the most urgent first. */
  vehicles(nowMs: number, limit: number): { vehicleId: string; priority: AlarmPriority; isAcknowledged: boolean }[];
  /** What figures are made from: all that were raised since a time, and all that stand. */
  counted(fromMs: number): AlarmRecord[];
}

interface Stored {
  row: string;
  vehicle_code: string | null;
  mission_reference: string | null;
  geofence_name: string | null;
  explains: number;
}

const GEOFENCE = `(SELECT f.name FROM geofences f WHERE f.id = a.row ->> '$.geofenceId')`;
const EXPLAINS = '(SELECT count(*) FROM alarms c WHERE c.cause_id = a.id AND c.closed_at_ms IS NULL)';
const NAMES = `v.code AS vehicle_code, m.reference AS mission_reference, ${GEOFENCE} AS geofence_name, ${EXPLAINS} AS explains`;

/** The same groups as `groupAlarms` makes. */
const GROUP_KEY = `CASE WHEN a.cause_id IS NOT NULL THEN 'cause ' || a.cause_id WHEN ${EXPLAINS} > 0 THEN 'cause ' || a.id
  ELSE 'rule ' || a.rule_id END`;

/** What stands unacknowledged first, then what still holds. */
const STATE = 'CASE WHEN a.closed_at_ms IS NOT NULL THEN 4 ELSE a.is_acknowledged * 2 + (1 - a.is_active) END';

/** Columns with the direction in which `ascending` reads them. */
const ORDERS: Readonly<Record<(typeof ALARM_SORTS)[number], readonly (readonly [string, Direction])[]>> = {
  priority: [
    ['a.priority', 'ascending'],
    ['a.raised_at_ms', 'descending'],
  ],
  raisedAt: [['a.raised_at_ms', 'ascending']],
  state: [
    [STATE, 'ascending'],
    ['a.priority', 'ascending'],
    ['a.raised_at_ms', 'descending'],
  ],
  subject: [
    ["coalesce(v.code_key, m.reference_key, '')", 'ascending'],
    ['a.raised_at_ms', 'descending'],
  ],
  rule: [
    ['a.rule_key', 'ascending'],
    ['a.raised_at_ms', 'descending'],
  ],
};

function order(by: (typeof ALARM_SORTS)[number], direction: Direction): string {
  const columns = [...ORDERS[by], ['a.row_key', 'descending'] as const];
  return `ORDER BY ${columns.map(([column, own]) => `${column} ${own === direction ? 'ASC' : 'DESC'}`).join(', ')}`;
}

/** What of an alarm's row is found in other rows. */
export type AlarmNames = Pick<AlarmRow, 'vehicleCode' | 'missionReference' | 'geofenceName' | 'explains' | 'unsent'>;

/** An alarm as a window shows it at a moment, UTC ms. */
export function dressAlarm(alarm: AlarmRecord, names: AlarmNames, nowMs: number): AlarmRow {
  const { vehicleCode: vehicle, missionReference: mission } = names;
  const subjects = { vehicle, mission, line: null, feed: null, rule: alarm.ruleName };
  return {
    ...alarm,
    ...names,
    state: alarmStateOf(alarm),
    isActive: isAlarmActive(alarm),
    isShelved: isAlarmShelved(alarm, nowMs),
    isSuppressed: isAlarmSuppressed(alarm, nowMs),
    callsForAttention: callsForAttention(alarm, nowMs),
    actions: alarmActionsOf(alarm, nowMs),
    subject: subjects[alarm.subjectKind] ?? alarm.subjectId,
  };
}

export function createAlarmReads(reader: Reader): AlarmReads {
  const total = createTotals(reader);
  const standing = createStanding(reader, 'alarm');

  function toRow({ row, vehicle_code, mission_reference, geofence_name, explains }: Stored, nowMs: number): AlarmRow {
    const alarm = toAlarm(row);
    const names = { vehicleCode: vehicle_code, missionReference: mission_reference, geofenceName: geofence_name };
    return dressAlarm(alarm, { ...names, explains, unsent: standing.of(alarm.id) }, nowMs);
  }

  function get(id: string, nowMs: number): AlarmRow | undefined {
    const stored = reader.select<Stored>(`SELECT a.row, ${NAMES} FROM alarms a ${JOIN_NAMED} WHERE a.id = ?`).get(id);
    return stored && toRow(stored, nowMs);
  }

  /** To the second: a list is asked for again and again, and counted once. */
  const secondOf = (nowMs: number) => Math.floor(nowMs / 1000) * 1000;

  return {
    page({ filter, sort, offset, limit }, nowMs) {
      const { sql, params, isNamed } = alarmWhere(filter, secondOf(nowMs));
      const count = total(`SELECT count(*) FROM alarms a ${isNamed ? JOIN_NAMED : ''} ${sql}`, params);
      const plan = planWindow({ offset, limit }, count, sort.direction);
      const page = `SELECT a.row, ${NAMES} FROM alarms a ${JOIN_NAMED} ${sql} ${order(sort.by, plan.direction)}
        LIMIT ? OFFSET ?`;
      const stored = reader.select<Stored>(page).all(...params, plan.limit, plan.offset);
      if (plan.isReversed) stored.reverse();
      return { rows: stored.map((row) => toRow(row, nowMs)), total: count };
    },
    groups({ filter, offset, limit }, nowMs) {
      const { sql, params } = alarmWhere(filter, secondOf(nowMs));
      const keyed = `SELECT a.id, a.priority, a.is_acknowledged, a.raised_at_ms, ${GROUP_KEY} AS key FROM alarms a ${JOIN_NAMED} ${sql}`;
      const grouped = `SELECT key, count(*) AS alarms, sum(NOT is_acknowledged) AS unacknowledged, min(priority) AS priority,
        min(raised_at_ms) AS first_ms FROM (${keyed}) GROUP BY key`;
      const count = total(`SELECT count(*) FROM (${grouped})`, params);
      const found = reader
        .select<{ key: string; alarms: number; unacknowledged: number }>(
          `${grouped} ORDER BY priority, first_ms, key LIMIT ? OFFSET ?`,
        )
        .all(...params, limit, offset);
      // The cause itself is on top, or what came first.
      const first = reader.selectValue<string>(
        `SELECT id FROM (${keyed}) WHERE key = ? ORDER BY key = 'cause ' || id DESC, raised_at_ms, id LIMIT 1`,
      );
      const groups = found.flatMap(({ key, alarms, unacknowledged }) => {
        const id = first.get(...params, key);
        const top = id === undefined ? undefined : get(id, nowMs);
        return top === undefined ? [] : [{ key, top, alarms, unacknowledged }];
      });
      return { groups, total: count };
    },
    get,
    vehicles: (nowMs, limit) =>
      reader
        .select<{ id: string; urgency: number }>(
          `SELECT a.vehicle_id AS id, min(a.priority * 2 + a.is_acknowledged) AS urgency FROM alarms a
           WHERE a.vehicle_id IS NOT NULL AND ${IS_ANNOUNCED} GROUP BY a.vehicle_id ORDER BY urgency, a.vehicle_id LIMIT ?`,
        )
        .all(...timesOf(IS_ANNOUNCED, secondOf(nowMs)), limit)
        .map(({ id, urgency }) => ({
          vehicleId: id,
          priority: fromPlace(ALARM_PRIORITIES, Math.floor(urgency / 2)),
          isAcknowledged: urgency % 2 === 1,
        })),
    counts: (nowMs) => countsOf(reader, secondOf(nowMs)),
    counted: (fromMs) =>
      reader
        .selectValue<string>('SELECT row FROM alarms WHERE closed_at_ms IS NULL OR raised_at_ms >= ?')
        .all(fromMs)
        .map(toAlarm),
  };
}

interface Counted {
  priority: number;
  announced: number;
  unacknowledged: number;
  active: number;
  standing: number;
  shelved: number;
  suppressed: number;
}

function countsOf(reader: Reader, nowMs: number): AlarmCounts {
  const stands = `SELECT a.priority, a.is_acknowledged, a.is_active, ${IS_ANNOUNCED} AS announced, ${IS_SHELVED} AS shelved,
    ${IS_SUPPRESSED} AS suppressed FROM alarms a WHERE a.closed_at_ms IS NULL`;
  const rows = reader
    .select<Counted>(
      `SELECT priority, sum(announced) AS announced, sum(announced AND NOT is_acknowledged) AS unacknowledged,
         sum(announced AND is_active) AS active, count(*) AS standing, sum(shelved) AS shelved, sum(suppressed) AS suppressed
       FROM (${stands}) GROUP BY priority`,
    )
    .all(...timesOf(stands, nowMs));
  const sum = (of: keyof Counted) => rows.reduce((sofar, row) => sofar + row[of], 0);
  const ofPriority = (place: number) => {
    const { announced = 0, unacknowledged = 0 } = rows.find(({ priority }) => priority === place) ?? {};
    return { announced, unacknowledged };
  };
  const loudest = reader
    .select<{ id: string; priority: number; raised_at_ms: number }>(
      `SELECT a.id, a.priority, a.raised_at_ms FROM alarms a WHERE ${IS_ANNOUNCED} AND NOT a.is_acknowledged
       ORDER BY a.priority, a.raised_at_ms DESC LIMIT 1`,
    )
    .get(...timesOf(IS_ANNOUNCED, nowMs));
  const raisedInTenMinutes =
    reader
      .selectValue<number>('SELECT count(*) FROM alarms WHERE raised_at_ms > ? AND NOT is_late')
      .get(nowMs - FLOOD_WINDOW_MS) ?? 0;
  return {
    ...{ critical: ofPriority(0), high: ofPriority(1), medium: ofPriority(2), low: ofPriority(3) },
    ...{ announced: sum('announced'), unacknowledged: sum('unacknowledged'), active: sum('active') },
    ...{ standing: sum('standing'), shelved: sum('shelved'), suppressed: sum('suppressed') },
    ...{ raisedInTenMinutes, isFlood: raisedInTenMinutes > FLOOD_BEGINS_ABOVE },
    loudest:
      loudest === undefined
        ? null
        : {
            ...{ id: loudest.id, priority: fromPlace(ALARM_PRIORITIES, loudest.priority) },
            raisedAtMs: loudest.raised_at_ms,
          },
  };
}
