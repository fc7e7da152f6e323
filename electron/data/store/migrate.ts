import type BetterSqlite3 from 'better-sqlite3';
import type { Writer } from './handles.ts';
import { type Migration, migrations } from './migrations/index.ts';

/** The cache was written by a later version of Vigie, whose schema is not known here. */
export class NewerCacheError extends Error {
  override name = 'NewerCacheError';
}

/** The schema that this program reads and writes. */
export const LATEST_VERSION = migrations.length;

/** The schema version of a file: 0 for a new one. */
export function schemaVersion(database: BetterSqlite3.Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

/**
 * Brings the schema up to date, each migration in a transaction with its number.
 * @throws NewerCacheError when the file is from a later version
 */
export function migrate(
  database: BetterSqlite3.Database,
  writer: Writer,
  list: readonly Migration[] = migrations,
): void {
  const version = schemaVersion(database);
  if (version > list.length) {
    throw new NewerCacheError(`the cache has schema ${version}; this version of Vigie knows ${list.length}`);
  }
  for (const migration of list.slice(version)) {
    writer.begin();
    try {
      migration.up(writer);
      writer.execute(`PRAGMA user_version = ${migration.version}`);
      writer.commit();
    } catch (error) {
      writer.rollback();
      throw error;
    }
  }
}
