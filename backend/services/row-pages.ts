import type { SyncEntity } from '../../shared/api/index.ts';
import { isOfScope, type Reader } from '../database/scope.ts';
import { ENTITY_TABLES } from '../sync/entity-tables.ts';

/** One page of rows, as JSON texts, in the order of their keys. */
export interface RowPage {
  items: string[];
  /** `after` of the next page; null on the last. */
  next: string | null;
}

export interface PageRequest {
  /** `next` of the page before; undefined for the first. */
  after?: string | undefined;
  limit: number;
}

/** `after` is not a `next` that this service gave. */
export class MalformedPlaceError extends Error {
  override name = 'MalformedPlaceError';
}

const KEY_PATTERNS = {
  bigint: /^\d{1,18}$/,
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
} as const;

/**
 * Reads one page by the key after which it begins, so that a late page costs no more than the first, and rows that come or
 * go meanwhile shift nothing.
 * @param equal column by column, what rows must have; undefined: anything
 * @throws MalformedPlaceError
 */
export async function readPage(
  sql: Reader,
  entity: SyncEntity,
  { after, limit }: PageRequest,
  equal: Readonly<Record<string, string | undefined>> = {},
): Promise<RowPage> {
  const { table, key, rowJson } = ENTITY_TABLES[entity];
  const values: (string | number | readonly string[])[] = [limit + 1];
  const conditions: string[] = [];
  if (after !== undefined) conditions.push(`id > $${values.push(decodePlace(after, key))}`);
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) conditions.push(`${column} = $${values.push(value)}`);
  }
  const { subsidiaries } = sql.scope;
  if (subsidiaries !== undefined) conditions.push(isOfScope('subsidiary', `$${values.push(subsidiaries)}`));
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
  const rows = await sql.query<{ id: string; body: string }>(
    `select id::text as id, ${rowJson} as body from ${table} ${where} order by ${table}.id limit $1`,
    values,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? encodePlace(last.id) : null;
  return { items: shown.map(({ body }) => body), next };
}

/** The JSON text of one row, or undefined when there is none. */
export async function readRow(sql: Reader, entity: SyncEntity, id: string): Promise<string | undefined> {
  const { table, rowJson } = ENTITY_TABLES[entity];
  const { subsidiaries } = sql.scope;
  const ofScope = subsidiaries === undefined ? '' : `and ${isOfScope('subsidiary', '$2')}`;
  const [row] = await sql.query<{ body: string }>(`select ${rowJson} as body from ${table} where id = $1 ${ofScope}`, [
    id,
    ...(subsidiaries === undefined ? [] : [subsidiaries]),
  ]);
  return row?.body;
}

function encodePlace(id: string): string {
  return Buffer.from(id).toString('base64url');
}

function decodePlace(place: string, key: 'bigint' | 'uuid'): string {
  const id = Buffer.from(place, 'base64url').toString('latin1');
  if (!KEY_PATTERNS[key].test(id) || encodePlace(id) !== place) throw new MalformedPlaceError(place);
  return id;
}
