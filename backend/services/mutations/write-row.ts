import { type EditableEntity, type FieldValues, memberValue } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import { ENTITY_TABLES } from '../../sync/entity-tables.ts';
import type { RowName } from './parse-mutation.ts';

interface Column {
  column: string;
  /** The value of the parameter, in the column's unit. Multiplied as decimals: exact. */
  from: (parameter: string) => string;
}

const as = (column: string, type: string): Column => ({ column, from: (parameter) => `${parameter}::${type}` });
const scaled = (column: string, factor: string): Column => ({
  column,
  from: (parameter) => `${parameter}::numeric * ${factor}`,
});

/** Where each editable field is kept; the other way round is in entity-tables.ts. */
const COLUMNS: Readonly<Record<EditableEntity, Readonly<Record<string, Column>>>> = {
  'third-party': { name: as('name', 'text'), type: as('type', 'text') },
  'billing-cycle': {
    label: as('label', 'text'),
    thirdPartyId: as('third_party_id', 'uuid'),
    periodStart: as('period_start', 'date'),
    periodEnd: as('period_end', 'date'),
    currency: as('currency', 'text'),
    priceBy: as('price_by', 'text'),
  },
  mission: {
    customerName: as('customer_name', 'text'),
    thirdPartyId: as('third_party_id', 'uuid'),
    billingCycleId: as('billing_cycle', 'uuid'),
    distanceMetres: scaled('distance_km', '0.001'),
    amountCents: scaled('amount', '0.01'),
  },
  geofence: { name: as('name', 'text'), kind: as('kind', 'text'), geometry: as('geometry', 'jsonb') },
  validation: {},
  delegation: {
    fromSubject: as('from_subject', 'text'),
    toSubject: as('to_subject', 'text'),
    subjectKind: as('subject_kind', 'text'),
    startsAt: as('starts_at', 'timestamptz'),
    endsAt: as('ends_at', 'timestamptz'),
    note: as('note', 'text'),
  },
  'alarm-rule': {
    name: as('name', 'text'),
    priority: as('priority', 'text'),
    state: as('state', 'text'),
    parameters: as('parameters', 'jsonb'),
    scope: as('scope', 'jsonb'),
    onDelaySeconds: as('on_delay_seconds', 'int'),
    offDelaySeconds: as('off_delay_seconds', 'int'),
    latched: as('latched', 'boolean'),
    suppressionGroup: as('suppression_group', 'text'),
    suppressedByKinds: as('suppressed_by_kinds', 'jsonb'),
  },
  alarm: {},
  incident: {
    title: as('title', 'text'),
    priority: as('priority', 'text'),
    owner: as('owner', 'text'),
    deadline: as('deadline', 'timestamptz'),
  },
  handover: {
    shiftFrom: as('shift_from', 'timestamptz'),
    shiftTo: as('shift_to', 'timestamptz'),
    leavingBy: as('leaving_by', 'text'),
  },
};

/** Fields whose values are members of a JSON column, by what their names begin with. */
const JSON_COLUMNS: Readonly<Record<string, string>> = { contactInfo: 'contact_info', guidance: 'guidance' };

/**
 * Changes fields of a row. Members of a JSON column that are not named stay as they are: other programs keep their own there.
 * @returns false where the database left it as it was without an error: a trigger of the operator's may
 */
export async function updateRow(sql: Sql, { entity, id }: RowName, fields: FieldValues): Promise<boolean> {
  const { table, key } = ENTITY_TABLES[entity];
  const values: (string | null)[] = [id];
  const assignments = assignmentsOf(entity, fields, values, (column) => column);
  const changed = await sql.query(
    `update ${table} set ${assignments.map(([column, value]) => `${column} = ${value}`).join(', ')}
     where id = $1::${key} returning id`,
    values,
  );
  return changed.length === 1;
}

/** What a new row has beside the fields that somebody enters. */
export interface NewRowParts {
  /** Whose it is; null: the default one's. */
  subsidiary: string | null;
  /** Columns with lists of texts. */
  lists?: Readonly<Record<string, readonly string[]>>;
  /** Columns with times, UTC ms. */
  times?: Readonly<Record<string, number>>;
}

/** Makes a row. @returns false where there is one of this id, or a trigger of the operator's did not let it in */
export async function insertRow(
  sql: Sql,
  { entity, id }: RowName,
  fields: FieldValues,
  { subsidiary, lists = {}, times = {} }: NewRowParts,
): Promise<boolean> {
  const { table, key } = ENTITY_TABLES[entity];
  const values: (string | null)[] = [id];
  const assignments = assignmentsOf(entity, fields, values, () => `'{}'::jsonb`);
  if (subsidiary !== null) assignments.push(['subsidiary', `$${values.push(subsidiary)}::text`]);
  for (const [column, list] of Object.entries(lists)) {
    const parameter = `$${values.push(JSON.stringify(list))}`;
    assignments.push([column, `array(select jsonb_array_elements_text(${parameter}::jsonb))`]);
  }
  for (const [column, ms] of Object.entries(times))
    assignments.push([column, `$${values.push(new Date(ms).toISOString())}::timestamptz`]);
  const made = await sql.query(
    `insert into ${table} (id, ${assignments.map(([column]) => column).join(', ')})
     values ($1::${key}, ${assignments.map(([, value]) => value).join(', ')})
     on conflict (id) do nothing returning id`,
    values,
  );
  return made.length === 1;
}

/** Removes a row. @returns false where a trigger of the operator's kept it */
export async function deleteRow(sql: Sql, { entity, id }: RowName): Promise<boolean> {
  const { table, key } = ENTITY_TABLES[entity];
  const removed = await sql.query(`delete from ${table} where id = $1::${key} returning id`, [id]);
  return removed.length === 1;
}

/** Column and SQL of its new value. Parameters are added to `values`. `present`: what a JSON column holds by now. */
function assignmentsOf(
  entity: EditableEntity,
  fields: FieldValues,
  values: (string | null)[],
  present: (column: string) => string,
): [column: string, value: string][] {
  const assignments: [string, string][] = [];
  const members: Record<string, Record<string, unknown>> = {};
  for (const [field, value] of Object.entries(fields)) {
    const [name = '', member] = field.split('.');
    const jsonColumn = JSON_COLUMNS[name];
    const column = COLUMNS[entity][field];
    if (jsonColumn !== undefined && member !== undefined)
      members[jsonColumn] = { ...members[jsonColumn], [member]: memberValue(field, value) };
    else if (column !== undefined) {
      const parameter = `$${values.push(value === null ? null : String(value))}`;
      assignments.push([column.column, column.from(parameter)]);
    } else throw new Error(`${field} of a ${entity} has no column`);
  }
  for (const [column, changed] of Object.entries(members)) {
    const given = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== null));
    const emptied = Object.keys(changed).filter((member) => changed[member] === null);
    const removed = `$${values.push(JSON.stringify(emptied))}`;
    const added = `$${values.push(JSON.stringify(given))}`;
    const removedNames = `array(select jsonb_array_elements_text(${removed}::jsonb))`;
    assignments.push([column, `(${present(column)} - ${removedNames}) || ${added}::jsonb`]);
  }
  return assignments;
}
