import {
  alarmRule,
  atOnceFault,
  type AlarmRule,
  type FieldValue,
  type Refusal,
  type RowFields,
} from '../../../shared/domain/index.ts';
import { asService, type Reader } from '../../database/scope.ts';
import { actOnAlarm, type AskedAlarmAction } from './act-on-alarm.ts';

/** What edits of alarms and their rules are judged with. */
export interface AlarmDesk {
  /** Takes an action, within a transaction. @returns why not; then nothing was done */
  act(sql: Reader, asked: AskedAlarmAction): Promise<Refusal | undefined>;
  /** How many alarms a rule would raise, were it live now: of what is known of the fleet at this moment. */
  countNow(sql: Reader, rule: AlarmRule, subsidiary: string | null): Promise<number>;
}

export function createAlarmDesk(nowMs: () => number, countNow: AlarmDesk['countNow']): AlarmDesk {
  return { act: (sql, asked) => actOnAlarm(sql, asked, nowMs()), countNow };
}

/**
 * Refuses a rule that would be live and raise more alarms at once than anybody can look at. The number is said first: who sends it back as
 * `confirmedAlarms` has read it.
 */
export async function refuseRule(
  sql: Reader,
  desk: AlarmDesk,
  row: RowFields | AlarmRule,
  confirmed?: FieldValue,
): Promise<Refusal | undefined> {
  const parsed = alarmRule.safeParse(row);
  if (!parsed.success || parsed.data.state !== 'live') return undefined;
  const count = await countAtOnce(sql, desk, parsed.data);
  const fault = typeof confirmed === 'number' && confirmed >= count ? undefined : atOnceFault(count);
  return fault === undefined ? undefined : { code: 'would-flood', field: 'state', detail: fault };
}

/** How many alarms a rule of whoever asks would raise, were it live now. */
export function countAtOnce(sql: Reader, desk: AlarmDesk, rule: AlarmRule): Promise<number> {
  const subsidiary = sql.scope.subsidiaries?.find((name) => name !== '') ?? null;
  return asService(sql, () => desk.countNow(sql, rule, subsidiary));
}

/** A rule for the vehicles of every subsidiary is changed by those who see them all. */
export async function refuseRuleOfOthers(sql: Reader, id: string): Promise<Refusal | undefined> {
  if (sql.scope.subsidiaries === undefined) return undefined;
  const [rule] = await sql.query<{ isOfAll: boolean }>(
    'select subsidiary is null as "isOfAll" from alarm_rules where id = $1::uuid',
    [id],
  );
  if (rule?.isOfAll !== true) return undefined;
  return {
    code: 'forbidden',
    detail: 'this rule is for the vehicles of every subsidiary: somebody who sees all may change it',
  };
}
