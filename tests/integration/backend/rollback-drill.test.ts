import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runRollbackDrill } from '../../drills/rollback/drill.ts';
import { testServer } from '../../support/server-database.ts';
import { findPostgres, type PostgresServer, startPostgres } from '../../support/postgres.ts';

const binaries = findPostgres();

/** Its processes take half a minute: `npm test` has the parts (rollback.test.ts, legacy-programs.test.ts), `npm run test:postgres` the whole. */
describe.skipIf(binaries === undefined || testServer() === undefined)('the rollback drill, small', () => {
  let server: PostgresServer | undefined;
  beforeAll(async () => {
    server = await startPostgres(binaries ?? '');
  });
  afterAll(() => server?.stop());

  it('up, data migrated with two kills, verified, rolled back, verified: no difference, nobody failed or was blocked', {
    timeout: 180_000,
  }, async () => {
    const said: string[] = [];
    const url = (name: string) => server?.url(name) ?? Promise.reject(new Error('the server did not start'));
    const result = await runRollbackDrill({
      server: { url },
      missions: 3_000,
      writers: 4,
      seed: 5,
      mostSeconds: 60,
      say: (line) => said.push(line),
    });
    expect(result.differences, said.join('\n')).toEqual([]);
    expect(result.writers.failures).toEqual([]);
    expect(result.writers.longestWaitMs).toBeLessThan(1_000);
    expect(result.kills).toBe(2);
    expect(result.billingCycles).toBeGreaterThan(1_000);
  });
});
