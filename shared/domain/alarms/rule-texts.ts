import type { z } from 'zod';
import { alarmParameters, alarmRule, alarmScope } from './alarm-rule.ts';

/** Fields of a rule that are more than one value: an edit carries each as one text, which can be compared. */
const WHOLE_FIELDS = {
  parameters: alarmParameters,
  scope: alarmScope,
  suppressedByKinds: alarmRule.shape.suppressedByKinds,
} as const;
export type AlarmRuleTextField = keyof typeof WHOLE_FIELDS;
export const ALARM_RULE_TEXT_FIELDS = Object.keys(WHOLE_FIELDS) as readonly AlarmRuleTextField[];

export function isAlarmRuleTextField(field: string): field is AlarmRuleTextField {
  return Object.hasOwn(WHOLE_FIELDS, field);
}

/** One text for one value: members in the order of the alphabet, whatever theirs was; lists of names too, which have no order. */
export function alarmRuleText<Field extends AlarmRuleTextField>(
  field: Field,
  value: z.infer<(typeof WHOLE_FIELDS)[Field]>,
): string {
  return JSON.stringify(ordered(WHOLE_FIELDS[field].parse(value)));
}

/** The value in a text; undefined where it is none. */
export function readAlarmRuleText<Field extends AlarmRuleTextField>(
  field: Field,
  text: string,
): z.infer<(typeof WHOLE_FIELDS)[Field]> | undefined {
  const parsed = WHOLE_FIELDS[field].safeParse(jsonOf(text));
  return parsed.success ? (parsed.data as z.infer<(typeof WHOLE_FIELDS)[Field]>) : undefined;
}

/** What is wrong with such a text, naming the member; undefined where it can be used, and is the one text for its value. */
export function alarmRuleTextFault(field: AlarmRuleTextField, text: string): string | undefined {
  const parsed = WHOLE_FIELDS[field].safeParse(jsonOf(text));
  if (parsed.success) {
    const known = JSON.stringify(ordered(parsed.data));
    return known === text ? undefined : `must be written as ${known.slice(0, 200)}`;
  }
  const issue = parsed.error.issues[0];
  return `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is malformed'}`.trim();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map(String))].toSorted();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, ordered(member)]),
  );
}
