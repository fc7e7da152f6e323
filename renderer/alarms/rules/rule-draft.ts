import { z } from 'zod';
import { type WrittenAlarmRule, writtenAlarmRule } from '../../../shared/api/index.ts';
import {
  type AlarmKind,
  alarmKind,
  alarmPriority,
  type AlarmRule,
  alarmRule,
  alarmRuleText,
  alarmScope,
  EVERY_VEHICLE,
  type FieldValues,
} from '../../../shared/domain/index.ts';
import { formatDecimal, type Language, parseDecimal } from '../../i18n/index.ts';
import {
  FENCES_OF_KIND,
  NUMBER_NAMES,
  NUMBERS_OF_KIND,
  type NumberName,
  type NumberOfRule,
  typedOf,
  type Unit,
  valueOf,
} from './rule-fields.ts';

/** A rule as a form holds it, and as its draft is kept: numbers as they were typed. */
export const ruleDraft = z.object({
  name: z.string(),
  kind: alarmKind,
  priority: alarmPriority,
  state: alarmRule.shape.state,
  numbers: z.partialRecord(z.enum(NUMBER_NAMES), z.string()),
  onMissionOnly: z.boolean(),
  fences: z.array(z.string()),
  scope: alarmScope,
  onDelay: z.string(),
  offDelay: z.string(),
  latched: z.boolean(),
  suppressionGroup: z.string(),
  suppressedByKinds: z.array(alarmKind),
  cause: z.string(),
  response: z.string(),
});
export type RuleDraft = Readonly<z.infer<typeof ruleDraft>>;

/** Decimals that are typed: a speed has one. */
const DIGITS: Readonly<Record<Unit, number>> = {
  seconds: 0,
  kilometresPerHour: 1,
  metres: 0,
};

export function newDraft(language: Language): RuleDraft {
  return {
    ...{
      name: '',
      priority: 'low',
      state: 'draft',
      onMissionOnly: false,
      fences: [],
      scope: EVERY_VEHICLE,
    },
    ...{
      onDelay: '0',
      offDelay: '0',
      latched: false,
      suppressionGroup: '',
      suppressedByKinds: [],
    },
    ...{ cause: '', response: '', ...kindPart('silent', language) },
  };
}

/** A kind with the numbers that it begins with. */
export function kindPart(kind: AlarmKind, language: Language): Pick<RuleDraft, 'kind' | 'numbers'> {
  return { kind, numbers: numbersBy(kind, ({ unit, first }) => written(unit, first, language)) };
}

export function draftOf(rule: AlarmRule, language: Language): RuleDraft {
  const { parameters, guidance } = rule;
  const values: Readonly<Record<string, unknown>> = parameters;
  const numbers = numbersBy(parameters.kind, ({ name, unit }) => {
    const value = values[name];
    return typeof value === 'number' ? written(unit, typedOf(unit, value), language) : '';
  });
  const fences = values[FENCES_OF_KIND[parameters.kind] ?? ''];
  return {
    ...{
      name: rule.name,
      kind: parameters.kind,
      priority: rule.priority,
      state: rule.state,
    },
    numbers,
    onMissionOnly: values['onMissionOnly'] === true,
    fences: Array.isArray(fences) ? fences.map(String) : [],
    scope: rule.scope,
    ...{
      onDelay: String(rule.onDelaySeconds),
      offDelay: String(rule.offDelaySeconds),
      latched: rule.latched,
    },
    suppressionGroup: rule.suppressionGroup ?? '',
    suppressedByKinds: rule.suppressedByKinds,
    ...{ cause: guidance.cause, response: guidance.response },
  };
}

/** Fields of the form that cannot be taken as they are. */
export type RuleFault = 'name' | 'fences' | 'onDelay' | 'offDelay' | 'group' | 'scope' | NumberName;
export type RuleReading =
  | { readonly result: 'ok'; readonly rule: WrittenAlarmRule }
  | { readonly result: 'wrong'; readonly faults: ReadonlySet<RuleFault> };

/** What a form says, as a rule; or which of its fields are no values. The rules for them are the domain's own. */
export function readDraft(draft: RuleDraft, language: Language): RuleReading {
  const faults = new Set<RuleFault>();
  const numberIn = (text: string, digits: number) => {
    const scaled = parseDecimal(text.trim(), language, digits);
    return scaled === undefined ? Number.NaN : scaled / 10 ** digits;
  };
  const numbers = numbersBy(draft.kind, ({ name, unit }) => {
    const text = draft.numbers[name] ?? '';
    return text.trim() === '' ? null : valueOf(unit, numberIn(text, DIGITS[unit]));
  });
  const fences = FENCES_OF_KIND[draft.kind];
  const parsed = writtenAlarmRule.safeParse({
    ...{
      name: draft.name,
      priority: draft.priority,
      state: draft.state,
      scope: draft.scope,
    },
    parameters: {
      kind: draft.kind,
      ...numbers,
      ...(fences === undefined ? {} : { [fences]: draft.fences }),
      ...(draft.kind === 'long-stop' ? { onMissionOnly: draft.onMissionOnly } : {}),
    },
    ...{
      onDelaySeconds: numberIn(draft.onDelay, 0),
      offDelaySeconds: numberIn(draft.offDelay, 0),
    },
    latched: draft.latched,
    suppressionGroup: draft.suppressionGroup.trim() === '' ? null : draft.suppressionGroup.trim(),
    suppressedByKinds: draft.suppressedByKinds,
    guidance: { cause: draft.cause, response: draft.response },
  });
  if (parsed.success) return { result: 'ok', rule: parsed.data };
  for (const { path } of parsed.error.issues) faults.add(faultAt(path.map(String)));
  return { result: 'wrong', faults };
}

function faultAt([part = '', member = '']: readonly string[]): RuleFault {
  const names: Readonly<Record<string, RuleFault>> = {
    ...{
      name: 'name',
      onDelaySeconds: 'onDelay',
      offDelaySeconds: 'offDelay',
      suppressionGroup: 'group',
    },
    scope: 'scope',
  };
  if (part !== 'parameters') return names[part] ?? 'name';
  return member === 'geofenceIds' || member === 'exceptGeofenceIds' ? 'fences' : (member as NumberName);
}

/** A rule as an edit carries it: parts that are more than one value as one text each. */
export function fieldsOfRule(rule: WrittenAlarmRule): FieldValues {
  return {
    ...{ name: rule.name, priority: rule.priority },
    parameters: alarmRuleText('parameters', rule.parameters),
    scope: alarmRuleText('scope', rule.scope),
    suppressedByKinds: alarmRuleText('suppressedByKinds', rule.suppressedByKinds),
    ...{
      onDelaySeconds: rule.onDelaySeconds,
      offDelaySeconds: rule.offDelaySeconds,
      latched: rule.latched,
    },
    suppressionGroup: rule.suppressionGroup,
    ...{
      'guidance.cause': rule.guidance.cause,
      'guidance.response': rule.guidance.response,
    },
  };
}

/** A value for each number that rules of a kind have. */
function numbersBy<Value>(
  kind: AlarmKind,
  valueFor: (number: NumberOfRule) => Value,
): Partial<Record<NumberName, Value>> {
  const values: Partial<Record<NumberName, Value>> = {};
  for (const number of NUMBERS_OF_KIND[kind]) values[number.name] = valueFor(number);
  return values;
}

function written(unit: Unit, value: number | null, language: Language): string {
  if (value === null) return '';
  const digits = DIGITS[unit];
  return formatDecimal(Math.round(value * 10 ** digits), language, digits, 0);
}
