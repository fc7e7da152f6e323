import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AssignAnswer, type AssignRequest, assignAnswer, MAX_ASSIGNED } from '../../../../shared/api/index.ts';
import { type AssignRule, ruleOfCycle } from '../../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../../support/backend.ts';
import { insertRows } from '../../../support/business-rows.ts';

/** Missions of January 2024, each seven minutes after the one before, as other programs wrote them. */
const MISSIONS = 900;
let backend: RunningBackend;
let parties: string[];
let made = 0;

beforeAll(async () => {
  backend = await startBackend();
  await insertRows(backend.backend.database, { vehicles: 1, thirdParties: 3, missions: MISSIONS });
  parties = (await query<{ id: string }>('select id from third_parties order by name')).map(({ id }) => id);
});
afterAll(() => backend.stop());

const query = <Row extends object = object>(sql: string, values: unknown[] = []) =>
  backend.backend.database.query<Row>(sql, values);

async function cycle(thirdPartyId: string | null = null): Promise<{ id: string; rule: AssignRule }> {
  const [periodStart, periodEnd] = ['2024-01-01', '2024-01-31'];
  const [row] = await query<{ id: string }>(
    `insert into billing_cycles (label, period_start, period_end, third_party_id) values ($1, $2, $3, $4) returning id`,
    [`Cycle ${++made}`, periodStart, periodEnd, thirdPartyId],
  );
  return { id: row?.id ?? '', rule: ruleOfCycle({ thirdPartyId, periodStart, periodEnd }) };
}

async function ask(id: string, request: Partial<AssignRequest>, token = backend.token): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ isDryRun: false, ...request });
  return backend.ask(`/api/v2/billing-cycles/${id}/assign`, { method: 'POST', headers, body, token });
}

/** Asks until all were looked at. */
async function assign(id: string, request: Partial<AssignRequest>): Promise<AssignAnswer[]> {
  const answers: AssignAnswer[] = [];
  for (let next: string | null | undefined; next !== null; next = answers.at(-1)?.next ?? null) {
    const answer = await ask(id, { ...request, ...(next === undefined ? {} : { after: next }) });
    expect(answer.status).toBe(200);
    answers.push(assignAnswer.parse(await answer.json()));
  }
  return answers;
}

const sum = (answers: readonly AssignAnswer[]) => answers.reduce((all, { missions }) => all + missions, 0);
const inCycle = async (id: string) =>
  (await query<{ count: number }>('select count(*)::int as count from missions where billing_cycle = $1', [id]))[0]
    ?.count;
const free = () => query('update missions set billing_cycle = null');

describe('assignment by rule', () => {
  it('says beforehand what it does, and does just that, a part at a time', async () => {
    const { id, rule } = await cycle(parties[0]);
    await query("update missions set status = 'planned' where id % 10 = 0");
    await query("update missions set currency = 'CHF' where id % 15 = 0");
    const foretold = await assign(id, { rule, isDryRun: true });
    expect(await inCycle(id)).toBe(0);
    const done = await assign(id, { rule, limit: 50 });
    expect(done.length).toBeGreaterThan(3);
    expect(sum(done)).toBe(sum(foretold));
    expect(await inCycle(id)).toBe(sum(done));
    const [wrong] = await query<{ count: number }>(
      `select count(*)::int as count from missions where billing_cycle = $1 and
         (third_party_id <> $2 or status <> 'completed' or coalesce(currency, 'EUR') <> 'EUR')`,
      [id, parties[0]],
    );
    expect(wrong?.count).toBe(0);
    const left = Object.fromEntries(foretold[0]?.leftOut.map(({ why, missions }) => [why, missions]) ?? []);
    expect(sum(foretold) + (left['other-party'] ?? 0) + (left['status'] ?? 0) + (left['currency'] ?? 0)).toBe(MISSIONS);
    expect(left).toMatchObject({ 'other-party': 600 });
    // Again: all of them are there already.
    const [again] = await assign(id, { rule });
    expect(again).toMatchObject({ missions: 0, next: null });
    expect(again?.leftOut.find(({ why }) => why === 'in-this-cycle')?.missions).toBe(sum(done));
    await query("update missions set status = 'completed', currency = 'EUR'");
    await free();
  });

  it('counts days by the operator’s clock: what begins after midnight is of the next day', async () => {
    const { id, rule } = await cycle();
    // 23:30 UTC of the 31st is the 1st of February in Paris.
    await query(`update missions set actual_start_at = '2024-01-31T23:30Z' where id = (select min(id) from missions)`);
    expect(sum(await assign(id, { rule, isDryRun: true }))).toBe(MISSIONS - 1);
    await query('update missions set actual_start_at = planned_start_at');
  });

  it('gives each mission to one cycle only, though several ask for all of them while another program writes', async () => {
    const cycles = await Promise.all([cycle(), cycle(), cycle()]);
    const legacy = async () => {
      for (let round = 0; round < 20; round += 1)
        await query("update missions set status = 'cancelled' where id % 20 = $1", [round]);
    };
    const [answers] = await Promise.all([
      Promise.all(cycles.map(({ id, rule }) => assign(id, { rule, limit: 40 }))),
      legacy(),
    ]);
    const counts = await Promise.all(cycles.map(({ id }) => inCycle(id)));
    expect(answers.map(sum)).toEqual(counts);
    const [{ total } = { total: -1 }] = await query<{ total: number }>(
      'select count(*)::int as total from missions where billing_cycle is not null',
    );
    expect(counts.reduce<number>((all, count) => all + (count ?? 0), 0)).toBe(total);
    // Each one that came is in the books of its cycle, once.
    for (const [index, { id }] of cycles.entries()) {
      const [books] = await query<{ count: number }>(
        "select count(*)::int as count from billing_audit where chain = $1 and action = 'mission-in'",
        [`billing-cycle/${id}`],
      );
      expect(books?.count).toBe(counts[index]);
    }
    await query("update missions set status = 'completed'");
    await free();
  });

  it('names each mission that the operator’s database refuses, and takes the others in', async () => {
    const { id, rule } = await cycle();
    await query(`create function refuse_one() returns trigger language plpgsql as $$ begin
      if new.billing_cycle is not null and new.reference = 'M-00000007' then
        raise exception 'locked by accounting' using errcode = 'check_violation'; end if;
      return new; end $$`);
    await query('create trigger refuse_one before update on missions for each row execute function refuse_one()');
    const answers = await assign(id, { rule });
    await query('drop trigger refuse_one on missions');
    await query('drop function refuse_one()');
    expect(answers.flatMap(({ refused }) => refused)).toMatchObject([
      { reference: 'M-00000007', reason: { code: 'invalid-value' } },
    ]);
    expect(sum(answers)).toBe(MISSIONS - 1);
    await free();
  });

  it('is refused of a cycle that is closed, of one that is not there, by roles that may not, and where it says nothing', async () => {
    const { id, rule } = await cycle();
    await query(`update billing_cycles set state = 'open' where id = $1`, [id]);
    await query(`update billing_cycles set state = 'closed' where id = $1`, [id]);
    expect((await ask(id, { rule })).status).toBe(409);
    expect((await ask('00000000-0000-4000-8000-000000000000', { rule })).status).toBe(404);
    expect((await ask(id, { rule }, await backend.tokenFor('validator'))).status).toBe(403);
    const reversed = await ask(id, { rule: { ...rule, to: '2023-12-31' } });
    expect(reversed.status).toBe(400);
    expect(await reversed.json()).toMatchObject({ field: 'rule.to' });
    expect((await ask(id, { rule, limit: MAX_ASSIGNED + 1 })).status).toBe(400);
  });
});
