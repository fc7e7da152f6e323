import { ALARM_PRIORITIES } from './alarm-rule.ts';
import type { Alarm } from './alarm.ts';

/** More alarms than this in ten minutes are a flood; it is over with fewer than the second number (EEMUA 191, 3rd edition, as summarised in public). */
export const FLOOD_BEGINS_ABOVE = 10;
export const FLOOD_ENDS_BELOW = 5;
export const FLOOD_WINDOW_MS = 10 * 60_000;

/**
 * Whether there is a flood at a moment.
 * @param announcedMs when alarms were announced, UTC ms, in order: the last ten minutes are enough
 * @param wasFlood whether there was one a moment before: it ends only once it is calm
 */
export function isFlood(announcedMs: readonly number[], nowMs: number, wasFlood: boolean): boolean {
  const recent = announcedMs.filter((atMs) => atMs > nowMs - FLOOD_WINDOW_MS && atMs <= nowMs).length;
  return wasFlood ? recent >= FLOOD_ENDS_BELOW : recent > FLOOD_BEGINS_ABOVE;
}

/** Alarms that belong together in a flood. */
export interface AlarmGroup {
  /** The same for as long as the group lasts. */
  key: string;
  /** What came first, and stands for all: the cause where one is known. */
  first: Alarm;
  /** All of them, the first included, in the order in which they were raised. */
  alarms: Alarm[];
}

/**
 * Groups alarms as a flood shows them: those that one alarm explains with it; the others by their rule. Of a group the cause is on top, or what
 * was raised first (first-out). The most urgent group comes first, then the oldest.
 */
export function groupAlarms(alarms: readonly Alarm[]): AlarmGroup[] {
  const byId = new Map(alarms.map((alarm) => [alarm.id, alarm]));
  const isCause = new Set(alarms.flatMap(({ causeId }) => (causeId !== null && byId.has(causeId) ? [causeId] : [])));
  const groups = new Map<string, Alarm[]>();
  for (const alarm of alarms) {
    const causeId = isCause.has(alarm.id) ? alarm.id : alarm.causeId;
    const key = causeId === null ? `rule ${alarm.ruleId}` : `cause ${causeId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [alarm]);
    else group.push(alarm);
  }
  return [...groups]
    .map(([key, members]) => groupOf(key, members))
    .toSorted((one, other) => urgencyOf(one) - urgencyOf(other) || byTime(one.first, other.first));
}

function groupOf(key: string, members: readonly Alarm[]): AlarmGroup {
  const inOrder = members.toSorted(byTime);
  const cause = inOrder.find(({ id }) => key === `cause ${id}`);
  const alarms = cause === undefined ? inOrder : [cause, ...inOrder.filter((alarm) => alarm !== cause)];
  const [first] = alarms;
  if (first === undefined) throw new RangeError(`there is no alarm in the group ${key}`);
  return { key, first, alarms };
}

function urgencyOf({ alarms }: AlarmGroup): number {
  return Math.min(...alarms.map(({ priority }) => ALARM_PRIORITIES.indexOf(priority)));
}

function byTime(one: Alarm, other: Alarm): number {
  return Date.parse(one.raisedAt) - Date.parse(other.raisedAt) || (one.id < other.id ? -1 : 1);
}
