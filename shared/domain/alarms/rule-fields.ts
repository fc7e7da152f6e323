import { alarmParameters, alarmScope, type AlarmParameters, alarmRule } from './alarm-rule.ts';
import { type AlarmRuleTextField, alarmRuleText, readAlarmRuleText } from './rule-texts.ts';

const SCHEMAS = {
  parameters: alarmParameters,
  scope: alarmScope,
  suppressedByKinds: alarmRule.shape.suppressedByKinds,
} as const;

/** The text of a rule's part as a row has it; of one that this program cannot read, what it holds. Null has none. */
export function alarmRuleTextOf(field: AlarmRuleTextField, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const parsed = SCHEMAS[field].safeParse(value);
  return parsed.success ? alarmRuleText(field, parsed.data) : JSON.stringify(value);
}

/** The geofences that a rule looks at, from its parameters as a row or as an edit has them. */
export function geofencesOfRule(parameters: unknown): string[] {
  const parsed =
    typeof parameters === 'string'
      ? readAlarmRuleText('parameters', parameters)
      : alarmParameters.safeParse(parameters).data;
  return parsed === undefined ? [] : namedBy(parsed);
}

function namedBy(parameters: AlarmParameters): string[] {
  if (parameters.kind === 'long-stop') return parameters.exceptGeofenceIds;
  return 'geofenceIds' in parameters ? parameters.geofenceIds : [];
}
