/**
 * A cycle of 50,000 missions on the server, step by step as its routes take them: brought in by a rule, opened, closed (which prices them by
 * a rate card), submitted (which prices them anew and checks them), approved, invoiced. Prints one JSON line.
 *
 *   server-cycle.ts MISSIONS [DATABASE_URL]     without an address: the embedded database, in memory
 */
import { actAs } from '../../../backend/bus/index.ts';
import { openPostgres } from '../../../backend/database/postgres-database.ts';
import { migrate } from '../../../backend/database/migrate.ts';
import { DEFAULT_SUBSIDIARY, Scopes, WHOLE } from '../../../backend/database/scope.ts';
import { writeRateCard } from '../../../backend/services/billing/rate-cards.ts';
import { writeBillingSettings } from '../../../backend/services/billing/settings-store.ts';
import { BillingService } from '../../../backend/services/billing-service.ts';
import { NotificationWorkflowService } from '../../../backend/services/notification-workflow-service.ts';
import type { Actor, CycleAction } from '../../../shared/domain/index.ts';
import { ruleOfCycle } from '../../../shared/domain/index.ts';
import { BILLING_SETTINGS } from '../../support/billing-fixtures.ts';
import { insertRows } from '../../support/business-rows.ts';
import { migratedDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silent-log.ts';
import { watchEventLoop } from '../support/event-loop.ts';
import { round } from '../support/runs.ts';
import { SIZES } from './missions.ts';
import { CARD } from './tariff.ts';

const CLERK: Actor = { subject: 'clerk', roles: ['billing'] };
const VALIDATOR: Actor = { subject: 'validator', roles: ['validator'] };
/** As a desktop asks: each question is answered well before a line is thought dead. */
const A_QUESTION = 500;

const missions = Number(process.argv[2] ?? SIZES.ofTheCycle);
const address = process.argv[3];
const database = address === undefined ? await migratedDatabase() : await openPostgres(address, silentLog);
try {
  if (address !== undefined) await migrate(database, 'up', silentLog);
  await insertRows(database, { vehicles: SIZES.vehicles, thirdParties: SIZES.thirdParties, missions });
  await database.query(`update third_parties set contact_info = contact_info || '{"country": "France"}'`);
  await database.transaction(async (sql) => {
    await actAs(sql, 'root');
    await writeBillingSettings(sql, '', BILLING_SETTINGS);
    await writeRateCard(sql, '', CARD);
  });
  const [period] = await database.query<{ from: string; to: string }>(
    `select min(planned_start_at)::date::text as "from", (max(planned_end_at)::date + 1)::text as "to" from missions`,
  );
  const cycle = { thirdPartyId: null, periodStart: period?.from ?? '', periodEnd: period?.to ?? '' };
  const [made] = await database.query<{ id: string }>(
    `insert into billing_cycles (label, period_start, period_end, price_by) values ('All', $1::date, $2::date, 'card') returning id`,
    [cycle.periodStart, cycle.periodEnd],
  );
  const id = made?.id ?? '';
  await database.query('analyze');

  const clock = { nowMs: () => Date.now() };
  const scopes = new Scopes(database, { defaultSubsidiary: DEFAULT_SUBSIDIARY, userRole: 'vigie_user' });
  const billing = new BillingService(clock);
  const validations = new NotificationWorkflowService(clock);
  const loop = watchEventLoop();
  const ms: Record<string, number> = {};

  async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
    const beganAt = performance.now();
    const result = await work();
    ms[name] = round(performance.now() - beganAt);
    return result;
  }
  const step = (action: CycleAction) =>
    timed(action, () =>
      scopes.transaction(WHOLE, (sql) => billing.act(sql, { id, action, actor: CLERK, parameters: {} })),
    );

  await step('open');
  let slowestQuestionMs = 0;
  const brought = await timed('by_rule', async () => {
    let sum = 0;
    const reader = scopes.reader(WHOLE);
    for (let after: string | null | undefined; after !== null; ) {
      const beganAt = performance.now();
      const request = { rule: ruleOfCycle(cycle), isDryRun: false, limit: A_QUESTION, ...(after && { after }) };
      const answer = await billing.assign(reader, scopes, id, request, CLERK);
      if (answer === undefined || 'refusal' in answer) throw new Error('the cycle takes nothing in');
      if (answer.answer.refused.length > 0) throw new Error(`refused: ${JSON.stringify(answer.answer.refused[0])}`);
      sum += answer.answer.missions;
      after = answer.answer.next;
      slowestQuestionMs = Math.max(slowestQuestionMs, performance.now() - beganAt);
    }
    return sum;
  });
  if (brought !== missions) throw new Error(`${brought} of ${missions} missions came in`);
  await step('close');
  await step('submit');
  await timed('approve', () =>
    scopes.transaction(WHOLE, async (sql) => {
      const [row] = await sql.query<{ id: string }>('select id from validations where subject_id = $1::uuid', [id]);
      await actAs(sql, VALIDATOR.subject);
      const asked = { id: row?.id ?? '', action: 'approve', parameters: {}, actor: VALIDATOR };
      const refusal = await validations.act(sql, asked);
      if (refusal !== undefined) throw new Error(refusal.detail);
    }),
  );
  await step('invoice');
  const totals = await timed('totals', () => billing.totals(scopes.reader(WHOLE), id));
  if (totals?.missions !== missions || totals.unpriced > 0) throw new Error('not all missions were priced');
  const [books] = await database.query<{ cents: number; invoices: number }>(
    'select sum(total_cents)::float8 as cents, count(*)::int as invoices from invoices where billing_cycle_id = $1::uuid',
    [id],
  );
  if (books?.cents !== totals.taxInclusiveCents) throw new Error('the invoices do not sum to the cycle');
  const [version] = await database.query<{ name: string }>("select current_setting('server_version') as name");
  const where = address === undefined ? 'embedded, in memory' : 'a server on the same machine';
  console.log(
    JSON.stringify({
      database: `PostgreSQL ${version?.name.split(' ')[0]}, ${where}`,
      ...{ missions, invoices: books.invoices, ms },
      slowest_question_ms: round(slowestQuestionMs),
      longest_block_of_the_service_ms: round(loop.stop(), 1),
    }),
  );
} finally {
  await database.close();
}
