import { z } from 'zod';
import { utcTime } from '../mission.ts';
import { alarmKind, alarmPriority } from './alarm-rule.ts';

/** What an alarm is about. `rule`: a rule that would have raised more alarms than anybody can look at. */
export const ALARM_SUBJECTS = ['vehicle', 'mission', 'line', 'feed', 'rule'] as const;
export const alarmSubject = z.enum(ALARM_SUBJECTS);
export type AlarmSubject = z.infer<typeof alarmSubject>;

/**
 * Why an alarm is not announced though nobody shelved it:
 *
 *   group        another of its suppression group, about the same subject, stood first
 *   cause        an alarm that explains it stands
 *   maintenance  a person said so, for a time, with a reason
 */
export const ALARM_SUPPRESSIONS = ['group', 'cause', 'maintenance'] as const;
export const alarmSuppression = z.enum(ALARM_SUPPRESSIONS);
export type AlarmSuppression = z.infer<typeof alarmSuppression>;

export const alarmNote = z.object({ at: utcTime, by: z.string(), text: z.string() });
export type AlarmNote = z.infer<typeof alarmNote>;

/** What is known of an occurrence when it is raised, and never changes. */
export const alarmOccurrence = z.object({
  id: z.guid(),
  ruleId: z.guid(),
  /** As the rule was when it raised the alarm. */
  ruleName: z.string(),
  kind: alarmKind,
  priority: alarmPriority,
  latched: z.boolean(),
  subjectKind: alarmSubject,
  /** Of a vehicle or mission its id, of a line or feed its name, of a rule its id. */
  subjectId: z.string().min(1),
  vehicleId: z.string().nullable(),
  missionId: z.string().nullable(),
  geofenceId: z.guid().nullable(),
  line: z.string().nullable(),
  raisedAt: utcTime,
  /** What was measured when it was raised, and the rule's limit for it, both in the unit that the rule's parameter names; of a rule that floods, alarms. */
  value: z.number().nullable(),
  limit: z.number().nullable(),
  /** Where, WGS 84 degrees. */
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  /** Known from fixes that came too late: it was over before anybody could have been told. It is a thing of history, and closed from the start. */
  late: z.boolean(),
});
export type AlarmOccurrence = z.infer<typeof alarmOccurrence>;

/** One occurrence, as it stands: what comes back is another. */
export const alarm = alarmOccurrence.extend({
  /** Null: what raised it still holds. */
  returnedAt: utcTime.nullable(),
  acknowledgedAt: utcTime.nullable(),
  acknowledgedBy: z.string().nullable(),
  acknowledgedNote: z.string().nullable(),
  resetAt: utcTime.nullable(),
  resetBy: z.string().nullable(),
  shelvedUntil: utcTime.nullable(),
  shelvedBy: z.string().nullable(),
  shelvedReason: z.string().nullable(),
  suppressedBy: alarmSuppression.nullable(),
  /** Of `maintenance`; null: until its cause is gone. */
  suppressedUntil: utcTime.nullable(),
  suppressedReason: z.string().nullable(),
  /** The alarm that explains it, of `group` and `cause`; kept when that is gone. */
  causeId: z.guid().nullable(),
  /** Returned, acknowledged, and reset where it is latched. */
  closedAt: utcTime.nullable(),
  notes: z.array(alarmNote),
});
export type Alarm = z.infer<typeof alarm>;
