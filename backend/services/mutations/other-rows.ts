import {
  type BillingCycleState,
  type EditableEntity,
  geofencesOfRule,
  type FieldValues,
  REFERENCES,
  refuseArchived,
  type Refusal,
  type RowFields,
} from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import { isWithin, type Reader } from '../../database/scope.ts';
import { ENTITY_TABLES } from '../../sync/entity-tables.ts';
import { OF_ALL } from '../shift/every-subsidiary.ts';

/** As the shared schema names it. */
const THIRD_PARTY_STANDING = `case when merged_into is not null then 'merged' when archived_at is not null then 'archived' else 'active' end`;

/** Columns that name a row. */
const USED_IN: Readonly<Record<EditableEntity, readonly (readonly [table: string, column: string])[]>> = {
  'third-party': [
    ['missions', 'third_party_id'],
    ['billing_cycles', 'third_party_id'],
    ['third_parties', 'merged_into'],
  ],
  'billing-cycle': [['missions', 'billing_cycle']],
  mission: [],
  geofence: [],
  validation: [],
  delegation: [],
  'alarm-rule': [],
  alarm: [],
  incident: [],
  handover: [],
};

/**
 * Refuses values that name a row which is not there, or a third party that is archived. The rows that are there stay until the transaction
 * ends.
 */
export async function refuseReferences(
  sql: Sql,
  entity: EditableEntity,
  fields: FieldValues,
): Promise<Refusal | undefined> {
  if (entity === 'alarm-rule') return refuseGeofences(sql, fields['parameters']);
  for (const [field, target] of Object.entries(REFERENCES[entity])) {
    const id = fields[field];
    if (typeof id !== 'string') continue;
    const { table, key } = ENTITY_TABLES[target];
    const isParty = target === 'third-party';
    const columns = isParty ? `name, ${THIRD_PARTY_STANDING} as standing` : '';
    const [found] = await sql.query<RowFields>(`select ${columns} from ${table} where id = $1::${key} for key share`, [
      id,
    ]);
    if (found === undefined)
      return { code: 'reference-missing', field, detail: `${field}: there is no ${target} ${id}` };
    const archived = isParty ? refuseArchived(field, found) : undefined;
    if (archived !== undefined) return archived;
  }
  return undefined;
}

/** A rule that looks at a geofence which is not there would look at nothing. Those that are there stay until the transaction ends. */
async function refuseGeofences(sql: Sql, parameters: unknown): Promise<Refusal | undefined> {
  const ids = geofencesOfRule(parameters);
  if (ids.length === 0) return undefined;
  const found = await sql.query<{ id: string }>('select id from geofences where id = any($1::uuid[]) for key share', [
    ids,
  ]);
  const missing = ids.find((id) => !found.some((one) => one.id === id));
  if (missing === undefined) return undefined;
  return { code: 'reference-missing', field: 'parameters', detail: `parameters: there is no geofence ${missing}` };
}

/**
 * Whose a new row is: of the subsidiary that the rows it names belong to, else of the default one, else, where its maker does not work for
 * that, of the first of theirs. Nobody says so in an edit: a row cannot be made in, or moved to, another's subsidiary.
 */
export async function subsidiaryOfNew(
  sql: Reader,
  entity: EditableEntity,
  fields: FieldValues,
): Promise<string | null> {
  for (const [field, target] of Object.entries(REFERENCES[entity])) {
    const id = fields[field];
    if (typeof id !== 'string') continue;
    const { table, key } = ENTITY_TABLES[target];
    const [named] = await sql.query<{ subsidiary: string | null }>(
      `select subsidiary from ${table} where id = $1::${key}`,
      [id],
    );
    if (named !== undefined) return named.subsidiary;
  }
  const { subsidiaries } = sql.scope;
  // A rule of none is for vehicles of all: it is made by those who see all.
  if (entity === 'alarm-rule') return subsidiaries?.find((name) => name !== '') ?? null;
  // A handover of whoever sees all has all in it: nobody who sees less may see it.
  if (entity === 'handover' && subsidiaries === undefined) return OF_ALL;
  return isWithin(sql.scope, null) ? null : (subsidiaries?.[0] ?? null);
}

/**
 * The states of the cycles that a mission is in and is to be in. They stay in these states until the transaction ends: a
 * cycle that is being closed at this moment is waited for, and one that is to be closed waits for us.
 */
export async function lockCycleStates(sql: Sql, mission: RowFields, fields: FieldValues): Promise<BillingCycleState[]> {
  const ids = [mission['billingCycleId'], fields['billingCycleId']].filter((id) => typeof id === 'string');
  if (ids.length === 0) return [];
  // In the order of the keys, as everybody locks several: two that lock each other's rows would never end.
  const cycles = await sql.query<{ state: BillingCycleState }>(
    'select state from billing_cycles where id = any($1::uuid[]) order by id for share',
    [ids],
  );
  return cycles.map(({ state }) => state);
}

/** How many rows name this one. Nobody can begin to while it is locked for removal. */
export async function countUses(sql: Sql, entity: EditableEntity, id: string): Promise<number> {
  if (entity === 'geofence') return countRulesOf(sql, id);
  const counts = USED_IN[entity].map(([table, column]) => `(select count(*) from ${table} where ${column} = $1::uuid)`);
  if (counts.length === 0) return 0;
  const [row] = await sql.query<{ count: number }>(`select (${counts.join(' + ')})::int as count`, [id]);
  return row?.count ?? 0;
}

/** How many rules of alarms look at a geofence. */
async function countRulesOf(sql: Sql, geofenceId: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `select count(*)::int as count from alarm_rules where parameters -> 'geofenceIds' ? $1 or parameters -> 'exceptGeofenceIds' ? $1`,
    [geofenceId],
  );
  return row?.count ?? 0;
}
