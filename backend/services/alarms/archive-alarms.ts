import { KEPT_CLOSED_DAYS, MOST_KEPT_CLOSED } from '../../../shared/domain/index.ts';
import type { Database, Sql } from '../../database/database.ts';
import { DAY_MS } from '../../sync/tombstones.ts';

/** Alarms that go to the archive in one transaction. */
const AT_ONCE = 500;
/** A desktop that was away for longer removes what is over by itself, by its age. */
const TOMBSTONE_DAYS = 7;

/**
 * Closed alarms that desktops need no more: those of before a time, and those beyond the newest. Their rows go to the archive, their journal
 * stays where it is.
 */
const MOVE_SQL = `
  with chosen as (
    select id from alarms where closed_at is not null and (closed_at < $1::timestamptz or closed_at <= (
      select closed_at from alarms where closed_at is not null order by closed_at desc offset $2 limit 1))
    order by closed_at limit $3 for update skip locked
  )
  insert into alarm_archive select alarms.* from alarms join chosen using (id) returning id`;

/**
 * Moves closed alarms that are older than desktops keep them, or more than desktops keep, to the archive.
 * @returns how many
 */
export async function archiveAlarms(database: Database, nowMs: number): Promise<number> {
  const before = new Date(nowMs - KEPT_CLOSED_DAYS * DAY_MS).toISOString();
  for (let moved = 0; ; ) {
    const count = await database.transaction((sql) => moveSome(sql, before));
    moved += count;
    if (count < AT_ONCE) {
      await forgetTombstones(database, nowMs);
      return moved;
    }
  }
}

/** The removal is told to desktops as any other, and to nobody else: an alarm that goes to the archive is no news. */
async function moveSome(sql: Sql, before: string): Promise<number> {
  await sql.query("select set_config('vigie.row_events', 'off', true)");
  const moved = await sql.query<{ id: string }>(MOVE_SQL, [before, MOST_KEPT_CLOSED, AT_ONCE]);
  if (moved.length > 0) await sql.query('delete from alarms where id = any($1::uuid[])', [moved.map(({ id }) => id)]);
  return moved.length;
}

/** Alarms come and go by thousands: their tombstones are not kept as long as others, nor does any cursor expire with them. */
async function forgetTombstones(sql: Sql, nowMs: number): Promise<void> {
  await sql.query(
    `delete from sync_changes where entity = 'alarm' and deleted and changed_at < $1::timestamptz
       and xid < pg_snapshot_xmin(pg_current_snapshot())`,
    [new Date(nowMs - TOMBSTONE_DAYS * DAY_MS).toISOString()],
  );
}
