import type { WriteAlarmRule } from '../../../shared/api/index.ts';
import {
  type Actor,
  alarmRuleText,
  type FieldValues,
  fieldsOf,
  newAlarmRule,
  type Refusal,
  refuseCreation,
} from '../../../shared/domain/index.ts';
import { actAs } from '../../bus/index.ts';
import type { Reader } from '../../database/scope.ts';
import { refuseReferences, subsidiaryOfNew } from '../mutations/other-rows.ts';
import { lockRow } from '../mutations/rows.ts';
import { deleteRow, insertRow, updateRow } from '../mutations/write-row.ts';
import { type AlarmDesk, refuseRule, refuseRuleOfOthers } from './alarm-desk.ts';

/** A rule's fields, as an edit carries them. */
export function fieldsOfRule(rule: Omit<WriteAlarmRule, 'id' | 'confirmedAlarms'>): FieldValues {
  const { name, priority, state, onDelaySeconds, offDelaySeconds, latched, suppressionGroup, guidance } = rule;
  return {
    ...{ name, priority, state, onDelaySeconds, offDelaySeconds, latched, suppressionGroup },
    parameters: alarmRuleText('parameters', rule.parameters),
    scope: alarmRuleText('scope', rule.scope),
    suppressedByKinds: alarmRuleText('suppressedByKinds', rule.suppressedByKinds),
    ...{ 'guidance.cause': guidance.cause, 'guidance.response': guidance.response },
  };
}

/** Makes a rule, or changes the one of this id, within a transaction. @returns why not; then nothing was done */
export async function writeRule(
  sql: Reader,
  id: string,
  rule: WriteAlarmRule,
  { actor, desk, nowMs }: { actor: Actor; desk: AlarmDesk; nowMs: number },
): Promise<Refusal | undefined> {
  const fields = fieldsOfRule(rule);
  const name = { entity: 'alarm-rule', id } as const;
  const { row } = await lockRow(sql, name, 'change');
  const whole = newAlarmRule(id, fields, new Date(nowMs).toISOString());
  const refused =
    refuseCreation('alarm-rule', fields) ??
    (row === undefined ? undefined : await refuseRuleOfOthers(sql, id)) ??
    (await refuseReferences(sql, 'alarm-rule', fields)) ??
    (await refuseRule(sql, desk, whole, rule.confirmedAlarms));
  if (refused !== undefined) return refused;
  await actAs(sql, actor.subject);
  if (row === undefined) {
    const subsidiary = await subsidiaryOfNew(sql, 'alarm-rule', fields);
    if (await insertRow(sql, name, fields, { subsidiary })) return undefined;
    return { code: 'exists', field: 'id', detail: `id: there is a rule ${id} already` };
  }
  const before = fieldsOf(row, Object.keys(fields));
  const changed = Object.fromEntries(Object.entries(fields).filter(([field, value]) => before[field] !== value));
  if (Object.keys(changed).length > 0) await updateRow(sql, name, changed);
  return undefined;
}

/** Removes a rule; what it raised stays, and returns. @returns why not; then nothing was done */
export async function removeRule(sql: Reader, id: string, actor: Actor): Promise<Refusal | undefined> {
  const name = { entity: 'alarm-rule', id } as const;
  const { row } = await lockRow(sql, name, 'remove');
  if (row === undefined) return { code: 'not-found', detail: `there is no rule ${id}` };
  const refused = await refuseRuleOfOthers(sql, id);
  if (refused !== undefined) return refused;
  await actAs(sql, actor.subject);
  await deleteRow(sql, name);
  return undefined;
}
