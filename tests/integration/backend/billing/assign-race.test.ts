import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../../../backend/database/database.ts';
import { migrate } from '../../../../backend/database/migrate.ts';
import { openPostgres } from '../../../../backend/database/postgres-database.ts';
import { type AssignAnswer, assignAnswer, type AssignRequest } from '../../../../shared/api/index.ts';
import { type AssignRule, type Mission, ruleOfCycle } from '../../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../../support/backend.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { patchOf } from '../../../support/edits.ts';
import { createPusher, type MutationPusher, outcomeOf } from '../../../support/mutation-pusher.ts';
import { findPostgres, type PostgresServer, startPostgres } from '../../../support/postgres.ts';
import { silentLog } from '../../../support/silent-log.ts';

const binaries = findPostgres();
const MISSIONS = 600;
const JANUARY = { thirdPartyId: null, periodStart: '2024-01-01', periodEnd: '2024-01-31' };

describe.skipIf(binaries === undefined)('assignment by rule beside others, on a real PostgreSQL server', () => {
  let server: PostgresServer | undefined;
  let database: Database;
  let running: RunningBackend;
  let pusher: MutationPusher;
  let made = 0;
  beforeAll(async () => {
    server = await startPostgres(binaries ?? '');
    database = await openPostgres(await server.url('assign'), silentLog);
    await migrate(database, 'up', silentLog);
    running = await startBackend({ database });
    pusher = createPusher(database);
    await insertRows(database, { vehicles: 1, thirdParties: 3, missions: MISSIONS });
  });
  afterAll(async () => {
    await running?.stop();
    await server?.stop();
  });

  const count = async (where: string, values: unknown[] = []) =>
    (await database.query<{ count: number }>(`select count(*)::int as count from ${where}`, values))[0]?.count ?? -1;

  async function cycle(): Promise<{ id: string; rule: AssignRule }> {
    const [periodStart, periodEnd] = ['2024-01-01', '2024-01-31'];
    const [row] = await database.query<{ id: string }>(
      `insert into billing_cycles (label, period_start, period_end) values ($1, $2, $3) returning id`,
      [`Cycle ${++made}`, periodStart, periodEnd],
    );
    return { id: row?.id ?? '', rule: ruleOfCycle({ thirdPartyId: null, periodStart, periodEnd }) };
  }

  /** Asks until all were looked at, or the cycle takes none any more. */
  async function assign(
    id: string,
    request: Partial<AssignRequest>,
  ): Promise<{ answers: AssignAnswer[]; last: number }> {
    const answers: AssignAnswer[] = [];
    for (let next: string | null | undefined; next !== null; next = answers.at(-1)?.next ?? null) {
      const body = JSON.stringify({ isDryRun: false, ...request, ...(next === undefined ? {} : { after: next }) });
      const headers = { 'content-type': 'application/json' };
      const answer = await running.ask(`/api/v2/billing-cycles/${id}/assign`, { method: 'POST', headers, body });
      if (answer.status !== 200) return { answers, last: answer.status };
      answers.push(assignAnswer.parse(await answer.json()));
    }
    return { answers, last: 200 };
  }
  const sum = ({ answers }: { answers: readonly AssignAnswer[] }) =>
    answers.reduce((all, { missions }) => all + missions, 0);

  it('gives each mission to one cycle, whoever else asks for it, by rule, by hand or from another program', async () => {
    for (let round = 0; round < 3; round++) {
      const ruled = await Promise.all([cycle(), cycle(), cycle()]);
      const byHand = await cycle();
      const patches = await Promise.all(
        Array.from({ length: 30 }, async (_, index) => {
          const row = (await pusher.row('mission', String(1 + index * 20))) as Mission;
          return patchOf('mission', row, { billingCycleId: byHand.id });
        }),
      );
      const legacy = async () => {
        for (let part = 0; part < 20; part += 1)
          await database.query("update missions set driver = 'Round ' || $2 where id % 20 = $1", [part, round]);
      };
      const [answers, outcomes] = await Promise.all([
        Promise.all(ruled.map(({ id, rule }) => assign(id, { rule, limit: 40 }))),
        Promise.all(patches.map(async (patch) => (await pusher.push(patch)).map(outcomeOf)[0] ?? 'no answer')),
        legacy(),
      ]);
      const counts = await Promise.all(ruled.map(({ id }) => count('missions where billing_cycle = $1', [id])));
      const own = await count('missions where billing_cycle = $1', [byHand.id]);
      // Each that was told to be in a cycle is in that one, and none is told twice.
      expect(answers.map(sum)).toEqual(counts);
      const total = counts.reduce((all, one) => all + one, own);
      expect(total).toBeLessThanOrEqual(MISSIONS);
      expect(answers.every(({ last }) => last === 200)).toBe(true);
      // Those that all others were writing just then come in when it is asked again.
      const again = sum(await assign(ruled[0]?.id ?? '', { rule: ruleOfCycle(JANUARY) }));
      expect(total + again).toBe(MISSIONS);
      expect(outcomes.filter((outcome) => outcome === 'applied').length).toBe(own);
      for (const { id } of [...ruled, byHand])
        expect(await count("billing_audit where chain = $1 and action = 'mission-in'", [`billing-cycle/${id}`])).toBe(
          await count('missions where billing_cycle = $1', [id]),
        );
      await database.query('update missions set billing_cycle = null');
    }
  });

  it('brings nothing into a cycle that somebody closes meanwhile', async () => {
    const { id, rule } = await cycle();
    const step = (action: string) =>
      running.ask(`/api/v2/billing-cycles/${id}/steps`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ action }) },
      });
    expect((await step('open')).status).toBe(200);
    const [told, closed] = await Promise.all([
      assign(id, { rule, limit: 25 }),
      (async () => {
        await vi.waitFor(
          async () => expect(await count('missions where billing_cycle = $1', [id])).toBeGreaterThan(50),
          {
            ...{ timeout: 45_000, interval: 1 },
          },
        );
        const answer = await step('close');
        return { status: answer.status, missions: await count('missions where billing_cycle = $1', [id]) };
      })(),
    ]);
    expect([closed.status, told.last]).toEqual([200, 409]);
    expect(await count('missions where billing_cycle = $1', [id])).toBe(closed.missions);
    expect(closed.missions).toBeLessThan(MISSIONS);
    expect(sum(told)).toBe(closed.missions);
  });
});
