import type { SyncEntity } from '../../shared/api/index.ts';
import {
  type AlarmJournalLine,
  type AlarmNote,
  type AlarmRecord,
  type AlarmRule,
  type BillingCycle,
  type Decision,
  type Delegation,
  type Geofence,
  type Handover,
  type Incident,
  type IncidentEntry,
  type IncidentSubject,
  type Mission,
  MISSION_STATUSES,
  type ThirdParty,
  type Validation,
  type Vehicle,
  VEHICLE_KINDS,
} from '../../shared/domain/index.ts';
import { boolean, digits, nullable, nullableTime, number, objectOf, oneOf, plain, text, time } from './json-text.ts';

/**
 * How each row of the database becomes a row of the API: as SQL expressions that give the text of a JSON value. The
 * database writes the text and the server passes it on, without ever making objects of it: this is what makes a first
 * synchronisation of 100,000 rows a matter of seconds. `satisfies` holds the fields to the shared schemas, and tests
 * parse what comes out with them.
 *
 * The tables of the existing system may hold less than the schemas ask for, or other words: such a value becomes the nearest
 * that is true, since one row that desktops cannot read would stop their synchronisation altogether.
 */
type JsonFields<Row> = Record<keyof Row & string, string>;

const vehicleFields = {
  id: digits('id'),
  code: text("coalesce(nullif(code, ''), id::text)"),
  label: text("coalesce(label, '')"),
  kind: oneOf('kind', VEHICLE_KINDS, `'other'`),
  depot: nullable('depot', text),
  line: nullable('line', text),
} satisfies JsonFields<Vehicle>;

const thirdPartyFields = {
  id: plain('id'),
  name: text('name'),
  type: text('type'),
  contactInfo: 'contact_info::text',
  standing: `case when merged_into is not null then '"merged"' when archived_at is not null then '"archived"' else '"active"' end`,
  mergedInto: nullable('merged_into', plain),
  archivedAt: nullableTime('archived_at'),
  lastMerge: "coalesce(last_merge::text, 'null')",
  createdAt: time('created_at'),
} satisfies JsonFields<ThirdParty>;

const billingCycleFields = {
  id: plain('id'),
  label: text('label'),
  thirdPartyId: nullable('third_party_id', plain),
  periodStart: plain('period_start'),
  periodEnd: plain('period_end'),
  state: text('state'),
  currency: text('currency'),
  priceBy: text('price_by'),
  transmission: nullable('transmission', text),
  isCredited: "case when is_credited then 'true' else 'false' end",
  contributors: 'to_jsonb(contributors)::text',
  lastStepBy: nullable('last_step_by', text),
  createdAt: time('created_at'),
} satisfies JsonFields<BillingCycle>;

/** What a mission's actual times say of it, where its status is a word that only the existing system knows. */
const STATUS_BY_TIMES = `case when actual_end_at is not null then 'completed'
  when actual_start_at is not null then 'in-progress' else 'planned' end`;

const missionFields = {
  id: digits('id'),
  reference: text('coalesce(reference, id::text)'),
  vehicleId: nullable('vehicle_id', digits),
  driver: nullable('driver', text),
  customerName: nullable('customer_name', text),
  originAddress: nullable('origin_address', text),
  destinationAddress: nullable('destination_address', text),
  plannedStartAt: time('coalesce(planned_start_at, actual_start_at, planned_end_at)'),
  plannedEndAt: time('coalesce(planned_end_at, actual_end_at, planned_start_at)'),
  actualStartAt: nullableTime('actual_start_at'),
  actualEndAt: nullableTime('actual_end_at'),
  status: oneOf('status', MISSION_STATUSES, STATUS_BY_TIMES),
  // A negative distance is a slip of the pen: unknown.
  distanceMetres: `case when distance_km >= 0 then round(distance_km * 1000)::text else 'null' end`,
  amountCents: `coalesce(round(amount * 100)::text, 'null')`,
  currency: text("coalesce(currency, 'EUR')::char(3)"),
  billingCycleId: nullable('billing_cycle', plain),
  thirdPartyId: nullable('third_party_id', plain),
} satisfies JsonFields<Mission>;

const geofenceFields = {
  id: plain('id'),
  name: text('name'),
  kind: text('kind'),
  geometry: 'geometry::text',
  createdAt: time('created_at'),
} satisfies JsonFields<Geofence>;

const delegationFields = {
  id: plain('id'),
  fromSubject: text('from_subject'),
  toSubject: text('to_subject'),
  roles: 'to_jsonb(roles)::text',
  subjectKind: nullable('subject_kind', text),
  startsAt: time('starts_at'),
  endsAt: time('ends_at'),
  note: nullable('note', text),
  createdAt: time('created_at'),
  revokedAt: nullableTime('revoked_at'),
} satisfies JsonFields<Delegation>;

const decisionFields = {
  id: plain('made.id'),
  step: 'made.step',
  kind: text('made.kind'),
  subject: text('made.subject'),
  onBehalfOf: nullable('made.on_behalf_of', text),
  reason: nullable('made.reason', text),
  at: time('made.at'),
} satisfies JsonFields<Decision>;

const validationFields = {
  id: plain('id'),
  subjectKind: text('subject_kind'),
  subjectId: plain('subject_id'),
  round: 'round',
  state: text('state'),
  step: 'step',
  steps: 'steps::text',
  openedAt: time('opened_at'),
  openedBy: text('opened_by'),
  stepOpenedAt: time('step_opened_at'),
  dueAt: time('due_at'),
  remindedAt: nullableTime('reminded_at'),
  escalatedAt: nullableTime('escalated_at'),
  closedAt: nullableTime('closed_at'),
  contributors: 'to_jsonb(contributors)::text',
  facts: 'facts::text',
  decisions: `concat('[', (select string_agg(${objectOf(decisionFields)}, ',' order by made.at, made.id)
    from validation_decisions as made where made.validation_id = validations.id), ']')`,
  marks: 'marks::text',
} satisfies JsonFields<Validation>;

const alarmRuleFields = {
  id: plain('id'),
  name: text('name'),
  priority: text('priority'),
  state: text('state'),
  parameters: 'parameters::text',
  scope: 'scope::text',
  onDelaySeconds: 'on_delay_seconds',
  offDelaySeconds: 'off_delay_seconds',
  latched: boolean('latched'),
  suppressionGroup: nullable('suppression_group', text),
  suppressedByKinds: 'suppressed_by_kinds::text',
  guidance: `jsonb_build_object('cause', coalesce(guidance ->> 'cause', ''), 'response', coalesce(guidance ->> 'response', ''))::text`,
  createdAt: time('created_at'),
} satisfies JsonFields<AlarmRule>;

const alarmNoteFields = {
  at: time('line.at'),
  by: text("coalesce(line.by, '')"),
  text: text("coalesce(line.note, '')"),
} satisfies JsonFields<AlarmNote>;

const alarmLineFields = {
  kind: text('line.kind'),
  at: time('line.at'),
  by: nullable('line.by', text),
  note: nullable('line.note', text),
  until: nullableTime('line.until'),
  suppressedBy: nullable('line.suppressed_by', text),
  causeId: nullable('line.cause_id', plain),
} satisfies JsonFields<AlarmJournalLine>;

/** The lines of an alarm's journal, in the order of writing. */
function journalOf(table: string, fields: Record<string, string>, condition: string): string {
  return `concat('[', (select string_agg(${objectOf(fields)}, ',' order by line.seq)
    from alarm_events as line where line.alarm_id = ${table}.id ${condition}), ']')`;
}

/** Its columns, without its journal. */
const alarmFields = {
  id: plain('id'),
  ruleId: plain('rule_id'),
  ruleName: text('rule_name'),
  kind: text('kind'),
  priority: text('priority'),
  latched: boolean('latched'),
  subjectKind: text('subject_kind'),
  subjectId: text('subject_id'),
  vehicleId: nullable('vehicle_id', digits),
  missionId: nullable('mission_id', digits),
  geofenceId: nullable('geofence_id', plain),
  line: nullable('line', text),
  raisedAt: time('raised_at'),
  value: nullable('value', number),
  limit: nullable('limit_value', number),
  longitude: nullable('longitude', number),
  latitude: nullable('latitude', number),
  late: boolean('late'),
  returnedAt: nullableTime('returned_at'),
  acknowledgedAt: nullableTime('acknowledged_at'),
  acknowledgedBy: nullable('acknowledged_by', text),
  acknowledgedNote: nullable('acknowledged_note', text),
  resetAt: nullableTime('reset_at'),
  resetBy: nullable('reset_by', text),
  shelvedUntil: nullableTime('shelved_until'),
  shelvedBy: nullable('shelved_by', text),
  shelvedReason: nullable('shelved_reason', text),
  suppressedBy: nullable('suppressed_by', text),
  suppressedUntil: nullableTime('suppressed_until'),
  suppressedReason: nullable('suppressed_reason', text),
  causeId: nullable('cause_id', plain),
  closedAt: nullableTime('closed_at'),
} satisfies JsonFields<Omit<AlarmRecord, 'notes' | 'journal'>>;

function alarmJson(table: 'alarms' | 'alarm_archive'): string {
  const journals = {
    notes: journalOf(table, alarmNoteFields, "and line.kind = 'noted'"),
    journal: journalOf(table, alarmLineFields, ''),
  };
  return objectOf({ ...alarmFields, ...journals } satisfies JsonFields<AlarmRecord>);
}

const incidentSubjectFields = {
  kind: text('gathered.kind'),
  id: text('gathered.subject_id'),
} satisfies JsonFields<IncidentSubject>;

const incidentEntryFields = {
  id: plain('entry.id'),
  kind: text('entry.kind'),
  at: time('entry.at'),
  recordedAt: time('entry.recorded_at'),
  by: nullable('entry.by', text),
  text: nullable('entry.text', text),
  subject: `case when entry.subject_kind is null then 'null' else ${objectOf({ kind: text('entry.subject_kind'), id: text('entry.subject_id') })} end`,
  what: nullable('entry.what', text),
  view: "coalesce(entry.view::text, 'null')",
} satisfies JsonFields<Omit<IncidentEntry, 'isUnsent'>>;

const incidentFields = {
  id: plain('id'),
  title: text('title'),
  status: text('status'),
  priority: text('priority'),
  owner: nullable('owner', text),
  deadline: nullableTime('deadline'),
  openedAt: time('opened_at'),
  openedBy: text('opened_by'),
  closedAt: nullableTime('closed_at'),
  subjects: `concat('[', (select string_agg(${objectOf(incidentSubjectFields)}, ',' order by gathered.attached_at, gathered.kind, gathered.subject_id)
    from incident_subjects as gathered where gathered.incident_id = incidents.id), ']')`,
  entries: `concat('[', (select string_agg(${objectOf(incidentEntryFields)}, ',' order by entry.at, entry.seq)
    from incident_entries as entry where entry.incident_id = incidents.id), ']')`,
} satisfies JsonFields<Incident>;

const handoverFields = {
  id: plain('id'),
  state: text('state'),
  shiftFrom: time('shift_from'),
  shiftTo: time('shift_to'),
  leavingBy: text('leaving_by'),
  remark: text('remark'),
  remarks: 'remarks::text',
  items: 'items::text',
  more: 'more',
  number: "coalesce(number::text, 'null')",
  createdAt: time('created_at'),
  handedOverAt: nullableTime('handed_over_at'),
  signedAt: nullableTime('signed_at'),
  signedBy: nullable('signed_by', text),
  signedNote: nullable('signed_note', text),
} satisfies JsonFields<Handover>;

/** The text of an alarm's row that desktops need no more: the same columns, in another table. */
export const ARCHIVED_ALARM_JSON = alarmJson('alarm_archive');

/** What alarms are counted by: without what people wrote. */
export const ALARM_FIGURE_JSON = objectOf({ ...alarmFields, notes: "'[]'" });

export interface EntityTable {
  table: string;
  /** Type of the key column `id`. */
  key: 'bigint' | 'uuid';
  /** In which a first synchronisation reads them. */
  order: 'asc' | 'desc';
  /** SQL expression over the table's columns: the text of the row's JSON object. */
  rowJson: string;
}

export const ENTITY_TABLES: Readonly<Record<SyncEntity, EntityTable>> = {
  vehicle: { table: 'vehicles', key: 'bigint', order: 'asc', rowJson: objectOf(vehicleFields) },
  'third-party': { table: 'third_parties', key: 'uuid', order: 'asc', rowJson: objectOf(thirdPartyFields) },
  'billing-cycle': { table: 'billing_cycles', key: 'uuid', order: 'asc', rowJson: objectOf(billingCycleFields) },
  geofence: { table: 'geofences', key: 'uuid', order: 'asc', rowJson: objectOf(geofenceFields) },
  delegation: { table: 'validation_delegations', key: 'uuid', order: 'asc', rowJson: objectOf(delegationFields) },
  validation: { table: 'validations', key: 'uuid', order: 'asc', rowJson: objectOf(validationFields) },
  'alarm-rule': { table: 'alarm_rules', key: 'uuid', order: 'asc', rowJson: objectOf(alarmRuleFields) },
  // Keys grow with time (UUIDv7): the newest first.
  alarm: { table: 'alarms', key: 'uuid', order: 'desc', rowJson: alarmJson('alarms') },
  incident: { table: 'incidents', key: 'uuid', order: 'desc', rowJson: objectOf(incidentFields) },
  handover: { table: 'handovers', key: 'uuid', order: 'desc', rowJson: objectOf(handoverFields) },
  // Keys are given in growing order: the newest work first.
  mission: { table: 'missions', key: 'bigint', order: 'desc', rowJson: objectOf(missionFields) },
};
