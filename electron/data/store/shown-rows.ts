import {
  alarmRecord,
  alarmRule,
  awaitingDecision,
  awaitingStep,
  billingCycle,
  delegation,
  type EditableEntity,
  geofence,
  handover,
  incident,
  mission,
  type RowFields,
  thirdParty,
  validation,
} from '../../../shared/domain/index.ts';
import { type AlarmRuleWrites, readShownRule } from './alarm-rules.ts';
import { type AlarmWrites, readShownAlarm } from './alarms.ts';
import { type BillingCycleWrites, readBillingCycle } from './billing-cycles.ts';
import { type DelegationWrites, readDelegation } from './delegations.ts';
import { type GeofenceWrites, readGeofence } from './geofences.ts';
import { type HandoverWrites, readShownHandover } from './handovers.ts';
import type { Reader } from './handles.ts';
import { type IncidentWrites, readShownIncident } from './incidents.ts';
import { readMission } from './mission-reads.ts';
import type { MissionWrites } from './mission-writes.ts';
import type { KnownRow } from './outbox-types.ts';
import { readThirdParty, type ThirdPartyWrites } from './third-parties.ts';
import { readShownValidation, type ValidationWrites } from './validations.ts';

/** A row as the cache shows it: the server's, with edits on top. */
export function readShownRow(reader: Reader, entity: EditableEntity, id: string): KnownRow | undefined {
  switch (entity) {
    case 'mission':
      return readMission(reader, id);
    case 'billing-cycle':
      return readBillingCycle(reader, id);
    case 'third-party':
      return readThirdParty(reader, id);
    case 'geofence':
      return readGeofence(reader, id);
    case 'delegation':
      return readDelegation(reader, id);
    case 'validation':
      return readShownValidation(reader, id);
    case 'alarm-rule':
      return readShownRule(reader, id);
    case 'alarm':
      return readShownAlarm(reader, id);
    case 'incident':
      return readShownIncident(reader, id);
    case 'handover':
      return readShownHandover(reader, id);
  }
}

export interface EditableTables {
  mission: Pick<MissionWrites, 'put' | 'remove'>;
  'billing-cycle': Pick<BillingCycleWrites, 'put' | 'remove'>;
  'third-party': Pick<ThirdPartyWrites, 'put' | 'remove'>;
  geofence: Pick<GeofenceWrites, 'put' | 'remove'>;
  delegation: Pick<DelegationWrites, 'put' | 'remove'>;
  validation: Pick<ValidationWrites, 'put' | 'remove'>;
  'alarm-rule': Pick<AlarmRuleWrites, 'put' | 'remove'>;
  alarm: Pick<AlarmWrites, 'put' | 'remove'>;
  incident: Pick<IncidentWrites, 'put' | 'remove'>;
  handover: Pick<HandoverWrites, 'put' | 'remove'>;
}

/** With the decision of this desktop that waits for an answer. */
const shownValidation = validation.extend({ awaiting: awaitingDecision.optional() });

/** With the step of this desktop that waits for an answer. */
const shownHandover = handover.extend({ awaiting: awaitingStep.optional() });

/** Puts a row into the table of its entity, as it is to be shown. False: it is not such a row. */
export function putShownRow(
  tables: EditableTables,
  entity: EditableEntity,
  { row, version }: { row: RowFields; version: number },
): boolean {
  switch (entity) {
    case 'mission': {
      const parsed = mission.safeParse(row);
      if (parsed.success) tables.mission.put(parsed.data, version);
      return parsed.success;
    }
    case 'billing-cycle': {
      const parsed = billingCycle.safeParse(row);
      if (parsed.success) tables['billing-cycle'].put(parsed.data, version);
      return parsed.success;
    }
    case 'third-party': {
      const parsed = thirdParty.safeParse(row);
      if (parsed.success) tables['third-party'].put(parsed.data, version);
      return parsed.success;
    }
    case 'geofence': {
      const parsed = geofence.safeParse(row);
      if (parsed.success) tables.geofence.put(parsed.data, version);
      return parsed.success;
    }
    case 'delegation': {
      const parsed = delegation.safeParse(row);
      if (parsed.success) tables.delegation.put(parsed.data, version);
      return parsed.success;
    }
    case 'validation': {
      const parsed = shownValidation.safeParse(row);
      if (parsed.success) tables.validation.put(parsed.data, version);
      return parsed.success;
    }
    case 'alarm-rule': {
      const parsed = alarmRule.safeParse(row);
      if (parsed.success) tables['alarm-rule'].put(parsed.data, version);
      return parsed.success;
    }
    case 'alarm': {
      const parsed = alarmRecord.safeParse(row);
      if (parsed.success) tables.alarm.put(parsed.data, version);
      return parsed.success;
    }
    case 'incident': {
      const parsed = incident.safeParse(row);
      if (parsed.success) tables.incident.put(parsed.data, version);
      return parsed.success;
    }
    case 'handover': {
      const parsed = shownHandover.safeParse(row);
      if (parsed.success) tables.handover.put(parsed.data, version);
      return parsed.success;
    }
  }
}

/** How many rows name this one. */
export function countUsers(reader: Reader, entity: EditableEntity, id: string): number {
  const count = (sql: string) => reader.selectValue<number>(sql).get(id) ?? 0;
  switch (entity) {
    case 'mission':
    case 'delegation':
    case 'validation':
    case 'alarm-rule':
    case 'alarm':
    case 'incident':
    case 'handover':
      return 0;
    case 'geofence':
      // A rule names the geofences that it looks at, and nothing else by such a text.
      return count('SELECT count(*) FROM alarm_rules WHERE instr(row, ?) > 0');
    case 'billing-cycle':
      return count('SELECT count(*) FROM missions WHERE billing_cycle_id = ?');
    case 'third-party':
      return (
        count('SELECT count(*) FROM missions WHERE third_party_id = ?') +
        count('SELECT count(*) FROM billing_cycles WHERE third_party_id = ?') +
        count('SELECT count(*) FROM third_parties WHERE merged_into = ?')
      );
  }
}
