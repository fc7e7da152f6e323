import type { Sql } from '../database/database.ts';

/** How long a desktop may be away, in days, and still be told of each row that was deleted meanwhile. */
export const DEFAULT_TOMBSTONE_DAYS = 180;
export const DAY_MS = 86_400_000;

/**
 * One statement, so one transaction: what is removed and the note of it are there together, or neither. Only what every
 * pull can see already: a snapshot that begins afterwards then begins after all that was removed.
 */
const REMOVE_SQL = `
  with removed as (
    delete from sync_changes
    where deleted and changed_at < $1::timestamptz and xid < pg_snapshot_xmin(pg_current_snapshot())
    returning xid, seq
  ), forgotten as (
    delete from sync_departures
    where changed_at < $1::timestamptz and xid < pg_snapshot_xmin(pg_current_snapshot())
    returning xid, seq
  ), newest as (
    select xid, seq from (select * from removed union all select * from forgotten) as gone order by xid desc, seq desc limit 1
  ), noted as (
    update sync_meta set tombstones_xid = newest.xid, tombstones_seq = newest.seq from newest
    where (newest.xid, newest.seq) > (tombstones_xid, tombstones_seq)
  )
  select ((select count(*) from removed) + (select count(*) from forgotten))::int as count`;

/**
 * Removes tombstones of deletions from before a time. Cursors that have not passed them expire.
 * @param beforeMs UTC
 * @returns how many
 */
export async function removeTombstones(sql: Sql, beforeMs: number): Promise<number> {
  const [row] = await sql.query<{ count: number }>(REMOVE_SQL, [new Date(beforeMs).toISOString()]);
  return row?.count ?? 0;
}
