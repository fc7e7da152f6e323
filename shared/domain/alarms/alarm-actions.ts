import type { FieldValues } from '../edit-policy.ts';
import type { Refusal } from '../refusal.ts';
import type { Role } from '../role.ts';
import { textOf } from '../validation/actions.ts';
import type { Alarm } from './alarm.ts';
import { type AlarmEvent, alarmEventOf } from './alarm-event.ts';
import { alarmStateOf, isAlarmActive, isAlarmShelved, isAlarmSuppressed } from './alarm-machine.ts';

/**
 * What people do with an alarm, and what each is told with: `acknowledge` {note}, `shelve` and `suppress` {until, reason}, `note` {text}.
 * Silence is none of them: it is a thing of one window.
 */
export const ALARM_ACTIONS = ['acknowledge', 'reset', 'shelve', 'unshelve', 'suppress', 'unsuppress', 'note'] as const;
export type AlarmAction = (typeof ALARM_ACTIONS)[number];

/** Who acts on alarms, and who writes the rules. */
export const ALARM_OPERATORS: readonly Role[] = ['supervisor', 'dispatcher', 'administrator'];
export const ALARM_RULE_EDITORS: readonly Role[] = ['supervisor', 'administrator'];

/** A shelf ends with the day at the latest: who still does not want to see the alarm says so again. */
export const LONGEST_SHELF_MS = 24 * 3_600_000;
/** A vehicle may be in the workshop for so long. */
export const LONGEST_SUPPRESSION_MS = 31 * 24 * 3_600_000;
export const LONGEST_ALARM_TEXT = 2_000;

export function isAlarmAction(action: string): action is AlarmAction {
  return ALARM_ACTIONS.some((known) => known === action);
}

/** The actions that make sense now, in the order of ALARM_ACTIONS. A reset is for what is over and was seen: never a second acknowledge. */
export function alarmActionsOf(alarm: Alarm, nowMs: number): AlarmAction[] {
  const { acknowledgedAt, closedAt } = alarm;
  const legal: Record<AlarmAction, boolean> = {
    acknowledge: acknowledgedAt === null && closedAt === null,
    reset: alarmStateOf(alarm) === 'latched',
    shelve: closedAt === null,
    unshelve: isAlarmShelved(alarm, nowMs),
    suppress: closedAt === null,
    unsuppress: isAlarmSuppressed(alarm, nowMs) && alarm.suppressedBy === 'maintenance',
    note: true,
  };
  return ALARM_ACTIONS.filter((action) => legal[action]);
}

/** What somebody saw when they acted: an action on another occurrence than that is refused. */
export type SeenAlarm = Partial<Pick<Alarm, 'raisedAt'>>;

export type AlarmActionOutcome = { events: AlarmEvent[] } | { refusal: Refusal };

/**
 * What an action does: the lines that it adds to the journal, or why it is refused. What another has done already is no fault of whoever
 * does it again: a second acknowledge is written down and changes nothing.
 * @param at the server's time, ISO 8601; a desktop's own while it shows what is on its way
 */
export function decideAlarmAction(
  alarm: Alarm,
  action: string,
  parameters: FieldValues,
  { by, at, seen = {} }: { by: string; at: string; seen?: SeenAlarm },
): AlarmActionOutcome {
  if (!isAlarmAction(action)) return illegal(`an alarm knows no action ${action}`);
  const fault = parametersFault(action, parameters, Date.parse(at));
  if (fault !== undefined) return { refusal: fault };
  if (seen.raisedAt !== undefined && seen.raisedAt !== alarm.raisedAt)
    return illegal('it is another occurrence than the one that was looked at');
  const event = (kind: AlarmEvent['kind'], more: Partial<AlarmEvent> = {}): AlarmActionOutcome => ({
    events: [alarmEventOf({ alarmId: alarm.id, kind, at, by, ...more })],
  });
  const until = textOf(parameters, 'until');
  const reason = textOf(parameters, 'reason');
  switch (action) {
    case 'acknowledge':
      return alarm.late
        ? illegal('a late alarm needs no acknowledge')
        : event('acknowledged', { note: textOf(parameters, 'note') });
    case 'reset':
      return resetFault(alarm) ?? event('reset');
    case 'shelve':
      return closedFault(alarm) ?? event('shelved', { until, note: reason });
    case 'unshelve':
      return event('unshelved');
    case 'suppress':
      return closedFault(alarm) ?? event('suppressed', { until, note: reason, suppressedBy: 'maintenance' });
    case 'unsuppress':
      if (alarm.suppressedBy === 'group' || alarm.suppressedBy === 'cause')
        return illegal('another alarm explains it: it is announced when that is gone');
      return event('unsuppressed');
    case 'note':
      return event('noted', { note: textOf(parameters, 'text') });
  }
}

/** What time alone does to an alarm, in the order in which it happens. */
export function alarmEventsDue(
  { id, closedAt, shelvedUntil, suppressedUntil, suppressedBy }: Alarm,
  nowMs: number,
): AlarmEvent[] {
  if (closedAt !== null) return [];
  const isOver = (until: string | null): until is string => until !== null && Date.parse(until) <= nowMs;
  const events: AlarmEvent[] = [];
  if (isOver(shelvedUntil)) events.push(alarmEventOf({ alarmId: id, kind: 'shelf-ended', at: shelvedUntil }));
  if (suppressedBy !== null && isOver(suppressedUntil))
    events.push(alarmEventOf({ alarmId: id, kind: 'suppression-ended', at: suppressedUntil }));
  return events.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

function illegal(detail: string): { refusal: Refusal } {
  return { refusal: { code: 'illegal-action', detail } };
}

function closedFault({ closedAt }: Alarm): { refusal: Refusal } | undefined {
  return closedAt === null ? undefined : illegal('the alarm is closed');
}

/** Whoever resets what another has reset meanwhile is told nothing: it is as they wanted it. */
function resetFault(alarm: Alarm): { refusal: Refusal } | undefined {
  if (!alarm.latched) return illegal('the alarm is not latched: it closes by itself');
  if (isAlarmActive(alarm)) return illegal('what raised the alarm still holds');
  if (alarm.acknowledgedAt === null) return illegal('the alarm must be acknowledged before it is reset');
  return undefined;
}

const PARAMETERS: Readonly<Record<AlarmAction, readonly string[]>> = {
  acknowledge: ['note'],
  reset: [],
  shelve: ['until', 'reason'],
  unshelve: [],
  suppress: ['until', 'reason'],
  unsuppress: [],
  note: ['text'],
};

/** What is wrong with what an action is told, whatever the alarm is. */
function parametersFault(action: AlarmAction, parameters: FieldValues, nowMs: number): Refusal | undefined {
  const invalid = (field: string, detail: string): Refusal => ({
    code: 'invalid-value',
    field,
    detail: `${field}: ${detail}`,
  });
  for (const [name, value] of Object.entries(parameters)) {
    if (!PARAMETERS[action].includes(name)) return invalid(name, `${action} takes no such parameter`);
    if (value !== null && typeof value !== 'string') return invalid(name, 'must be a text');
    if (value !== null && value.length > LONGEST_ALARM_TEXT)
      return invalid(name, `has more than ${LONGEST_ALARM_TEXT} characters`);
  }
  if (action === 'note' && textOf(parameters, 'text') === null) return invalid('text', 'is missing: write the note');
  if (action !== 'shelve' && action !== 'suppress') return undefined;
  if (textOf(parameters, 'reason') === null)
    return invalid('reason', 'is missing: say why nobody should see the alarm');
  const untilMs = Date.parse(textOf(parameters, 'until') ?? '');
  const longestMs = action === 'shelve' ? LONGEST_SHELF_MS : LONGEST_SUPPRESSION_MS;
  if (Number.isNaN(untilMs)) return invalid('until', 'must be a time, such as 2026-03-01T06:30:00.000Z');
  if (untilMs <= nowMs) return invalid('until', 'is over already');
  if (untilMs - nowMs > longestMs) return invalid('until', `is more than ${longestMs / 3_600_000} hours ahead`);
  return undefined;
}
