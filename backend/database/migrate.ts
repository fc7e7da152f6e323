import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { runner } from 'node-pg-migrate';
import type { ClientBase } from 'pg';
import type { Log } from '../log.ts';
import type { Database, Session } from './database.ts';

export const MIGRATIONS_FOLDER = path.join(import.meta.dirname, '..', 'migrations');
const MIGRATIONS_TABLE = 'vigie_migrations';

export interface MigrationStatus {
  name: string;
  applied: boolean;
}

/**
 * Applies migrations that are missing, or takes the newest back: each in a transaction of its own. Waits while another
 * process migrates.
 * @param count how many; all that are missing by default, and one by default when going down
 * @returns the names, in the order in which they ran
 * @throws Error naming the migration that failed; the ones before it stay
 */
export function migrate(
  database: Database,
  direction: 'up' | 'down',
  log: Log,
  count: number = direction === 'up' ? Number.POSITIVE_INFINITY : 1,
): Promise<string[]> {
  const say = (message: string) => log.debug(message);
  return database.session(async (session) => {
    const ran = await runner({
      dbClient: clientOf(session),
      dir: MIGRATIONS_FOLDER,
      migrationsTable: MIGRATIONS_TABLE,
      direction,
      count,
      singleTransaction: false,
      advisoryLockMode: 'wait',
      logger: { debug: (message) => log.debug(message), info: say, warn: say, error: (message) => log.error(message) },
    });
    const names = ran.map(({ name }) => name);
    if (names.length > 0) log.info({ direction, names }, 'migrated');
    return names;
  });
}

export async function migrationStatus(database: Database): Promise<MigrationStatus[]> {
  const files = (await readdir(MIGRATIONS_FOLDER)).filter((file) => file.endsWith('.sql')).sort();
  const [table] = await database.query<{ known: boolean }>('select to_regclass($1) is not null as known', [
    MIGRATIONS_TABLE,
  ]);
  const rows = table?.known ? await database.query<{ name: string }>(`select name from ${MIGRATIONS_TABLE}`) : [];
  const applied = new Set(rows.map(({ name }) => name));
  return files.map((file) => path.basename(file, '.sql')).map((name) => ({ name, applied: applied.has(name) }));
}

/** node-pg-migrate only calls `query`, with a script or with one statement; it calls this of pg's client "external". */
function clientOf(session: Session): ClientBase {
  const query = async (script: string) => {
    if (/^\s*select\b/i.test(script)) return { rows: await session.query(script) };
    await session.execute(script);
    return { rows: [] };
  };
  return { query } as Pick<ClientBase, 'query'> as ClientBase;
}
