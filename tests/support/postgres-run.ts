import { migrate } from '../../backend/database/migrate.ts';
import { openPostgres } from '../../backend/database/postgres-database.ts';
import { findPostgres, startPostgres } from './postgres.ts';
import { MIGRATED_TEMPLATE, TEST_SERVER } from './server-database.ts';
import { silentLog } from './silent-log.ts';

/** Of `npm run test:postgres`: starts the server on which the run makes its databases. */
export async function setup(): Promise<() => Promise<void>> {
  const binaries = findPostgres();
  if (binaries === undefined) throw new Error('PostgreSQL is not installed: on Debian, apt-get install postgresql.');
  // Pulls wait for transactions that are open anywhere on the server: its own work would delay what tests wait for.
  const server = await startPostgres(binaries, ['autovacuum=off']);
  try {
    const template = await openPostgres(await server.url(MIGRATED_TEMPLATE), silentLog);
    await migrate(template, 'up', silentLog);
    await template.close();
  } catch (error) {
    await server.stop();
    throw error;
  }
  process.env[TEST_SERVER] = await server.url('postgres');
  // The whole size of what `npm test` tries with less.
  process.env['VIGIE_TEST_MISSIONS'] ??= '100000';
  return () => server.stop();
}
