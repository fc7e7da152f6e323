import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../backend/database/database.ts';
import { WHOLE } from '../../backend/database/scope.ts';
import { insertAlarms } from '../../backend/services/alarms/write-alarms.ts';
import {
  type Alarm,
  alarmAfter,
  alarmEventOf,
  type AlarmOccurrence,
  type AlarmParameters,
  type AlarmRecord,
  alarmRuleText,
  type FieldValues,
  newAlarm,
} from '../../shared/domain/index.ts';

export const RULE_ID = '0198a000-0000-7000-8000-000000000001';

/** Something that was found: a vehicle that is too fast, unless it is said otherwise. */
export function occurrenceOf(over: Partial<AlarmOccurrence> = {}): AlarmOccurrence {
  return {
    ...{ id: uuidv7(), ruleId: RULE_ID, ruleName: 'Too fast', kind: 'speed', priority: 'high', latched: false },
    ...{ subjectKind: 'vehicle', subjectId: '1', vehicleId: '1', missionId: null, geofenceId: null, line: null },
    ...{ raisedAt: '2026-03-01T06:30:00.000Z', value: 31.5, limit: 25, longitude: 4.83, latitude: 45.76, late: false },
    ...over,
  };
}

/** It was raised, and no more. */
export function raisedAlarm(over: Partial<AlarmOccurrence> = {}): Alarm {
  const occurrence = occurrenceOf(over);
  return alarmAfter(newAlarm(occurrence), raisedLine(occurrence));
}

/** The same as desktops are sent it. */
export function raisedRecord(over: Partial<AlarmOccurrence> = {}): AlarmRecord {
  const alarm = raisedAlarm(over);
  const { alarmId: _, ...line } = raisedLine(alarm);
  return { ...alarm, journal: [line] };
}

const raisedLine = ({ id, raisedAt }: AlarmOccurrence) => alarmEventOf({ alarmId: id, kind: 'raised', at: raisedAt });

/** Puts alarms into a database as the service raises them. */
export async function putAlarms(database: Database, ...alarms: readonly Alarm[]): Promise<void> {
  await database.transaction((sql) =>
    insertAlarms(
      { scope: WHOLE, query: (statement, values) => sql.query(statement, values) } as Parameters<
        typeof insertAlarms
      >[0],
      alarms.map((alarm) => ({ alarm, events: [raisedLine(alarm)], subsidiary: null })),
    ),
  );
}

/** The fields of a new rule, as an edit carries them. */
export function ruleFields(parameters: AlarmParameters, over: FieldValues = {}): FieldValues {
  return { name: 'Too fast', priority: 'high', parameters: alarmRuleText('parameters', parameters), ...over };
}
