import { z } from 'zod';
import {
  ALARM_ACTIONS,
  alarmFigures,
  alarmKind,
  alarmPriority,
  alarmRecord,
  alarmRule,
  alarmSubject,
  EVERY_VEHICLE,
  LONGEST_ALARM_TEXT,
} from '../domain/alarms/index.ts';
import { utcTime } from '../domain/mission.ts';
import { refusal } from '../domain/refusal.ts';
import { page, pageQuery } from './page.ts';

/** `archived`: closed ones that desktops are not sent any more. */
export const ALARM_LISTS = ['announced', 'standing', 'shelved', 'suppressed', 'closed', 'archived'] as const;

/** `GET /api/v2/alarms`: the newest first. */
export const alarmsQuery = pageQuery.extend({
  list: z.enum(ALARM_LISTS).default('standing'),
  priority: alarmPriority.optional(),
  kind: alarmKind.optional(),
  ruleId: z.guid().optional(),
  vehicleId: z
    .string()
    .regex(/^\d{1,18}$/, 'must be a vehicle id: up to 18 digits')
    .optional(),
  /** Raised from then on, and before then. */
  from: utcTime.optional(),
  to: utcTime.optional(),
});
export type AlarmsQuery = z.output<typeof alarmsQuery>;
export const alarmsPage = page(alarmRecord);

const text = z.string().trim().max(LONGEST_ALARM_TEXT);
export const askedAlarmAction = z.strictObject({
  action: z.enum(ALARM_ACTIONS),
  /** Of `acknowledge`. */
  note: text.optional(),
  /** Of `note`. */
  text: text.optional(),
  /** Of `shelve` and `suppress`: until when, and why nobody should see it. */
  until: utcTime.optional(),
  reason: text.optional(),
  /** When the occurrence was raised that was looked at: nothing is done to another. */
  raisedAt: utcTime.optional(),
});
export type AskedAlarm = z.output<typeof askedAlarmAction>;

/** Each is answered by itself: one that is refused stops none of the others. */
export const bulkAlarmActions = z.strictObject({
  actions: z
    .array(askedAlarmAction.extend({ id: z.guid() }))
    .min(1)
    .max(500),
});
export const bulkAlarmAnswers = z.object({
  items: z.array(
    z.discriminatedUnion('result', [
      z.object({ id: z.guid(), result: z.literal('taken') }),
      z.object({ id: z.guid(), result: z.literal('refused'), reason: refusal }),
    ]),
  ),
});

export const alarmRulesPage = page(alarmRule);

const whole = alarmRule.shape;
/** A rule as somebody writes it. */
export const writtenAlarmRule = z.strictObject({
  name: whole.name,
  priority: whole.priority,
  state: whole.state.default('draft'),
  parameters: whole.parameters,
  scope: whole.scope.default(EVERY_VEHICLE),
  onDelaySeconds: whole.onDelaySeconds.default(0),
  offDelaySeconds: whole.offDelaySeconds.default(0),
  latched: whole.latched.default(false),
  suppressionGroup: whole.suppressionGroup.default(null),
  suppressedByKinds: whole.suppressedByKinds.default([]),
  guidance: z
    .strictObject({
      cause: whole.guidance.shape.cause.default(''),
      response: whole.guidance.shape.response.default(''),
    })
    .default({ cause: '', response: '' }),
});
export type WrittenAlarmRule = z.output<typeof writtenAlarmRule>;

/** `POST /api/v2/alarm-rules`: makes a rule, or changes the one of this id. */
export const writeAlarmRule = writtenAlarmRule.extend({
  id: z.guid().optional(),
  /** A rule that would raise more than 1,000 alarms at once goes live only with their number, which the refusal says. */
  confirmedAlarms: z.number().int().min(0).max(100_000_000).optional(),
});
export type WriteAlarmRule = z.output<typeof writeAlarmRule>;

export const MOST_TRIAL_MINUTES = 1_440;

/** `POST /api/v2/alarm-rule-trials`: what a rule would have done lately, and would do at once. */
export const askedTrial = z.strictObject({
  rule: writtenAlarmRule,
  minutes: z.number().int().min(1).max(MOST_TRIAL_MINUTES).default(60),
});
export type AskedTrial = z.output<typeof askedTrial>;

const count = z.number().int().nonnegative();
export const alarmTrial = z.object({
  /** What was looked at, UTC ms: less than was asked for where less is kept. */
  fromMs: z.number(),
  toMs: z.number(),
  fixes: count,
  raised: count,
  /** That had not returned at the end. */
  standing: count,
  /** Vehicles, missions or lines that it was about. */
  subjects: count,
  /** In any ten minutes. */
  mostInTenMinutes: count,
  examples: z.array(
    z.object({
      subjectKind: alarmSubject,
      subjectId: z.string(),
      geofenceId: z.string().nullable(),
      line: z.string().nullable(),
      atMs: z.number(),
      value: z.number().nullable(),
      limit: z.number().nullable(),
      longitude: z.number().nullable(),
      latitude: z.number().nullable(),
    }),
  ),
});
export type AlarmTrial = z.infer<typeof alarmTrial>;

/** The same, and how many alarms the rule would raise the moment that it goes live: more than 1,000 have to be confirmed. */
export const ruleTrial = alarmTrial.extend({ atOnce: count });
export type RuleTrialAnswer = z.infer<typeof ruleTrial>;

/** `GET /api/v2/alarm-figures`: at most 92 days. */
export const figuresQuery = z.strictObject({
  from: utcTime,
  to: utcTime,
  /** By whose clock shifts and days begin, a name of the IANA database. */
  timeZone: z.string().max(100).default('Europe/Paris'),
});
export { alarmFigures };
