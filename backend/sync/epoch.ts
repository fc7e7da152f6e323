import type { Log } from '../log.ts';
import type { Database, Sql } from '../database/database.ts';

/**
 * The identity of this history of changes. A database that was restored from a dump, promoted after a failover or copied
 * to another server is recognised, and gets a new epoch: its clients then read everything anew.
 */
export async function currentEpoch(database: Database, log: Log): Promise<string> {
  return database.transaction(async (sql) => {
    const [meta] = await sql.query<{ epoch: string; known: boolean }>(
      'select epoch, fingerprint = vigie_fingerprint() as known from sync_meta for update',
    );
    if (meta?.known) return meta.epoch;
    log.warn('this database was restored or moved: clients will synchronise from the beginning');
    return renewEpoch(sql);
  });
}

/** Begins a new history: all cursors expire, and every change is stamped as made now, by this database. */
export async function renewEpoch(sql: Sql): Promise<string> {
  const [meta] = await sql.query<{ epoch: string }>(
    `insert into sync_meta (epoch, fingerprint) values (gen_random_uuid(), vigie_fingerprint())
     on conflict (id) do update set epoch = excluded.epoch, fingerprint = excluded.fingerprint, renewed_at = now(),
       tombstones_xid = '0', tombstones_seq = 0
     returning epoch`,
  );
  // Everybody reads everything anew: nobody has what has left. A schema that was taken back to an older version knows of none.
  const [departures] = await sql.query<{ known: boolean }>(
    "select to_regclass('sync_departures') is not null as known",
  );
  if (departures?.known === true) await sql.query('delete from sync_departures');
  await sql.query("update sync_changes set xid = pg_current_xact_id(), seq = nextval('sync_changes_seq')");
  if (meta === undefined) throw new Error('sync_meta did not take a row');
  return meta.epoch;
}
