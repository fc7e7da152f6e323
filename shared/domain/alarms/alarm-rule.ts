import { z } from 'zod';
import { utcTime } from '../mission.ts';
import { vehicleKind } from '../vehicle.ts';

/**
 * What a rule looks for:
 *
 *   silent            nothing was heard of a vehicle for too long        late-mission      a mission is late against its plan
 *   speed             a vehicle is too fast                              headway           vehicles of a line pass a place too
 *   geofence-enter    a vehicle is where it may not be                                     soon, or too long, after each other
 *   geofence-exit     a vehicle has left all places where it may be      suspect-position  a vehicle says that it is where none can be
 *   geofence-dwell    a vehicle stays in a place for too long            feed-down         positions come no more
 *   long-stop         a vehicle stands for too long
 */
export const ALARM_KINDS = [
  'silent',
  'speed',
  'geofence-enter',
  'geofence-exit',
  'geofence-dwell',
  'long-stop',
  'late-mission',
  'headway',
  'suspect-position',
  'feed-down',
] as const;
export const alarmKind = z.enum(ALARM_KINDS);
export type AlarmKind = z.infer<typeof alarmKind>;

/** The most urgent first. */
export const ALARM_PRIORITIES = ['critical', 'high', 'medium', 'low'] as const;
export const alarmPriority = z.enum(ALARM_PRIORITIES);
export type AlarmPriority = z.infer<typeof alarmPriority>;

/** Only a live rule raises alarms; one that is off once did. */
export const ALARM_RULE_STATES = ['draft', 'live', 'off'] as const;
export const alarmRuleState = z.enum(ALARM_RULE_STATES);
export type AlarmRuleState = z.infer<typeof alarmRuleState>;

/** What is looked for longer than this is not supervised but forgotten. */
const LONGEST_SECONDS = 7 * 86_400;
/** Geofences, lines, depots or vehicles that one rule names at most. */
export const MOST_NAMED_BY_RULE = 500;

const seconds = z.int().min(1).max(LONGEST_SECONDS);
const named = z.array(z.string().trim().min(1).max(200)).max(MOST_NAMED_BY_RULE);
const fences = z.array(z.guid()).min(1).max(MOST_NAMED_BY_RULE);
const metresPerSecond = z.number().min(0).max(200);

/** What a rule of each kind has to be told. Units are in the names. */
export const alarmParameters = z.discriminatedUnion('kind', [
  /** No newer fix was taken for so long. */
  z.strictObject({ kind: z.literal('silent'), afterSeconds: seconds }),
  /** Faster than the limit; slow again only below the limit less the deadband. */
  z
    .strictObject({
      kind: z.literal('speed'),
      aboveMetresPerSecond: metresPerSecond.gt(0),
      deadbandMetresPerSecond: metresPerSecond,
    })
    .refine((it) => it.deadbandMetresPerSecond < it.aboveMetresPerSecond, {
      path: ['deadbandMetresPerSecond'],
      message: 'must be below aboveMetresPerSecond: a vehicle could never be slow again',
    }),
  /** In one of the geofences: an alarm for each of them. */
  z.strictObject({ kind: z.literal('geofence-enter'), geofenceIds: fences }),
  /** In none of the geofences any more, after it was in one. */
  z.strictObject({ kind: z.literal('geofence-exit'), geofenceIds: fences }),
  /** In one of the geofences for so long: an alarm for each of them. */
  z.strictObject({ kind: z.literal('geofence-dwell'), geofenceIds: fences, afterSeconds: seconds }),
  /** Not further than the radius from where it came to stand, for so long; not counted in the geofences that are named. */
  z.strictObject({
    kind: z.literal('long-stop'),
    afterSeconds: seconds,
    radiusMetres: z.number().min(5).max(1_000),
    onMissionOnly: z.boolean(),
    exceptGeofenceIds: z.array(z.guid()).max(MOST_NAMED_BY_RULE),
  }),
  /** Begun, or ended, so much later than planned, or not yet. */
  z.strictObject({ kind: z.literal('late-mission'), latenessSeconds: seconds }),
  /**
   * Between two vehicles of a line that come into a geofence. A line of which none came for `outOfServiceSeconds` does not run, and is
   * not looked at until one comes.
   */
  z
    .strictObject({
      kind: z.literal('headway'),
      geofenceIds: fences,
      minimumHeadwaySeconds: seconds.nullable(),
      maximumHeadwaySeconds: seconds.nullable(),
      outOfServiceSeconds: seconds,
    })
    .refine((it) => it.minimumHeadwaySeconds !== null || it.maximumHeadwaySeconds !== null, {
      path: ['maximumHeadwaySeconds'],
      message: 'is missing: give a shortest or a longest headway',
    })
    .refine((it) => (it.minimumHeadwaySeconds ?? 0) < (it.maximumHeadwaySeconds ?? Infinity), {
      path: ['maximumHeadwaySeconds'],
      message: 'must be above minimumHeadwaySeconds',
    })
    .refine((it) => (it.maximumHeadwaySeconds ?? 0) < it.outOfServiceSeconds, {
      path: ['outOfServiceSeconds'],
      message: 'must be above maximumHeadwaySeconds: no gap could ever be said',
    }),
  /** The newest fix of a vehicle is a jump that none can make. */
  z.strictObject({ kind: z.literal('suspect-position') }),
  /** The feed has ended, failed or fallen silent, or no fix at all was taken for so long. */
  z.strictObject({ kind: z.literal('feed-down'), afterSeconds: seconds }),
]);
export type AlarmParameters = z.infer<typeof alarmParameters>;
export type AlarmParametersOf<Kind extends AlarmKind> = Extract<AlarmParameters, { kind: Kind }>;

/** Which vehicles a rule is about: those that pass each list; an empty list passes all. Missions go by their vehicle. */
export const alarmScope = z.strictObject({
  vehicleKinds: z.array(vehicleKind),
  depots: named,
  lines: named,
  vehicleIds: named,
});
export type AlarmScope = z.infer<typeof alarmScope>;
export const EVERY_VEHICLE: AlarmScope = { vehicleKinds: [], depots: [], lines: [], vehicleIds: [] };

const delay = z.int().min(0).max(86_400);
const guidanceText = z.string().trim().max(2_000);

/** A rule as all operators share it. */
export const alarmRule = z.object({
  id: z.guid(),
  name: z.string().trim().min(1).max(200),
  priority: alarmPriority,
  state: alarmRuleState,
  /** Its kind with what that has to be told. */
  parameters: alarmParameters,
  scope: alarmScope,
  /** What is found must hold for so long before it is an alarm. */
  onDelaySeconds: delay,
  /** And be gone for so long before the alarm returns. */
  offDelaySeconds: delay,
  /** An alarm that has returned and was acknowledged stays until a person resets it. */
  latched: z.boolean(),
  /** Of the alarms of one group about one subject the first alone is announced; null: none. */
  suppressionGroup: z.string().trim().min(1).max(100).nullable(),
  /** Alarms of these kinds, about the same subject or what it is part of, explain those of this rule. */
  suppressedByKinds: z.array(alarmKind),
  /** What may be the cause, and what the operator is to do. */
  guidance: z.object({ cause: guidanceText, response: guidanceText }),
  createdAt: utcTime,
});
export type AlarmRule = z.infer<typeof alarmRule>;
