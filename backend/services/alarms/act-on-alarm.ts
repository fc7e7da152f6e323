import {
  type Actor,
  type Alarm,
  alarm as alarmRow,
  type AlarmEvent,
  alarmAfter,
  decideAlarmAction,
  type FieldValues,
  type Refusal,
} from '../../../shared/domain/index.ts';
import { actAs } from '../../bus/index.ts';
import { asService, type Reader } from '../../database/scope.ts';
import { lockRow } from '../mutations/rows.ts';
import { writeAlarms } from './write-alarms.ts';

/** An action on an alarm, as a desktop's outbox or a route carries it. */
export interface AskedAlarmAction {
  id: string;
  action: string;
  parameters: FieldValues;
  /** What was looked at, where that is known. */
  seen: FieldValues;
  actor: Actor;
}

/**
 * Takes one action on one alarm, within a transaction: the line in the journal, what the alarm is after it, and the event that tells of it.
 * @param sql sees what the actor may see
 * @returns why not; then nothing was done
 */
export async function actOnAlarm(
  sql: Reader,
  { id, action, parameters, seen, actor }: AskedAlarmAction,
  nowMs: number,
): Promise<Refusal | undefined> {
  const locked = await asService(sql, () => lockSeen(sql, id));
  if (locked === undefined) return { code: 'not-found', detail: `there is no alarm ${id}` };
  const raisedAt = seen['raisedAt'];
  const outcome = decideAlarmAction(locked, action, parameters, {
    ...{ by: actor.subject, at: new Date(nowMs).toISOString() },
    seen: typeof raisedAt === 'string' ? { raisedAt } : {},
  });
  if ('refusal' in outcome) return outcome.refusal;
  await actAs(sql, actor.subject);
  await asService(sql, () => writeAlarms(sql, [{ alarm: afterAll(locked, outcome.events), events: outcome.events }]));
  return undefined;
}

/** The role of users may not lock what it may not change: the service does, and looks only at what the user sees. */
async function lockSeen(sql: Reader, id: string): Promise<Alarm | undefined> {
  const { row } = await lockRow(sql, { entity: 'alarm', id }, 'change');
  return row && alarmRow.parse(row);
}

export function afterAll(alarm: Alarm, events: readonly AlarmEvent[]): Alarm {
  return events.reduce(alarmAfter, alarm);
}
