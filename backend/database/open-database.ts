import path from 'node:path';
import type { Log } from '../log.ts';
import type { Database } from './database.ts';
import { openPglite } from './pglite-database.ts';
import { openPostgres } from './postgres-database.ts';

export interface DatabaseOptions {
  /** A PostgreSQL server. Undefined: a database of our own in the data folder. */
  databaseUrl: string | undefined;
  dataFolder: string;
  /** How the server's own lists name the connections. Default: as those of the service. */
  applicationName?: string;
  log: Log;
  progress: (message: string) => void;
}

/** @throws StorageError */
export function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrl, dataFolder, log, progress } = options;
  if (databaseUrl !== undefined) return openPostgres(databaseUrl, log, options.applicationName);
  return openPglite(path.resolve(dataFolder, 'postgres'), progress);
}
