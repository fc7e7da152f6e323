import type { Database } from '../database/database.ts';
import { migrationStatus } from '../database/migrate.ts';
import type { Dependency } from './readiness.ts';

/** What no request can be answered without. */
export function dependenciesOf({ database }: { database: Database }): Dependency[] {
  return [
    { name: 'database', isNeeded: true, check: () => database.query('select 1') },
    { name: 'migrations', isNeeded: true, check: () => checkMigrations(database) },
  ];
}

/** The database may have been taken back, or restored, under a service that runs. */
async function checkMigrations(database: Database): Promise<void> {
  const missing = (await migrationStatus(database)).filter(({ applied }) => !applied).map(({ name }) => name);
  if (missing.length > 0) throw new Error(`migrations are missing: ${missing.join(', ')}; run "migrate up"`);
}

/** A feed that failed leaves positions standing still; everything else goes on. Where none was begun, none has failed. */
export function feedDependency(feed: { readonly status: { readonly state: string } }): Dependency {
  return {
    name: 'feed',
    isNeeded: false,
    check: async () => {
      if (feed.status.state === 'failed') throw new Error('the feed has failed');
    },
  };
}

/** Without it each process goes on serving those who are connected to it, and reads events from the database. */
export function redisDependency(cluster: { readonly isReady: boolean }): Dependency {
  return {
    name: 'redis',
    isNeeded: false,
    check: async () => {
      if (!cluster.isReady) throw new Error('Redis cannot be reached');
    },
  };
}
