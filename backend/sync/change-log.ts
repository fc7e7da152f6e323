import type { Database } from '../database/database.ts';
import { type Cursor, encodeCursor } from './cursor.ts';
import { ENTITY_TABLES } from './entity-tables.ts';

/** A page ends early rather than pass this: clients store a page in one transaction, and show progress by pages. */
export const MAX_PAGE_BYTES = 2_000_000;

export interface ChangePage {
  cursor: string;
  hasMore: boolean;
  remaining: number;
  /** Text of each change, a JSON object. */
  changes: string[];
}

/** The cursor is of another history: the client has to read everything anew. */
export class ExpiredCursorError extends Error {
  override name = 'ExpiredCursorError';
}

interface Row {
  /** `xid:seq` */
  place: string;
  body: string;
}

const FIRST = { xid: '0', seq: '0', remaining: 0 };

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
    order by xid, seq limit $3
  )
  select concat(xid, ':', seq) as place,
    concat('{"entity":"', entity, '","id":', to_json(entity_id), ',"version":', version,
      coalesce(',"op":"upsert","row":' || ${ROW_JSON}, ',"op":"delete"'), '}') as body
  from changes order by xid, seq`;

const COUNT_SQL = `
  select count(*)::int as count from sync_changes
  where (xid, seq) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())`;

/** The history of changes, as clients pull it. */
export class ChangeLog {
  readonly epoch: string;
  readonly #database: Database;
  /** Of the changes of the last pages. Rows beyond a page's bytes would be made in vain. */
  #averageBytes = 550;

  constructor(database: Database, epoch: string) {
    this.#database = database;
    this.epoch = epoch;
  }

  /**
   * The next page after a cursor; undefined reads from the beginning.
   * @throws ExpiredCursorError when the cursor is not of this history
   */
  async read(after: Cursor | undefined, limit: number): Promise<ChangePage> {
    if (after !== undefined && after.epoch !== this.epoch) throw new ExpiredCursorError();
    const from = after ?? FIRST;
    const wanted = Math.min(limit, Math.ceil(MAX_PAGE_BYTES / this.#averageBytes));
    const rows = await this.#database.query<Row>(PULL_SQL, [from.xid, from.seq, wanted + 1]);
    if (rows.length === 0 && after !== undefined) await this.#checkPlace(after);
    const changes = this.#fitting(rows, wanted);
    const hasMore = changes.length < rows.length;
    const remaining = hasMore ? await this.#remainingAfter(from, changes.length) : 0;
    const [xid = from.xid, seq = from.seq] = rows[changes.length - 1]?.place.split(':') ?? [];
    return { cursor: encodeCursor({ epoch: this.epoch, xid, seq, remaining }), hasMore, remaining, changes };
  }

  /** The texts of the first rows that fit a page; at least one. */
  #fitting(rows: readonly Row[], wanted: number): string[] {
    const texts: string[] = [];
    let bytes = 0;
    for (const { body } of rows) {
      const length = Buffer.byteLength(body);
      if (texts.length === wanted || (texts.length > 0 && bytes + length > MAX_PAGE_BYTES)) break;
      bytes += length;
      texts.push(body);
    }
    if (texts.length > 100) this.#averageBytes = bytes / texts.length;
    return texts;
  }

  /**
   * A cursor stands for a transaction that was finished when it was given. Were that transaction still to come, this
   * would be an older state of the database, put back as files.
   */
  async #checkPlace({ xid }: Cursor): Promise<void> {
    const [row] = await this.#database.query<{ past: boolean }>(
      'select $1::xid8 < pg_snapshot_xmin(pg_current_snapshot()) as past',
      [xid],
    );
    if (row?.past === false) throw new ExpiredCursorError();
  }

  /** Counts once for a run of pages; then the cursor carries the rest on. It is for a progress bar. */
  async #remainingAfter(from: typeof FIRST, taken: number): Promise<number> {
    if (from.remaining > taken) return from.remaining - taken;
    const [row] = await this.#database.query<{ count: number }>(COUNT_SQL, [from.xid, from.seq]);
    return Math.max((row?.count ?? 0) - taken, 1);
  }
}
