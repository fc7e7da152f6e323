import { SYNC_ENTITIES, type SyncEntity } from '../../shared/api/index.ts';
import type { Database } from '../database/database.ts';
import { isOfScope, type Reader, WHOLE } from '../database/scope.ts';
import { type ChangeCursor, type Cursor, encodeCursor, LAST_SEQ, scopeMark } from './cursor.ts';
import { ENTITY_TABLES } from './entity-tables.ts';
import { PageTexts, RowSizes } from './page-texts.ts';
import { beginSnapshot, readSnapshot } from './snapshot.ts';

export interface ChangePage {
  cursor: string;
  hasMore: boolean;
  remaining: number;
  /** Text of each change, a JSON object. */
  changes: string[];
}

/** What the cursor stands for is gone: the client has to read everything anew. */
export class ExpiredCursorError extends Error {
  override name = 'ExpiredCursorError';
  readonly reason: 'other-history' | 'other-scope' | 'tombstones-removed';

  constructor(reason: ExpiredCursorError['reason']) {
    super(reason);
    this.reason = reason;
  }
}

interface Row {
  /** `xid:seq` */
  place: string;
  body: string;
}

/** Rows of all kinds. */
const MIXED = 'mixed';

/** The JSON text of the row, read in the same snapshot as the change; null for a row that is gone, which is a tombstone. */
const ROW_JSON = `case entity
  ${Object.entries(ENTITY_TABLES)
    .map(([entity, { table, key, rowJson }]) => {
      const row = `(select ${rowJson} from ${table} where id = changes.entity_id::${key})`;
      return `when '${entity}' then ${row}`;
    })
    .join('\n  ')}
  end`;

/**
 * Changes after a place, in the order of (xid, seq), of transactions that are older than every one that still runs. See
 * docs/adr/0011-change-order.md for why nothing is ever skipped. One statement is one snapshot. The row's text is
 * named once only: named twice it would be made twice.
 */
export const PULL_SQL = `
  with changes as materialized (
    select entity, entity_id, version, xid, seq from sync_changes
    where (xid, seq) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
      and entity = any($4::text[])
    order by xid, seq limit $3
  )
  select concat(xid, ':', seq) as place,
    concat('{"entity":"', entity, '","id":', to_json(entity_id), ',"version":', version,
      coalesce(',"op":"upsert","row":' || ${ROW_JSON}, ',"op":"delete"'), '}') as body
  from changes order by xid, seq`;

/**
 * The same for a user who sees part of the rows: changes of those, and of the rows that have left their subsidiaries the word that they
 * are gone. What is not theirs is not there for them, in the rows' tables neither (row-level security).
 */
const SCOPED_PULL_SQL = `
  with changes as materialized (
    select entity, entity_id, version, xid, seq, false as has_left from sync_changes
    where (xid, seq) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
      and entity = any($4::text[]) and ${isOfScope('subsidiary', '$5')}
    union all
    select entity, entity_id, version, xid, seq, true from sync_departures as gone
    where (xid, seq) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
      and entity = any($4::text[]) and ${isOfScope('subsidiary', '$5')}
      and not exists (select from sync_changes as known where known.entity = gone.entity
        and known.entity_id = gone.entity_id and ${isOfScope('known.subsidiary', '$5')})
    order by xid, seq limit $3
  )
  select concat(xid, ':', seq) as place,
    concat('{"entity":"', entity, '","id":', to_json(entity_id), ',"version":', version,
      coalesce(',"op":"upsert","row":' || case when has_left then null else ${ROW_JSON} end, ',"op":"delete"'), '}') as body
  from changes order by xid, seq`;

const COUNT_SQL = `
  select count(*)::int as count from sync_changes
  where (xid, seq) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())`;

/**
 * `isPast`: the place is one that this history has passed. `isWhole`: no tombstone after it has been removed.
 */
const CHECK_SQL = `
  select $1::xid8 < pg_snapshot_xmin(pg_current_snapshot()) as "isPast",
    ($1::xid8, $2::bigint) >= (tombstones_xid, tombstones_seq) as "isWhole"
  from sync_meta`;

/** The tables and the history of their changes, as clients pull them. */
export class ChangeLog {
  readonly epoch: string;
  readonly #whole: Reader;
  readonly #sizes = new RowSizes();

  constructor(database: Database, epoch: string) {
    this.#whole = { scope: WHOLE, query: (statement, values) => database.query(statement, values) };
    this.epoch = epoch;
  }

  /**
   * The next page after a cursor; undefined begins: with a snapshot of the tables, then come the changes.
   * @param entities what the client can read; of others it is told nothing
   * @param reader the database as the user sees it
   * @throws ExpiredCursorError when the cursor is of another history, of one who sees other rows, or too old
   */
  async read(
    after: Cursor | undefined,
    limit: number,
    entities: readonly SyncEntity[] = SYNC_ENTITIES,
    reader: Reader = this.#whole,
  ): Promise<ChangePage> {
    const scope = scopeMark(reader.scope);
    if (after !== undefined && after.epoch !== this.epoch) throw new ExpiredCursorError('other-history');
    if (after !== undefined && after.scope !== scope) throw new ExpiredCursorError('other-scope');
    const page = new PageTexts(limit, this.#sizes);
    const from = after ?? (await beginSnapshot(reader, this.epoch));
    const reached = from.kind === 'snapshot' ? await readSnapshot(reader, from, page, entities) : from;
    const end =
      reached.kind === 'snapshot'
        ? { cursor: reached, hasMore: true }
        : await this.#changes(reader, reached, page, entities);
    // After the reading: had a tombstone been removed before it, this would see it.
    await this.#check(reader, from);
    const { cursor, hasMore } = end;
    return { cursor: encodeCursor({ ...cursor, scope }), hasMore, remaining: cursor.remaining, changes: page.texts };
  }

  /** Fills the page with changes, and says where it has come to. */
  async #changes(
    reader: Reader,
    from: ChangeCursor,
    page: PageTexts,
    entities: readonly SyncEntity[],
  ): Promise<{ cursor: ChangeCursor; hasMore: boolean }> {
    const wanted = page.room(MIXED);
    const { subsidiaries } = reader.scope;
    const values = [from.xid, from.seq, wanted + 1, [...entities]];
    const rows =
      subsidiaries === undefined
        ? await reader.query<Row>(PULL_SQL, values)
        : await reader.query<Row>(SCOPED_PULL_SQL, [...values, subsidiaries]);
    const taken = page.take(
      MIXED,
      rows.slice(0, wanted).map(({ body }) => body),
    );
    const hasMore = taken < rows.length;
    const remaining = hasMore ? await this.#remainingAfter(reader, from, taken) : 0;
    const [xid = from.xid, seq = from.seq] = rows[taken - 1]?.place.split(':') ?? [];
    return { cursor: { ...from, xid, seq, remaining }, hasMore };
  }

  /**
   * A cursor stands for transactions that were finished when it was given. Were they still to come, this would be an
   * older state of the database, put back as files.
   */
  async #check(reader: Reader, cursor: Cursor): Promise<void> {
    const [xid, seq] = cursor.kind === 'changes' ? [cursor.xid, cursor.seq] : [cursor.upTo, LAST_SEQ];
    const [row] = await reader.query<{ isPast: boolean; isWhole: boolean }>(CHECK_SQL, [xid, seq]);
    if (row?.isPast !== true) throw new ExpiredCursorError('other-history');
    if (!row.isWhole) throw new ExpiredCursorError('tombstones-removed');
  }

  /** Counts once for a run of pages; then the cursor carries the rest on. It is for a progress bar. */
  async #remainingAfter(reader: Reader, from: ChangeCursor, taken: number): Promise<number> {
    if (from.remaining > taken) return from.remaining - taken;
    const [row] = await reader.query<{ count: number }>(COUNT_SQL, [from.xid, from.seq]);
    return Math.max((row?.count ?? 0) - taken, 1);
  }
}
