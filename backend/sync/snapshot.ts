import { SYNC_ENTITIES, type SyncEntity } from '../../shared/api/index.ts';
import { isOfScope, type Reader } from '../database/scope.ts';
import { type ChangeCursor, LAST_SEQ, type SnapshotCursor } from './cursor.ts';
import { ENTITY_TABLES } from './entity-tables.ts';
import type { PageTexts } from './page-texts.ts';

interface Row {
  key: string;
  /** Null for a row that no trigger has seen: it is no part of the history yet. */
  body: string | null;
}

const BEGIN_SQL = `
  select pg_snapshot_xmin(pg_current_snapshot())::text as "oldestRunning",
    (select count(*)::int from sync_changes where not deleted) as count`;

/** The first rows of a table, and those after a key ($2). Each row's version is read in the same snapshot as the row. */
const PAGE_SQL = Object.fromEntries(
  Object.entries(ENTITY_TABLES).map(([entity, { table, key, order, rowJson }]) => {
    const version = `(select known.version from sync_changes as known
      where known.entity = '${entity}' and known.entity_id = ${table}.id::text)`;
    const page = (where: string) => `
      select id::text as key,
        '{"entity":"${entity}","id":"' || id || '","version":' || ${version} || ',"op":"upsert","row":' || ${rowJson} || '}'
          as body
      from ${table} ${where} order by id ${order} limit $1`;
    const after = `id ${order === 'asc' ? '>' : '<'} $2::${key}`;
    return [
      entity,
      {
        first: page(''),
        after: page(`where ${after}`),
        firstOfScope: page(`where ${isOfScope('subsidiary', '$2')}`),
        afterOfScope: page(`where ${after} and ${isOfScope('subsidiary', '$3')}`),
      },
    ];
  }),
) as Record<SyncEntity, Record<'first' | 'after' | 'firstOfScope' | 'afterOfScope', string>>;

/** A snapshot that begins now, at the first row of the first table. */
export async function beginSnapshot(reader: Reader, epoch: string): Promise<SnapshotCursor> {
  const [row] = await reader.query<{ oldestRunning: string; count: number }>(BEGIN_SQL);
  if (row === undefined) throw new Error('the database gave no row');
  const upTo = (BigInt(row.oldestRunning) - 1n).toString();
  return { kind: 'snapshot', epoch, upTo, entity: SYNC_ENTITIES[0], after: null, remaining: row.count };
}

/**
 * Fills a page with rows of the tables, from where the cursor is.
 * @returns where it goes on: in the tables if the page is full, or else with the changes since the snapshot began
 */
export async function readSnapshot(
  reader: Reader,
  from: SnapshotCursor,
  page: PageTexts,
  entities: readonly SyncEntity[],
): Promise<SnapshotCursor | ChangeCursor> {
  const before = page.texts.length;
  const { subsidiaries } = reader.scope;
  let { after } = from;
  for (const entity of SYNC_ENTITIES.slice(SYNC_ENTITIES.indexOf(from.entity))) {
    if (!entities.includes(entity)) continue;
    const wanted = page.room(entity);
    const place: 'first' | 'after' = after === null ? 'first' : 'after';
    const sql = PAGE_SQL[entity][subsidiaries === undefined ? place : (`${place}OfScope` as const)];
    const values = [wanted + 1, ...(after === null ? [] : [after])];
    const rows = await reader.query<Row>(sql, subsidiaries === undefined ? values : [...values, subsidiaries]);
    const taken = page.take(
      entity,
      rows.slice(0, wanted).map(({ body }) => body),
    );
    if (taken < rows.length) {
      const remaining = Math.max(from.remaining - (page.texts.length - before), 1);
      return { ...from, entity, after: rows[taken - 1]?.key ?? after, remaining };
    }
    after = null;
  }
  return { kind: 'changes', epoch: from.epoch, xid: from.upTo, seq: LAST_SEQ, remaining: 0 };
}
