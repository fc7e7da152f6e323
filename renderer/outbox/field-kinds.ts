import { EDITABLE_FIELDS, type EditableEntity, REFERENCES } from '../../shared/domain/index.ts';

/** How the values of a field are written and entered. */
export type FieldKind =
  | 'text'
  | 'money'
  | 'distance'
  | 'date'
  | 'party-type'
  | 'cycle-state'
  | 'price-source'
  | 'transmission'
  | 'yes-no'
  | 'mission-status'
  | 'geofence-kind'
  | 'geometry'
  | 'party-standing'
  | 'list'
  /** Names a row of that kind. */
  | EditableEntity;

const KINDS: Readonly<Record<string, FieldKind>> = {
  amountCents: 'money',
  distanceMetres: 'distance',
  periodStart: 'date',
  periodEnd: 'date',
  type: 'party-type',
  standing: 'party-standing',
  mergedInto: 'third-party',
  into: 'third-party',
  'contactInfo.persons': 'list',
  'contactInfo.addresses': 'list',
  state: 'cycle-state',
  priceBy: 'price-source',
  transmission: 'transmission',
  isCredited: 'yes-no',
  status: 'mission-status',
  kind: 'geofence-kind',
  geometry: 'geometry',
  latched: 'yes-no',
};

/** The fields that have a name of their own in the texts; others are shown by the name that the server has for them. */
export const NAMED_FIELDS = [
  'name',
  'type',
  'contactInfo.email',
  'contactInfo.phone',
  'contactInfo.address',
  'contactInfo.city',
  'contactInfo.postalCode',
  'contactInfo.country',
  'contactInfo.siren',
  'contactInfo.siret',
  'contactInfo.vatNumber',
  'contactInfo.iban',
  'contactInfo.bic',
  'contactInfo.paymentDays',
  'contactInfo.paymentTerms',
  'contactInfo.language',
  'contactInfo.persons',
  'contactInfo.addresses',
  'standing',
  'mergedInto',
  'into',
  'label',
  'thirdPartyId',
  'periodStart',
  'periodEnd',
  'currency',
  'priceBy',
  'state',
  'transmission',
  'isCredited',
  'status',
  'customerName',
  'billingCycleId',
  'distanceMetres',
  'amountCents',
  'kind',
  'geometry',
  'title',
  'priority',
  'owner',
  'deadline',
  'shiftFrom',
  'shiftTo',
  'leavingBy',
  'parameters',
  'scope',
  'onDelaySeconds',
  'offDelaySeconds',
  'latched',
  'suppressionGroup',
  'suppressedByKinds',
  'guidance.cause',
  'guidance.response',
] as const;
export type NamedField = (typeof NAMED_FIELDS)[number];

export function kindOf(entity: EditableEntity | null, field: string): FieldKind {
  const named = entity === null ? undefined : REFERENCES[entity][field];
  // The state of a rule is none of a billing cycle.
  if (entity === 'incident' || entity === 'handover' || (entity === 'alarm-rule' && field === 'state')) return 'text';
  return named ?? KINDS[field] ?? 'text';
}

export function isEditable(entity: EditableEntity | null, field: string): boolean {
  return entity !== null && Object.hasOwn(EDITABLE_FIELDS[entity], field);
}
