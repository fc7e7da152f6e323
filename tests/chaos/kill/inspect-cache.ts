import { existsSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';

/** What is wrong with the cache that a killed process left, looked at by SQLite itself; undefined: nothing. */
export function inspectCache(folder: string): string | undefined {
  const file = path.join(folder, 'cache.sqlite');
  // Killed before it had begun one.
  if (!existsSync(file)) return undefined;
  const database = new Database(file, { fileMustExist: true });
  try {
    const integrity: unknown = database.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') return `integrity_check says ${String(integrity)}`;
    const count = (sql: string) => database.prepare<[], number>(sql).pluck().get() ?? 0;
    const isEmpty = count("SELECT count(*) FROM sqlite_schema WHERE name = 'outbox'") === 0;
    if (isEmpty) return undefined;
    const counted = count('SELECT coalesce(sum(mission_count), 0) FROM billing_cycle_totals');
    const billed = count('SELECT count(*) FROM missions WHERE billing_cycle_id IS NOT NULL');
    if (counted !== billed) return `${counted} missions are counted in cycles that hold ${billed}`;
    const bare = count(`SELECT count(*) FROM server_rows s WHERE NOT EXISTS (
      SELECT 1 FROM outbox o WHERE o.entity = s.entity AND o.entity_id = s.id)`);
    return bare === 0 ? undefined : `${bare} rows are kept aside though nothing is on its way`;
  } finally {
    database.close();
  }
}
