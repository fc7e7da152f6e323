import { SYNC_ENTITIES, type SyncEntity } from '../../shared/api/index.ts';
import type { Database } from '../database/database.ts';
import { type ChangeCursor, type Cursor, encodeCursor, LAST_SEQ } from './cursor.ts';
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
  readonly reason: 'other-history' | 'tombstones-removed';

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
  readonly #database: Database;
  readonly #sizes = new RowSizes();

  constructor(database: Database, epoch: string) {
    this.#database = database;
    this.epoch = epoch;
  }

  /**
   * The next page after a cursor; undefined begins: with a snapshot of the tables, then come the changes.
   * @param entities what the client can read; of others it is told nothing
   * @throws ExpiredCursorError when the cursor is of another history, or too old
   */
  async read(
    after: Cursor | undefined,
    limit: number,
    entities: readonly SyncEntity[] = SYNC_ENTITIES,
  ): Promise<ChangePage> {
    if (after !== undefined && after.epoch !== this.epoch) throw new ExpiredCursorError('other-history');
    const page = new PageTexts(limit, this.#sizes);
    const from = after ?? (await beginSnapshot(this.#database, this.epoch));
    const reached = from.kind === 'snapshot' ? await readSnapshot(this.#database, from, page, entities) : from;
    const end =
      reached.kind === 'snapshot' ? { cursor: reached, hasMore: true } : await this.#changes(reached, page, entities);
    // After the reading: had a tombstone been removed before it, this would see it.
    await this.#check(from);
    const { cursor, hasMore } = end;
    return { cursor: encodeCursor(cursor), hasMore, remaining: cursor.remaining, changes: page.texts };
  }

  /** Fills the page with changes, and says where it has come to. */
  async #changes(
    from: ChangeCursor,
    page: PageTexts,
    entities: readonly SyncEntity[],
  ): Promise<{ cursor: ChangeCursor; hasMore: boolean }> {
    const wanted = page.room(MIXED);
    const rows = await this.#database.query<Row>(PULL_SQL, [from.xid, from.seq, wanted + 1, [...entities]]);
    const taken = page.take(
      MIXED,
      rows.slice(0, wanted).map(({ body }) => body),
    );
    const hasMore = taken < rows.length;
    const remaining = hasMore ? await this.#remainingAfter(from, taken) : 0;
    const [xid = from.xid, seq = from.seq] = rows[taken - 1]?.place.split(':') ?? [];
    return { cursor: { ...from, xid, seq, remaining }, hasMore };
  }

  /**
   * A cursor stands for transactions that were finished when it was given. Were they still to come, this would be an
   * older state of the database, put back as files.
   */
  async #check(cursor: Cursor): Promise<void> {
    const [xid, seq] = cursor.kind === 'changes' ? [cursor.xid, cursor.seq] : [cursor.upTo, LAST_SEQ];
    const [row] = await this.#database.query<{ isPast: boolean; isWhole: boolean }>(CHECK_SQL, [xid, seq]);
    if (row?.isPast !== true) throw new ExpiredCursorError('other-history');
    if (!row.isWhole) throw new ExpiredCursorError('tombstones-removed');
  }

  /** Counts once for a run of pages; then the cursor carries the rest on. It is for a progress bar. */
  async #remainingAfter(from: ChangeCursor, taken: number): Promise<number> {
    if (from.remaining > taken) return from.remaining - taken;
    const [row] = await this.#database.query<{ count: number }>(COUNT_SQL, [from.xid, from.seq]);
    return Math.max((row?.count ?? 0) - taken, 1);
  }
}
