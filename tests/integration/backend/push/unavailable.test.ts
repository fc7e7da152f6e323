import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../support/backend.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { patchOf } from '../../../support/edits.ts';
import { createPusher } from '../../../support/mutation-pusher.ts';
import { findPostgres, type PostgresServer, startPostgres } from '../../../support/postgres.ts';

const binaries = findPostgres();

describe.skipIf(binaries === undefined)('a push over HTTP', () => {
  let server: PostgresServer | undefined;
  beforeAll(async () => {
    server = await startPostgres(binaries ?? '');
  });
  afterAll(() => server?.stop());

  it('that meets only locked rows, or loses the database, is answered 503 and remembered as nothing', async () => {
    const url = await (server?.url('http') ?? Promise.reject(new Error('the server did not start')));
    const running = await startBackend({
      databaseUrl: url,
    });
    const admin = new Client({ connectionString: url });
    await admin.connect();
    try {
      const { backend } = running;
      await insertRows(backend.database, { vehicles: 1, missions: 1 });
      const through = createPusher(backend.database);
      const edit = patchOf('mission', await through.row('mission', '1'), { customerName: 'Tenace' });
      const send = () =>
        running.ask('/api/v2/sync/push', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ epoch: backend.epoch, mutations: [edit] }),
        });
      await admin.query('begin; select from missions for update');
      const locked = await send();
      expect([locked.status, locked.headers.get('retry-after')]).toEqual([503, '2']);
      const sending = send();
      await expect
        .poll(
          async () => {
            const { rowCount } = await admin.query(
              `select pg_terminate_backend(pid) from pg_locks where not granted and pid <> pg_backend_pid()`,
            );
            return rowCount;
          },
          { interval: 5 },
        )
        .toBe(1);
      expect((await sending).status).toBe(503);
      await admin.query('rollback');
      const [row] = await backend.database.query<{ count: number }>(
        'select count(*)::int as count from sync_mutations',
      );
      expect(row?.count).toBe(0);
      expect((await (await send()).json()) as object).toMatchObject({ answers: [{ result: 'applied' }] });
    } finally {
      await admin.end();
      await running.stop();
    }
  });
});
