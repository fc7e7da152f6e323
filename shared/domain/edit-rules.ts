import { z } from 'zod';
import { alarmPriority, alarmRule } from './alarms/alarm-rule.ts';
import { type AlarmRuleTextField, alarmRuleTextFault } from './alarms/rule-texts.ts';
import { billingCycle, type BillingCycleState } from './billing-cycle.ts';
import { isFrozen } from './billing-cycle-actions.ts';
import {
  CREATABLE_ENTITIES,
  type EditableEntity,
  type FieldValue,
  type FieldValues,
  policyOf,
  type RowFields,
  withFields,
} from './edit-policy.ts';
import { geofence } from './geofence.ts';
import { geometryFault, geometryText, readGeometryText } from './geofence-geometry.ts';
import { mission, utcTime } from './mission.ts';
import { type ContactFault, contactMemberFault, isContactMember, tidyContact } from './third-parties/contact-faults.ts';
import { togetherFault } from './third-parties/contact-whole.ts';
import { shiftFault } from './shift/handover-actions.ts';
import { hasControls, oneLine } from './third-parties/texts.ts';
import { thirdParty } from './third-party.ts';
import { delegationFault } from './validation/delegation.ts';
import { validationSubject } from './validation/workflow.ts';
import type { Refusal } from './refusal.ts';

/** A part of a rule, as the one text that everybody writes for it. */
function ruleText(field: AlarmRuleTextField): z.ZodType {
  return z.string().superRefine((text, context) => {
    const fault = alarmRuleTextFault(field, text);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });
}

/** What a field may hold, as each row's schema says, for the fields that an edit may change. */
const FIELD_SCHEMAS: Readonly<Record<EditableEntity, Readonly<Record<string, z.ZodType>>>> = {
  'third-party': {
    name: thirdParty.shape.name.trim().min(1).max(200),
    type: thirdParty.shape.type,
  },
  'billing-cycle': {
    label: billingCycle.shape.label.trim().min(1).max(200),
    thirdPartyId: billingCycle.shape.thirdPartyId,
    periodStart: billingCycle.shape.periodStart,
    periodEnd: billingCycle.shape.periodEnd,
    currency: z.string().regex(/^[A-Z]{3}$/),
    priceBy: billingCycle.shape.priceBy,
  },
  mission: {
    customerName: z.string().max(500).nullable(),
    thirdPartyId: z.guid().nullable(),
    billingCycleId: z.guid().nullable(),
    distanceMetres: mission.shape.distanceMetres.unwrap().max(99_999_999).nullable(),
    // What the existing system's column takes: numeric(12, 2).
    amountCents: mission.shape.amountCents.unwrap().min(-999_999_999_999).max(999_999_999_999).nullable(),
  },
  geofence: {
    name: geofence.shape.name.trim().min(1).max(200),
    kind: geofence.shape.kind,
    geometry: z.string().superRefine((text, context) => {
      const fault = geometryTextFault(text);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    }),
  },
  validation: {},
  delegation: {
    fromSubject: z.string().trim().min(1).max(300),
    toSubject: z.string().trim().min(1).max(300),
    subjectKind: validationSubject.nullable(),
    startsAt: utcTime,
    endsAt: utcTime,
    note: z.string().trim().max(500).nullable(),
  },
  'alarm-rule': {
    name: alarmRule.shape.name,
    priority: alarmRule.shape.priority,
    state: alarmRule.shape.state,
    parameters: ruleText('parameters'),
    scope: ruleText('scope'),
    onDelaySeconds: alarmRule.shape.onDelaySeconds,
    offDelaySeconds: alarmRule.shape.offDelaySeconds,
    latched: alarmRule.shape.latched,
    suppressionGroup: alarmRule.shape.suppressionGroup,
    suppressedByKinds: ruleText('suppressedByKinds'),
    'guidance.cause': alarmRule.shape.guidance.shape.cause,
    'guidance.response': alarmRule.shape.guidance.shape.response,
  },
  alarm: {},
  incident: {
    title: z.string().trim().min(1).max(200),
    priority: alarmPriority,
    owner: z.string().trim().min(1).max(200).nullable(),
    deadline: utcTime.nullable(),
  },
  handover: { shiftFrom: utcTime, shiftTo: utcTime, leavingBy: z.string().trim().min(1).max(300) },
};

/** Fields that a new row must be given. */
const REQUIRED: Partial<Record<EditableEntity, readonly string[]>> = {
  'third-party': ['name', 'type'],
  'billing-cycle': ['label', 'periodStart', 'periodEnd', 'currency'],
  geofence: ['name', 'kind', 'geometry'],
  delegation: ['fromSubject', 'toSubject', 'startsAt', 'endsAt'],
  'alarm-rule': ['name', 'priority', 'parameters'],
  incident: ['title', 'priority'],
  handover: ['shiftFrom', 'shiftTo', 'leavingBy'],
};

/** Also refuses a text that another program would write otherwise: it would never be the same as the row's. */
function geometryTextFault(text: string): string | undefined {
  const geometry = readGeometryText(text);
  if (geometry === undefined) return 'malformed';
  return geometryFault(geometry) ?? (geometryText(geometry) === text ? undefined : 'malformed');
}

/** Refuses values that no row may have; what other rows say is not looked at. */
export function refuseFields(entity: EditableEntity, fields: FieldValues): Refusal | undefined {
  for (const [field, value] of Object.entries(fields)) {
    const refused = refuseField(entity, field, value);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function refuseField(entity: EditableEntity, field: string, value: FieldValue): Refusal | undefined {
  if (policyOf(entity, field) === undefined)
    return { code: 'not-editable', field, detail: `${field} of a ${entity} cannot be edited` };
  const fault = textFault(entity, field, value);
  if (fault !== undefined) return atFault(field, fault);
  if (entity === 'third-party' && memberOf(field) !== undefined) return undefined;
  const parsed = FIELD_SCHEMAS[entity][field]?.safeParse(value);
  if (parsed?.success) return undefined;
  return { code: 'invalid-value', field, detail: `${field}: ${parsed?.error.issues[0]?.message ?? 'unknown field'}` };
}

/** Refuses a new row. */
export function refuseCreation(entity: EditableEntity, fields: FieldValues): Refusal | undefined {
  if (!CREATABLE_ENTITIES.includes(entity)) return { code: 'not-editable', detail: `a ${entity} cannot be made here` };
  const missing = REQUIRED[entity]?.find((field) => fields[field] === undefined);
  if (missing !== undefined) return { code: 'invalid-value', field: missing, detail: `${missing}: is missing` };
  return refuseFields(entity, fields) ?? refuseRow(entity, withFields({}, fields), fields);
}

/** Refuses an edit of a row that is there. `cycleStates`: of the cycles that the mission is in, and is to be in. */
export function refusePatch(
  entity: EditableEntity,
  row: RowFields,
  fields: FieldValues,
  cycleStates: readonly BillingCycleState[],
): Refusal | undefined {
  const refused = refuseFields(entity, fields);
  if (refused !== undefined) return refused;
  if (entity === 'delegation') return { code: 'not-editable', detail: 'a delegation can be revoked, not changed' };
  if (entity === 'handover')
    return { code: 'not-editable', detail: 'the times of a shift are entered once: make another draft' };
  if (entity === 'billing-cycle' && isFrozenRow(row)) return frozen();
  if (entity === 'mission' && cycleStates.some(isFrozen) && !isHarmless(fields)) return frozen();
  return refuseRow(entity, withFields(row, fields), fields);
}

/** Refuses to remove a row. `usedBy`: how many rows name it. */
export function refuseRemoval(entity: EditableEntity, row: RowFields, usedBy: number): Refusal | undefined {
  if (!CREATABLE_ENTITIES.includes(entity) || entity === 'delegation' || entity === 'incident')
    return { code: 'not-editable', detail: `a ${entity} cannot be removed here` };
  if (entity === 'billing-cycle' && isFrozenRow(row)) return frozen();
  if (entity === 'handover' && row['state'] !== 'draft')
    return { code: 'frozen', detail: 'the shift is handed over: it stays in the history' };
  if (usedBy > 0) return { code: 'referenced', detail: `${usedBy} other rows name this ${entity}` };
  return undefined;
}

/** The customer's name as free text bills nothing. */
function isHarmless(fields: FieldValues): boolean {
  return Object.keys(fields).every((field) => field === 'customerName');
}

function isFrozenRow({ state }: RowFields): boolean {
  const parsed = billingCycle.shape.state.safeParse(state);
  return parsed.success && isFrozen(parsed.data);
}

function frozen(): Refusal {
  return { code: 'frozen', detail: 'the billing cycle is closed' };
}

/** The member of `contactInfo` that a field is. */
function memberOf(field: string) {
  const [name, member = ''] = field.split('.');
  return name === 'contactInfo' && isContactMember(member) ? member : undefined;
}

/** What people call a row, and other texts of one line: printed, exported and searched for, so nothing in them is invisible. */
const ONE_LINE: Partial<Record<EditableEntity, readonly string[]>> = {
  'third-party': ['name'],
  'billing-cycle': ['label'],
  mission: ['customerName'],
  geofence: ['name'],
};

function isOneLine(entity: EditableEntity, field: string): boolean {
  return ONE_LINE[entity]?.includes(field) === true;
}

function textFault(entity: EditableEntity, field: string, value: FieldValue): ContactFault | undefined {
  const member = entity === 'third-party' ? memberOf(field) : undefined;
  if (member !== undefined) return contactMemberFault(member, value);
  return isOneLine(entity, field) && typeof value === 'string' && hasControls(value) ? 'invisible' : undefined;
}

function atFault(field: string, fault: ContactFault): Refusal {
  return { code: 'invalid-value', field, fault, detail: `${field}: ${fault}` };
}

/** A value as it is kept: without blanks around it, texts of one line on one, and a third party's numbers without those of their groups. */
export function tidyField(entity: EditableEntity, field: string, value: FieldValue): FieldValue {
  if (typeof value !== 'string') return value;
  const member = entity === 'third-party' ? memberOf(field) : undefined;
  if (member !== undefined) return tidyContact(member, value);
  return isOneLine(entity, field) ? oneLine(value) : value.trim();
}

/** What several fields of one row must hold together; `changed`: those that are changed, which alone are refused of a third party. */
function refuseRow(entity: EditableEntity, row: RowFields, changed: FieldValues): Refusal | undefined {
  if (entity === 'delegation') return refuseDelegation(row);
  if (entity === 'handover')
    return shiftFault({ shiftFrom: String(row['shiftFrom']), shiftTo: String(row['shiftTo']) });
  const { periodStart, periodEnd, contactInfo } = row;
  if (entity === 'third-party') {
    const touched = Object.keys(changed).flatMap((field) => memberOf(field) ?? []);
    const found = togetherFault((contactInfo ?? {}) as RowFields, touched);
    return found && atFault(`contactInfo.${found.member}`, found.fault);
  }
  if (entity !== 'billing-cycle' || typeof periodStart !== 'string' || typeof periodEnd !== 'string') return undefined;
  if (periodStart <= periodEnd) return undefined;
  return { code: 'period-reversed', field: 'periodEnd', detail: 'periodEnd: is before periodStart' };
}

/** Whether it is over already is the server's to say, by its clock. */
function refuseDelegation({ fromSubject, toSubject, startsAt, endsAt }: RowFields): Refusal | undefined {
  const wanted = z
    .object({ fromSubject: z.string(), toSubject: z.string(), startsAt: z.string(), endsAt: z.string() })
    .safeParse({ fromSubject, toSubject, startsAt, endsAt });
  const fault = wanted.success ? delegationFault(wanted.data, -Infinity) : undefined;
  return fault && { code: 'invalid-value', ...fault };
}
