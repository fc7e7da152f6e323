import { dressAlarm } from '../../electron/data/store/alarm-reads.ts';
import type { AlarmRow, AlarmRuleRow } from '../../shared/contract/index.ts';
import {
  type AlarmEvent,
  alarmAfter,
  alarmEventOf,
  type AlarmOccurrence,
  type AlarmRule,
  EVERY_VEHICLE,
  newAlarm,
} from '../../shared/domain/index.ts';

const RULE_ID = '0198a000-0000-7000-8000-000000000001';
let made = 0;

/**
 * An alarm as a window shows it: a vehicle that is too fast, unless it is said otherwise.
 * @param journal what was done with it since it was raised
 */
export function alarmRowOf(
  over: Partial<AlarmOccurrence & Pick<AlarmRow, 'vehicleCode' | 'explains'>> = {},
  journal: readonly Pick<AlarmEvent, 'kind' | 'at'>[] = [],
): AlarmRow {
  made += 1;
  const { vehicleCode = 'BUS-0001', explains = 0, ...occurrence } = over;
  const first: AlarmOccurrence = {
    ...{ id: `0198b000-0000-7000-8000-${String(made).padStart(12, '0')}`, ruleId: RULE_ID, ruleName: 'Fast in town' },
    ...{ kind: 'speed', priority: 'high', latched: false, subjectKind: 'vehicle', subjectId: '1', vehicleId: '1' },
    ...{ missionId: null, geofenceId: null, line: null, raisedAt: new Date(Date.now() - 90_000).toISOString() },
    ...{ value: 25, limit: 13.888888889, longitude: 4.83, latitude: 45.76, late: false },
    ...occurrence,
  };
  const lines = [{ kind: 'raised' as const, at: first.raisedAt }, ...journal].map((line) =>
    alarmEventOf({ alarmId: first.id, ...line }),
  );
  const alarm = lines.reduce(alarmAfter, newAlarm(first));
  const journalOf = lines.map((line) => {
    const { alarmId: _, ...own } = line;
    return own;
  });
  const record = { ...alarm, journal: journalOf };
  const names = { vehicleCode, missionReference: null, geofenceName: null, explains, unsent: null };
  return dressAlarm(record, names, Date.now());
}

/** The rule that raised them. */
export function alarmRuleRowOf(over: Partial<AlarmRule> = {}): AlarmRuleRow {
  return {
    ...{ id: RULE_ID, name: 'Fast in town', priority: 'high', state: 'live', scope: EVERY_VEHICLE },
    parameters: { kind: 'speed', aboveMetresPerSecond: 13.888888889, deadbandMetresPerSecond: 1.388888889 },
    ...{ onDelaySeconds: 10, offDelaySeconds: 30, latched: false, suppressionGroup: null, suppressedByKinds: [] },
    guidance: { cause: 'The driver is late', response: 'Call the driver' },
    createdAt: '2026-03-01T06:00:00.000Z',
    ...over,
    ...{ unsent: null, standing: 1 },
  };
}
