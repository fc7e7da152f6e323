import { z } from 'zod';
import { alarmRuleTextOf } from './alarms/rule-fields.ts';
import { isAlarmRuleTextField, readAlarmRuleText } from './alarms/rule-texts.ts';
import { geofenceGeometry, geometryText, readGeometryText } from './geofence-geometry.ts';
import { CONTACT_MEMBERS } from './third-parties/contact-info.ts';
import { isListField, listText, readListText } from './third-parties/contact-lists.ts';

/** What may be edited on a desktop, and thereby offline. Vehicles come from the existing system alone. */
export const EDITABLE_ENTITIES = [
  'third-party',
  'billing-cycle',
  'mission',
  'geofence',
  'validation',
  'delegation',
  'alarm-rule',
  'alarm',
  'incident',
  'handover',
] as const;
export const editableEntity = z.enum(EDITABLE_ENTITIES);
export type EditableEntity = z.infer<typeof editableEntity>;

/** A value of one field. Null: none. Money is integer cents, a date `YYYY-MM-DD`, a geometry its text (`geometryText`), a list its text (`listText`), so the parts of a rule of alarms (`alarmRuleText`). */
export const fieldValue = z.union([z.string().max(20_000), z.number(), z.boolean(), z.null()]);
export type FieldValue = z.infer<typeof fieldValue>;
/** Values by field. A member of a nested object has the path as its name: `contactInfo.email`. */
export const fieldValues = z.record(z.string().max(100), fieldValue);
export type FieldValues = Readonly<Record<string, FieldValue>>;

/**
 * How two edits of a field meet.
 *
 *   free      an edit holds if nobody changed this field in between
 *   guarded   an edit holds only if nobody changed any guarded field in between: an amount that was right for the old
 *             distance is not right for the new one. Amounts, taxes and states never merge by themselves
 */
export type FieldPolicy = 'free' | 'guarded';

/** The fields that an edit may change. */
export const EDITABLE_FIELDS: Readonly<Record<EditableEntity, Readonly<Record<string, FieldPolicy>>>> = {
  'third-party': {
    name: 'free',
    type: 'free',
    ...Object.fromEntries(CONTACT_MEMBERS.map((member) => [`contactInfo.${member}`, 'free' as const])),
  },
  'billing-cycle': {
    label: 'free',
    thirdPartyId: 'guarded',
    periodStart: 'guarded',
    periodEnd: 'guarded',
    currency: 'guarded',
    priceBy: 'guarded',
  },
  mission: {
    customerName: 'free',
    thirdPartyId: 'free',
    billingCycleId: 'free',
    distanceMetres: 'guarded',
    amountCents: 'guarded',
  },
  geofence: { name: 'free', kind: 'free', geometry: 'guarded' },
  // Actions alone: decisions, and what one does with an entry of one's inbox.
  validation: {},
  // Entered once; afterwards it can be revoked.
  delegation: {
    fromSubject: 'guarded',
    toSubject: 'guarded',
    subjectKind: 'guarded',
    startsAt: 'guarded',
    endsAt: 'guarded',
    note: 'guarded',
  },
  'alarm-rule': {
    name: 'free',
    priority: 'free',
    state: 'guarded',
    parameters: 'guarded',
    scope: 'guarded',
    onDelaySeconds: 'guarded',
    offDelaySeconds: 'guarded',
    latched: 'free',
    suppressionGroup: 'free',
    suppressedByKinds: 'free',
    'guidance.cause': 'free',
    'guidance.response': 'free',
  },
  // The server makes them; people act on them.
  alarm: {},
  // All else by actions: what was written into the log stays.
  incident: { title: 'free', priority: 'free', owner: 'free', deadline: 'free' },
  // Entered once; afterwards by actions.
  handover: { shiftFrom: 'guarded', shiftTo: 'guarded', leavingBy: 'guarded' },
};

/** The fields that a guarded edit depends on: those above, and those that only actions or other programs change. */
export const GUARDED_FIELDS: Readonly<Record<EditableEntity, readonly string[]>> = {
  'third-party': ['standing', 'mergedInto'],
  'billing-cycle': [
    ...['thirdPartyId', 'periodStart', 'periodEnd', 'currency', 'priceBy'],
    ...['state', 'transmission', 'isCredited'],
  ],
  mission: ['distanceMetres', 'amountCents', 'currency', 'status'],
  geofence: ['geometry'],
  validation: ['state', 'step'],
  delegation: ['fromSubject', 'toSubject', 'subjectKind', 'startsAt', 'endsAt', 'note', 'revokedAt'],
  'alarm-rule': ['state', 'parameters', 'scope', 'onDelaySeconds', 'offDelaySeconds'],
  // What one did to an occurrence holds for that one alone; what others did to it meanwhile is no conflict.
  alarm: ['raisedAt'],
  incident: ['status'],
  handover: ['state', 'shiftFrom', 'shiftTo', 'leavingBy'],
};

/** Fields that name a row of another entity. */
export const REFERENCES: Readonly<Record<EditableEntity, Readonly<Record<string, EditableEntity>>>> = {
  'third-party': {},
  'billing-cycle': { thirdPartyId: 'third-party' },
  mission: { thirdPartyId: 'third-party', billingCycleId: 'billing-cycle' },
  geofence: {},
  validation: {},
  delegation: {},
  // The geofences of a rule are named in its parameters: see `geofencesOfRule`.
  'alarm-rule': {},
  alarm: {},
  incident: {},
  handover: {},
};

/** Missions come from the existing system: they are edited here, never made or removed. */
export const CREATABLE_ENTITIES: readonly EditableEntity[] = [
  'third-party',
  'billing-cycle',
  'geofence',
  'delegation',
  'alarm-rule',
  'incident',
  'handover',
];

/** A row of any entity, of which only fields are looked at. */
export type RowFields = Readonly<Record<string, unknown>>;

/** The value of a field, null where it has none. */
export function fieldOf(row: RowFields, field: string): FieldValue {
  let value: unknown = row;
  for (const name of field.split('.')) value = isObject(value) ? value[name] : undefined;
  if (field === GEOMETRY) value = textOfGeometry(value);
  // The fields of a row that is to be made have the text already.
  else if (isListField(field) && typeof value !== 'string') value = listText(value);
  else if (isAlarmRuleTextField(field) && typeof value === 'object') value = alarmRuleTextOf(field, value);
  return isFieldValue(value) ? value : null;
}

/** The row with some fields changed. A member of a nested object that gets none is left out, as it was before it had one. */
export function withFields<Row extends RowFields>(row: Row, fields: FieldValues): Row {
  const result: Record<string, unknown> = { ...row };
  for (const [field, value] of Object.entries(fields)) {
    const [name = '', member] = field.split('.');
    if (field === GEOMETRY) result[name] = typeof value === 'string' ? readGeometryText(value) : value;
    else if (isAlarmRuleTextField(field))
      result[name] = typeof value === 'string' ? readAlarmRuleText(field, value) : value;
    else if (member === undefined) result[name] = value;
    else {
      const { [member]: _, ...others } = isObject(result[name]) ? result[name] : {};
      result[name] = value === null ? others : { ...others, [member]: memberValue(field, value) };
    }
  }
  return result as Row;
}

/** A member of a nested object as a row has it: a list is its text in an edit alone. */
export function memberValue(field: string, value: FieldValue): unknown {
  return isListField(field) && typeof value === 'string' ? readListText(value) : value;
}

/** A row has its geometry as an object; an edit has it as its text, which can be compared. */
const GEOMETRY = 'geometry';

function textOfGeometry(value: unknown): unknown {
  const parsed = geofenceGeometry.safeParse(value);
  // The fields of a row that is to be made have the text already.
  return parsed.success ? geometryText(parsed.data) : value;
}

/** The values of some fields. */
export function fieldsOf(row: RowFields, fields: readonly string[]): FieldValues {
  return Object.fromEntries(fields.map((field) => [field, fieldOf(row, field)]));
}

export function policyOf(entity: EditableEntity, field: string): FieldPolicy | undefined {
  return Object.hasOwn(EDITABLE_FIELDS[entity], field) ? EDITABLE_FIELDS[entity][field] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isFieldValue(value: unknown): value is FieldValue {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
