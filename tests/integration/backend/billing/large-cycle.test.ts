import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Database } from '../../../../backend/database/database.ts';
import { migrate } from '../../../../backend/database/migrate.ts';
import { openPostgres } from '../../../../backend/database/postgres-database.ts';
import { readTrail } from '../../../../backend/services/billing/books.ts';
import { writeBillingSettings } from '../../../../backend/services/billing/settings-store.ts';
import { actAs } from '../../../../backend/bus/index.ts';
import { assignAnswer, billingLinesPage, billingTotals, MAX_ASSIGNED, trail } from '../../../../shared/api/index.ts';
import { ruleOfCycle } from '../../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../../support/backend.ts';
import { BILLING_SETTINGS } from '../../../support/billing-fixtures.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { findPostgres, type PostgresServer, startPostgres } from '../../../support/postgres.ts';
import { silentLog } from '../../../support/silent-log.ts';

/** So many missions in one cycle; all but a few came in long ago, set by set, without the triggers that a month's work passes. */
const [MISSIONS, BY_RULE] = [50_000, 3_000];
/** On a server of its own: the embedded database takes ten times as long for so many. */
const binaries = findPostgres();
let server: PostgresServer;
let database: Database;
let backend: RunningBackend;
let id = '';
let rule: ReturnType<typeof ruleOfCycle>;

async function fill(): Promise<void> {
  await database.transaction(async (sql) => {
    await actAs(sql, 'root');
    await writeBillingSettings(sql, '', BILLING_SETTINGS);
  });
  await database.transaction(async (sql) => {
    await sql.query("set local session_replication_role = 'replica'");
    await insertRows(sql, { vehicles: 1, thirdParties: 3, missions: MISSIONS });
    const [row] = await sql.query<{ id: string; from: string; to: string }>(
      `insert into billing_cycles (id, label, period_start, period_end)
       select md5('large')::uuid, 'All', min(planned_start_at)::date, max(planned_start_at)::date + 1 from missions
       returning id, period_start::text as "from", period_end::text as "to"`,
    );
    id = row?.id ?? '';
    rule = ruleOfCycle({ thirdPartyId: null, periodStart: row?.from ?? '', periodEnd: row?.to ?? '' });
    await sql.query('update missions set billing_cycle = $1 where id <= $2', [id, MISSIONS - BY_RULE]);
  });
}

async function ask<Answer>(path: string, schema: z.ZodType<Answer>, body?: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await backend.ask(`/api/v2/billing-cycles/${id}/${path}`, init);
  expect(answer.status).toBe(200);
  return schema.parse(await answer.json());
}
const step = async (action: string) => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ action }) };
  return (await backend.ask(`/api/v2/billing-cycles/${id}/steps`, init)).status;
};

describe.skipIf(binaries === undefined)('a cycle of 50,000 missions, on a real PostgreSQL server', () => {
  beforeAll(async () => {
    server = await startPostgres(binaries ?? '');
    database = await openPostgres(await server.url('large'), silentLog);
    await migrate(database, 'up', silentLog);
    backend = await startBackend({ database });
    await fill();
  });
  afterAll(async () => {
    await backend?.stop();
    await server?.stop();
  });

  it('takes them in question by question, is closed, adds up to the cent and is read page by page', async () => {
    expect(await step('open')).toBe(200);
    // More than one question may bring in: the answer says where to go on, and one that asks for more is told the limit.
    const tooMany = await backend.ask(`/api/v2/billing-cycles/${id}/assign`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ rule, isDryRun: false, limit: MISSIONS }),
    });
    expect(tooMany.status).toBe(400);
    expect(JSON.stringify(await tooMany.json())).toMatch(new RegExp(`limit.*${MAX_ASSIGNED}`));
    let [brought, questions] = [0, 0];
    for (let after: string | null | undefined; after !== null; questions++) {
      const asked = { rule, isDryRun: false, ...(after === undefined ? {} : { after }) };
      const answer = await ask('assign', assignAnswer, asked);
      expect(answer.refused).toEqual([]);
      brought += answer.missions;
      after = answer.next;
    }
    expect([brought, questions > 2]).toEqual([BY_RULE, true]);

    expect(await step('close')).toBe(200);
    const totals = await ask('totals', billingTotals);
    const [sum] = await database.query<{ cents: number }>(
      'select sum(round(amount * 100))::float8 as cents from missions',
    );
    expect(totals).toMatchObject({ missions: MISSIONS, unpriced: 0, taxExclusiveCents: sum?.cents });
    expect(totals.parties).toHaveLength(3);

    let [read, cents] = [0, 0];
    for (let after: string | null = '0'; after !== null; ) {
      const page: z.infer<typeof billingLinesPage> = await ask(`lines?limit=1000&after=${after}`, billingLinesPage);
      read += page.items.length;
      cents += page.items.reduce((all, { amountCents }) => all + (amountCents ?? 0), 0);
      after = page.next;
    }
    expect([read, cents]).toEqual([MISSIONS, sum?.cents]);
    // It is frozen then: what comes late is told so.
    const late = await backend.ask(`/api/v2/billing-cycles/${id}/assign`, {
      ...{
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ rule, isDryRun: false }),
      },
    });
    expect([late.status, JSON.stringify(await late.json()).includes('takes no missions in')]).toEqual([409, true]);
  });

  it('has books whose long runs of missions are told at once, with nothing of what came after them left out', async () => {
    const whole = await ask('trail', trail);
    expect([whole.fault, whole.earlier, whole.entries.length > BY_RULE]).toEqual([null, 0, true]);
    const long = trail.parse(await readTrail(database, `billing-cycle/${id}`, 1_000));
    expect(long.entries.length).toBeLessThan(20);
    expect(long.entries.at(-1)).toEqual(whole.entries.at(-1));
    const count = (entries: typeof whole.entries) =>
      entries.reduce((all, { action, alike }) => all + (action === 'mission-in' ? alike : 0), 0);
    expect([count(whole.entries), count(long.entries)]).toEqual([BY_RULE, BY_RULE]);
    const short = await readTrail(database, `billing-cycle/${id}`, 2);
    const told = short.entries.reduce((all, { alike }) => all + alike, short.earlier);
    expect([short.entries.length, told, short.earlier > 0]).toEqual([2, whole.entries.at(-1)?.position, true]);
  });
});
