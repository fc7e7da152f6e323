import type { Change } from '../../../shared/api/index.ts';
import type { EditableEntity, RowFields } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import { isOfScope, type Reader } from '../../database/scope.ts';
import { ENTITY_TABLES } from '../../sync/entity-tables.ts';
import type { RowName } from './parse-mutation.ts';

/**
 * The row as it is now with its version, as a pull would give it; its tombstone, or null where there never was one. One statement, so that
 * row and version belong together.
 */
export async function currentOf(sql: Sql, { entity, id }: RowName): Promise<Change | null> {
  const [known] = await sql.query<{ version: string; body: string | null }>(CURRENT_SQL[entity], [entity, id]);
  if (known === undefined) return null;
  const version = Number(known.version);
  if (known.body === null) return { op: 'delete', entity, id, version };
  const row: unknown = JSON.parse(known.body);
  return { op: 'upsert', entity, id, version, row } as Change;
}

/** What is asked of a row that is to be written, once nobody else can write it. */
export interface LockedRow {
  /** Undefined: it is not there. */
  row: RowFields | undefined;
  /** It was there once. */
  isRemoved: boolean;
}

/**
 * Locks a row for the rest of the transaction, and reads it as whoever had it before has left it.
 * @param purpose `remove` also keeps others from referring to it
 */
export async function lockRow(sql: Reader, name: RowName, purpose: 'change' | 'remove'): Promise<LockedRow> {
  const strength = purpose === 'remove' ? 'update' : 'no key update';
  const { table, key, rowJson } = ENTITY_TABLES[name.entity];
  const { subsidiaries } = sql.scope;
  const ofScope = subsidiaries === undefined ? '' : `and ${isOfScope('subsidiary', '$2')}`;
  const [locked] = await sql.query<{ body: string }>(
    `select ${rowJson} as body from ${table} where id = $1::${key} ${ofScope} for ${strength}`,
    [name.id, ...(subsidiaries === undefined ? [] : [subsidiaries])],
  );
  if (locked !== undefined) return { row: JSON.parse(locked.body) as RowFields, isRemoved: false };
  return { row: undefined, isRemoved: (await currentOf(sql, name)) !== null };
}

const CURRENT_SQL: Readonly<Record<EditableEntity, string>> = {
  'third-party': currentSql('third-party'),
  'billing-cycle': currentSql('billing-cycle'),
  mission: currentSql('mission'),
  geofence: currentSql('geofence'),
  validation: currentSql('validation'),
  delegation: currentSql('delegation'),
  'alarm-rule': currentSql('alarm-rule'),
  alarm: currentSql('alarm'),
  incident: currentSql('incident'),
  handover: currentSql('handover'),
};

function currentSql(entity: EditableEntity): string {
  const { table, key, rowJson } = ENTITY_TABLES[entity];
  return `select version, (select ${rowJson} from ${table} where id = ($2::text)::${key}) as body
    from sync_changes where entity = $1 and entity_id = $2::text`;
}
