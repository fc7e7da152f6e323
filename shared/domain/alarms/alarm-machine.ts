import type { Alarm, AlarmOccurrence } from './alarm.ts';
import type { AlarmEvent } from './alarm-event.ts';

/**
 * Where an alarm stands, after OPC 10000-9 (5.8, acknowledgeable conditions) and the summary of ISA-18.2:
 *
 *   active-unacknowledged    what raised it holds, and nobody has said that they know
 *   active-acknowledged      it holds, and somebody knows
 *   returned-unacknowledged  it is over, and nobody has said that they know
 *   latched                  over and acknowledged, but a person has to reset it
 *   closed                   a thing of history
 *
 * Shelved and suppressed lie across these: they hide an alarm from where it is announced, and change nothing of where it stands.
 */
export const ALARM_STATES = [
  'active-unacknowledged',
  'active-acknowledged',
  'returned-unacknowledged',
  'latched',
  'closed',
] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

type Standing = Pick<Alarm, 'returnedAt' | 'acknowledgedAt' | 'latched' | 'resetAt' | 'late'>;

/** docs/alarms.md is drawn from this. */
export function alarmStateOf({ returnedAt, acknowledgedAt, latched, resetAt, late }: Standing): AlarmState {
  if (late) return 'closed';
  if (returnedAt === null) return acknowledgedAt === null ? 'active-unacknowledged' : 'active-acknowledged';
  if (acknowledgedAt === null) return 'returned-unacknowledged';
  return latched && resetAt === null ? 'latched' : 'closed';
}

export function isAlarmActive({ returnedAt }: Pick<Alarm, 'returnedAt'>): boolean {
  return returnedAt === null;
}

/** Whether it is on the shelf at a moment: a shelf ends by its time, though nobody has written it down yet. */
export function isAlarmShelved(
  { shelvedUntil, closedAt }: Pick<Alarm, 'shelvedUntil' | 'closedAt'>,
  nowMs: number,
): boolean {
  return closedAt === null && shelvedUntil !== null && nowMs < Date.parse(shelvedUntil);
}

export function isAlarmSuppressed(
  { suppressedBy, suppressedUntil, closedAt }: Pick<Alarm, 'suppressedBy' | 'suppressedUntil' | 'closedAt'>,
  nowMs: number,
): boolean {
  if (closedAt !== null || suppressedBy === null) return false;
  return suppressedUntil === null || nowMs < Date.parse(suppressedUntil);
}

/** Whether it belongs into the list that operators work through: neither closed, nor shelved, nor suppressed. */
export function isAlarmAnnounced(alarm: Alarm, nowMs: number): boolean {
  return alarm.closedAt === null && !isAlarmShelved(alarm, nowMs) && !isAlarmSuppressed(alarm, nowMs);
}

/** Whether it is to be heard and to flash: announced, and nobody has said that they know. */
export function callsForAttention(alarm: Alarm, nowMs: number): boolean {
  return alarm.acknowledgedAt === null && isAlarmAnnounced(alarm, nowMs);
}

/** An occurrence of which nothing is known but that it was raised. */
export function newAlarm(occurrence: AlarmOccurrence): Alarm {
  return {
    ...occurrence,
    ...{ returnedAt: null, acknowledgedAt: null, acknowledgedBy: null, acknowledgedNote: null },
    ...{ resetAt: null, resetBy: null, shelvedUntil: null, shelvedBy: null, shelvedReason: null },
    ...{ suppressedBy: null, suppressedUntil: null, suppressedReason: null, causeId: null, closedAt: null, notes: [] },
  };
}

/** What an alarm is, from its journal in the order in which it was written. */
export function foldAlarm(occurrence: AlarmOccurrence, journal: Iterable<AlarmEvent>): Alarm {
  let alarm = newAlarm(occurrence);
  for (const event of journal) alarm = alarmAfter(alarm, event);
  return alarm;
}

/**
 * An alarm after one more line of its journal. Every line can follow every other: what does not apply any more changes nothing, so a
 * second acknowledge leaves the first. Never throws.
 */
export function alarmAfter(before: Alarm, event: AlarmEvent): Alarm {
  const after = changed(before, event);
  if (after.closedAt === null && alarmStateOf(after) === 'closed') return { ...after, closedAt: event.at };
  return after;
}

const NOT_SHELVED = { shelvedUntil: null, shelvedBy: null, shelvedReason: null };
const NOT_SUPPRESSED = { suppressedBy: null, suppressedUntil: null, suppressedReason: null };

function changed(alarm: Alarm, { kind, at, by, note, until, suppressedBy, causeId }: AlarmEvent): Alarm {
  switch (kind) {
    case 'raised':
      return alarm;
    case 'returned':
      return alarm.returnedAt === null ? { ...alarm, returnedAt: at } : alarm;
    case 'recorded':
      return alarm.late ? { ...alarm, returnedAt: until ?? at } : alarm;
    case 'acknowledged':
      if (alarm.acknowledgedAt !== null || alarm.late) return alarm;
      return { ...alarm, acknowledgedAt: at, acknowledgedBy: by, acknowledgedNote: note };
    case 'reset':
      return alarmStateOf(alarm) === 'latched' ? { ...alarm, resetAt: at, resetBy: by } : alarm;
    case 'shelved':
      if (alarm.closedAt !== null) return alarm;
      return { ...alarm, shelvedUntil: until, shelvedBy: by, shelvedReason: note };
    case 'unshelved':
    case 'shelf-ended':
      return { ...alarm, ...NOT_SHELVED };
    case 'suppressed':
      return suppressed(alarm, { suppressedBy, suppressedUntil: until, suppressedReason: note }, causeId);
    case 'unsuppressed':
    case 'suppression-ended':
      return { ...alarm, ...NOT_SUPPRESSED };
    case 'released':
      // What a person has suppressed for maintenance does not end with another alarm.
      return alarm.suppressedBy === 'maintenance' ? alarm : { ...alarm, ...NOT_SUPPRESSED };
    case 'noted':
      return { ...alarm, notes: [...alarm.notes, { at, by: by ?? '', text: note ?? '' }] };
  }
}

/** Another alarm's suppression does not take the place of a person's. */
function suppressed(
  alarm: Alarm,
  as: Pick<Alarm, 'suppressedBy' | 'suppressedUntil' | 'suppressedReason'>,
  causeId: string | null,
): Alarm {
  if (alarm.closedAt !== null || as.suppressedBy === null) return alarm;
  if (as.suppressedBy === 'maintenance') return { ...alarm, ...as };
  if (alarm.suppressedBy === 'maintenance') return { ...alarm, causeId };
  return { ...alarm, ...as, causeId };
}
