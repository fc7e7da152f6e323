import { z } from 'zod';
import { utcTime } from '../mission.ts';
import { alarmSuppression } from './alarm.ts';

/**
 * What happens to an alarm. `raised`, `returned`, `recorded`: the process. `shelf-ended`, `suppression-ended`: the clock.
 * `suppressed` by `group` or `cause`, and `released` of those: other alarms. The rest: people.
 */
export const ALARM_EVENTS = [
  'raised',
  'returned',
  /** A late alarm: raised and returned before it was known. `until`: when it returned. */
  'recorded',
  'acknowledged',
  'reset',
  'shelved',
  'unshelved',
  'shelf-ended',
  'suppressed',
  'unsuppressed',
  'suppression-ended',
  'released',
  'noted',
] as const;
export const alarmEventKind = z.enum(ALARM_EVENTS);
export type AlarmEventKind = z.infer<typeof alarmEventKind>;

/** A line of the journal: it is written once, and what an alarm is follows from its lines in their order. */
export const alarmEvent = z.object({
  alarmId: z.guid(),
  kind: alarmEventKind,
  at: utcTime,
  /** The person, as the sign-in names them; null: the process, the clock or another alarm. */
  by: z.string().nullable(),
  /** A note, or the reason of a shelf or a suppression. */
  note: z.string().nullable(),
  /** Of `shelved` and `suppressed`: until when; of `recorded`: when it returned. */
  until: utcTime.nullable(),
  suppressedBy: alarmSuppression.nullable(),
  causeId: z.guid().nullable(),
});
export type AlarmEvent = z.infer<typeof alarmEvent>;

/** An event with what its kind has no use for left empty. */
export function alarmEventOf(event: Pick<AlarmEvent, 'alarmId' | 'kind' | 'at'> & Partial<AlarmEvent>): AlarmEvent {
  return { by: null, note: null, until: null, suppressedBy: null, causeId: null, ...event };
}
