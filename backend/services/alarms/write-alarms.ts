import { v7 as uuidv7 } from 'uuid';
import type { Alarm, AlarmEvent } from '../../../shared/domain/index.ts';
import { CHANGES_CHANNEL } from '../../bus/change-watch.ts';
import type { Sql } from '../../database/database.ts';

/** An alarm as it is after some lines of its journal, which are written with it. */
export interface ChangedAlarm {
  alarm: Alarm;
  events: readonly AlarmEvent[];
}

/** A new alarm, with whose it is. */
export interface RaisedAlarm extends ChangedAlarm {
  events: AlarmEvent[];
  /** Of its vehicle; null: the default one's. */
  subsidiary: string | null;
}

/** Columns that what happens to an alarm changes, by the field that they hold. */
const CHANGING = {
  returned_at: ['returnedAt', 'timestamptz'],
  acknowledged_at: ['acknowledgedAt', 'timestamptz'],
  acknowledged_by: ['acknowledgedBy', 'text'],
  acknowledged_note: ['acknowledgedNote', 'text'],
  reset_at: ['resetAt', 'timestamptz'],
  reset_by: ['resetBy', 'text'],
  shelved_until: ['shelvedUntil', 'timestamptz'],
  shelved_by: ['shelvedBy', 'text'],
  shelved_reason: ['shelvedReason', 'text'],
  suppressed_by: ['suppressedBy', 'text'],
  suppressed_until: ['suppressedUntil', 'timestamptz'],
  suppressed_reason: ['suppressedReason', 'text'],
  cause_id: ['causeId', 'uuid'],
  closed_at: ['closedAt', 'timestamptz'],
} as const satisfies Record<string, readonly [keyof Alarm, string]>;

const FIXED = {
  id: ['id', 'uuid'],
  rule_id: ['ruleId', 'uuid'],
  rule_name: ['ruleName', 'text'],
  kind: ['kind', 'text'],
  priority: ['priority', 'text'],
  subject_kind: ['subjectKind', 'text'],
  subject_id: ['subjectId', 'text'],
  vehicle_id: ['vehicleId', 'bigint'],
  mission_id: ['missionId', 'bigint'],
  geofence_id: ['geofenceId', 'uuid'],
  line: ['line', 'text'],
  raised_at: ['raisedAt', 'timestamptz'],
  latched: ['latched', 'boolean'],
  value: ['value', 'double precision'],
  limit_value: ['limit', 'double precision'],
  longitude: ['longitude', 'double precision'],
  latitude: ['latitude', 'double precision'],
  late: ['late', 'boolean'],
} as const satisfies Record<string, readonly [keyof Alarm, string]>;

type Columns = Readonly<Record<string, readonly [string, string]>>;

/** `"returnedAt" timestamptz, …`: the members of each given object. */
const declared = (columns: Columns) =>
  Object.values(columns)
    .map(([field, type]) => `"${field}" ${type}`)
    .join(', ');
const names = (columns: Columns) => Object.keys(columns).join(', ');
const given = (columns: Columns) =>
  Object.values(columns)
    .map(([field]) => `given."${field}"`)
    .join(', ');

const UPDATE_SQL = `
  update alarms set ${Object.entries(CHANGING)
    .map(([column, [field]]) => `${column} = given."${field}"`)
    .join(', ')}, journal_count = journal_count + given.lines
  from json_to_recordset($1) as given (id uuid, lines int, ${declared(CHANGING)})
  where alarms.id = given.id`;

const ALL: Columns = { ...FIXED, ...CHANGING };

/** What stands already, of the same rule about the same thing, is not raised again: whoever evaluates, and however often it begins anew. */
const INSERT_SQL = `
  insert into alarms (${names(ALL)}, subsidiary, journal_count)
  select ${given(ALL)}, given.subsidiary, given.lines
  from json_to_recordset($1) as given (${declared(ALL)}, subsidiary text, lines int)
  on conflict do nothing returning id`;

const JOURNAL_SQL = `
  insert into alarm_events (id, alarm_id, kind, at, by, note, until, suppressed_by, cause_id)
  select given.id, given."alarmId", given.kind, given.at, given.by, given.note, given.until, given."suppressedBy", given."causeId"
  from json_to_recordset($1) as given (id uuid, "alarmId" uuid, kind text, at timestamptz, by text, note text,
    until timestamptz, "suppressedBy" text, "causeId" uuid, place int)
  order by given.place`;

/** Small, and nothing of a person. The line after the alarm's row: whoever is told of it finds it. */
const TELL_SQL = `
  with told as (
    insert into event_log (type, entity, entity_id, actor, payload)
    select 'alarm.' || given.kind, 'alarm', given."alarmId", vigie_actor(), jsonb_build_object('rule', given."ruleId",
      'kind', given."alarmKind", 'priority', given.priority, 'subjectKind', given."subjectKind", 'subject', given."subjectId")
    from json_to_recordset($1) as given ("alarmId" text, kind text, "ruleId" text, "alarmKind" text, priority text,
      "subjectKind" text, "subjectId" text, place int)
    order by given.place
  ) select pg_notify('${CHANGES_CHANNEL}', '')`;

/**
 * Writes what has happened to alarms that are there, within a transaction in which `actAs` has said who acts. Their rows are locked, or nobody else
 * changes what these lines change.
 */
export async function writeAlarms(sql: Sql, changed: readonly ChangedAlarm[]): Promise<void> {
  if (changed.length === 0) return;
  await silenceRows(sql);
  const rows = changed.map(({ alarm, events }) => ({ ...alarm, lines: events.length }));
  await sql.query(UPDATE_SQL, [JSON.stringify(rows)]);
  await writeJournal(sql, changed);
}

/** Writes new alarms. @returns the ids of those that were not there already */
export async function insertAlarms(sql: Sql, raised: readonly RaisedAlarm[]): Promise<Set<string>> {
  if (raised.length === 0) return new Set();
  await silenceRows(sql);
  const rows = raised.map(({ alarm, events, subsidiary }) => ({ ...alarm, subsidiary, lines: events.length }));
  const inserted = await sql.query<{ id: string }>(INSERT_SQL, [JSON.stringify(rows)]);
  const ids = new Set(inserted.map(({ id }) => id));
  await writeJournal(
    sql,
    raised.filter(({ alarm }) => ids.has(alarm.id)),
  );
  return ids;
}

/** Each line of the journal is told as what it is: that the row changed says nothing more. */
async function silenceRows(sql: Sql): Promise<void> {
  await sql.query("select set_config('vigie.row_events', 'off', true)");
}

async function writeJournal(sql: Sql, changed: readonly ChangedAlarm[]): Promise<void> {
  const lines = changed
    .flatMap(({ events }) => events.map((event) => ({ id: uuidv7(), ...event })))
    .map((line, place) => ({ ...line, place }));
  if (lines.length === 0) return;
  await sql.query(JOURNAL_SQL, [JSON.stringify(lines)]);
  const told = changed.flatMap(({ alarm, events }) =>
    events.map(({ kind, alarmId }) => {
      const { ruleId, kind: alarmKind, priority, subjectKind, subjectId } = alarm;
      return { kind, alarmId, ruleId, alarmKind, priority, subjectKind, subjectId };
    }),
  );
  await sql.query(TELL_SQL, [JSON.stringify(told.map((one, place) => ({ ...one, place })))]);
}
