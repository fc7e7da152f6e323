import { z } from 'zod';
import { askedTrial, ruleTrial } from '../api/alarms.ts';
import {
  ALARM_ACTIONS,
  ALARM_STATES,
  alarmFigures,
  alarmKind,
  alarmPriority,
  alarmRecord,
  alarmRule,
  alarmRuleState,
} from '../domain/alarms/index.ts';
import { TimeZone } from '../domain/billing/local-time.ts';
import { fieldValues } from '../domain/edit-policy.ts';
import { refusal } from '../domain/refusal.ts';
import { method } from '../rpc/index.ts';
import { editResult, unsentState } from './edits.ts';
import { direction, rowsOf, searchText, windowOf } from './page.ts';

/**
 * The lists that operators look through:
 *
 *   announced       stands, and is neither shelved nor suppressed: what an annunciator shows
 *   unacknowledged  the same, of those that nobody has acknowledged
 *   standing        all that is not closed, whatever hides it
 *   shelved         hidden by a person for a time
 *   suppressed      hidden by another alarm, or for maintenance
 *   history         all, closed ones too, by the time at which they were raised
 */
export const ALARM_VIEWS = ['announced', 'unacknowledged', 'standing', 'shelved', 'suppressed', 'history'] as const;
export const alarmView = z.enum(ALARM_VIEWS);
export type AlarmView = z.infer<typeof alarmView>;

/** `priority`: the most urgent first, and of one priority the newest. */
export const ALARM_SORTS = ['priority', 'raisedAt', 'state', 'subject', 'rule'] as const;

/** An alarm as a window shows it at this moment. */
export const alarmRow = alarmRecord.extend({
  unsent: unsentState.nullable(),
  state: z.enum(ALARM_STATES),
  isActive: z.boolean(),
  isShelved: z.boolean(),
  isSuppressed: z.boolean(),
  /** It is to be heard and to flash: announced and not acknowledged. */
  callsForAttention: z.boolean(),
  /** The actions that make sense now, in the order of ALARM_ACTIONS; whether the person may is the server's to say. */
  actions: z.array(z.enum(ALARM_ACTIONS)),
  /** What people call what it is about: a vehicle's code, a mission's reference, a line, a feed, a rule. */
  subject: z.string(),
  vehicleCode: z.string().nullable(),
  missionReference: z.string().nullable(),
  geofenceName: z.string().nullable(),
  /** How many standing alarms this one explains: they are suppressed by it, or came after it in its group. */
  explains: z.number().int(),
});
export type AlarmRow = z.infer<typeof alarmRow>;

export const alarmRuleRow = alarmRule.extend({
  unsent: unsentState.nullable(),
  /** Alarms of this rule that stand. */
  standing: z.number().int(),
});
export type AlarmRuleRow = z.infer<typeof alarmRuleRow>;

export const alarmFilter = z.strictObject({
  view: alarmView.default('announced'),
  priorities: z.array(alarmPriority).max(4).optional(),
  kinds: z.array(alarmKind).max(10).optional(),
  ruleId: z.string().max(100).optional(),
  vehicleId: z.string().max(100).optional(),
  missionId: z.string().max(100).optional(),
  /** Those that this alarm explains, and itself. */
  causeId: z.string().max(100).optional(),
  /** Raised from then on, and before then; UTC ms. */
  fromMs: z.number().optional(),
  beforeMs: z.number().optional(),
  text: searchText.optional(),
});
export type AlarmFilter = z.infer<typeof alarmFilter>;

const count = z.number().int().nonnegative();
const stands = z.object({ announced: count, unacknowledged: count });
/** For heads and walls: what stands, by priority, and what a window is to sound for. */
export const alarmCounts = z.object({
  critical: stands,
  high: stands,
  medium: stands,
  low: stands,
  announced: count,
  unacknowledged: count,
  /** Announced ones that still hold, acknowledged or not. */
  active: count,
  standing: count,
  shelved: count,
  suppressed: count,
  /** Raised in the last ten minutes, shown or hidden. More than FLOOD_BEGINS_ABOVE of them is a flood. */
  raisedInTenMinutes: count,
  isFlood: z.boolean(),
  /** The newest one that calls for attention, of the most urgent priority that has one: what is to be heard. */
  loudest: z.object({ id: z.string(), priority: alarmPriority, raisedAtMs: z.number() }).nullable(),
});
export type AlarmCounts = z.infer<typeof alarmCounts>;

/** One group of a flood, as `groupAlarms` makes it: the cause, or the first of a rule, on top; and how many they are together. */
export const alarmGroup = z.object({ key: z.string(), top: alarmRow, alarms: count, unacknowledged: count });

/** Vehicles that a map marks: more could not be told apart. */
export const MOST_ALARMED_VEHICLES = 2_000;

/** Alarms that are acted on at a time: each is kept and answered by itself, in one transaction. */
export const MOST_ALARMS_AT_ONCE = 500;

function isTimeZone(name: string): boolean {
  try {
    return new TimeZone(name).name === name;
  } catch {
    return false;
  }
}

const byId = z.strictObject({ id: z.string().min(1).max(100) });

export const ruleTrialOutcome = z.discriminatedUnion('result', [
  z.object({
    result: z.literal('tried'),
    trial: ruleTrial,
    /** Whose record it was tried on. */
    source: z.enum(['recording', 'server']),
    /** For how long something is recorded between the trial's beginning and its end, ms. */
    recordedMs: z.number().nonnegative(),
  }),
  z.object({ result: z.literal('refused'), reason: refusal }),
]);
export type RuleTrialOutcome = z.infer<typeof ruleTrialOutcome>;

export const alarmMethods = {
  'alarms.page': method(
    z.strictObject({
      filter: alarmFilter.default({ view: 'announced' }),
      sort: z.strictObject({ by: z.enum(ALARM_SORTS), direction }).default({ by: 'priority', direction: 'ascending' }),
      ...windowOf,
    }),
    rowsOf(alarmRow),
  ),
  /** With its journal, which every row has. */
  'alarms.get': method(byId, alarmRow),
  /** What is announced, in the groups of a flood: what one alarm explains with it, the others by their rule. The most urgent group first. */
  'alarms.groups': method(
    z.strictObject({ filter: alarmFilter.default({ view: 'announced' }), ...windowOf }),
    z.object({ groups: z.array(alarmGroup), total: count, revision: count }),
  ),
  /** Vehicles with an announced alarm, by their places in the position frames; of each its most urgent one. The most urgent first. */
  'alarms.vehicles': method(
    z.strictObject({}),
    z.object({
      streamId: z.number().int().nonnegative(),
      vehicles: z
        .array(z.object({ slot: z.number().int().nonnegative(), priority: alarmPriority, isAcknowledged: z.boolean() }))
        .max(MOST_ALARMED_VEHICLES),
    }),
  ),
  'alarms.counts': method(z.strictObject({}), alarmCounts),
  /** One action on one or many, answered in their order: one that is refused stops none of the others. */
  'alarms.act': method(
    z.strictObject({
      ids: z.array(byId.shape.id).min(1).max(MOST_ALARMS_AT_ONCE),
      action: z.enum(ALARM_ACTIONS),
      parameters: fieldValues.default({}),
    }),
    z.object({ results: z.array(editResult) }),
  ),
  'alarmRules.page': method(
    z.strictObject({
      filter: z
        .strictObject({
          text: searchText.optional(),
          states: z.array(alarmRuleState).max(3).optional(),
          kinds: z.array(alarmKind).max(10).optional(),
        })
        .default({}),
      sort: z
        .strictObject({ by: z.enum(['name', 'kind', 'priority', 'state']), direction })
        .default({ by: 'name', direction: 'ascending' }),
      ...windowOf,
    }),
    rowsOf(alarmRuleRow),
  ),
  'alarmRules.get': method(byId, alarmRuleRow),
  /**
   * "This rule would have raised 14 alarms last night", and how many it would raise at once. `any`: on what this desktop has recorded, where that
   * is as much of the time as the server has, which keeps the last hour; `server`: by the server, whose `atOnce` is the one that going live goes by.
   */
  'alarmRules.trial': method(askedTrial.extend({ on: z.enum(['any', 'server']).default('any') }), ruleTrialOutcome),
  /**
   * The figures of a span of time, UTC ms, by the clock of a time zone, from what is on this desktop: all that stands, and what was closed in the last
   * KEPT_CLOSED_DAYS. For longer spans the server has /api/v2/alarm-figures.
   */
  'alarms.figures': method(
    z.strictObject({
      fromMs: z.number(),
      toMs: z.number(),
      timeZone: z.string().max(100).refine(isTimeZone, 'is no name of a time zone'),
      /** When shifts begin, minutes after midnight. */
      shiftStarts: z.array(z.number().int().min(0).max(1_439)).min(1).max(12).optional(),
    }),
    alarmFigures,
  ),
};
