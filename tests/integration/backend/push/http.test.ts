import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { MAX_PUSH_BYTES, problem, pushResponse } from '../../../../shared/api/index.ts';
import type { Role } from '../../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../../support/backend.ts';
import { creation } from '../../../support/edits.ts';

let running: RunningBackend;
beforeAll(async () => {
  running = await startBackend();
});
afterAll(() => running.stop());

const party = (name = 'Nouveau client') => creation('third-party', { name, type: 'customer' });

function send(body: unknown, token?: string): Promise<Response> {
  return running.ask('/api/v2/sync/push', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(token === undefined ? {} : { token }),
  });
}
const sendAll = (mutations: readonly unknown[], epoch = running.backend.epoch) => send({ epoch, mutations });

async function refused(response: Response, status: number) {
  expect(response.status).toBe(status);
  const document = problem.parse(await response.json());
  expect(document.remedy).toMatch(/\w/);
  return document;
}

async function countParties(): Promise<number> {
  const [row] = await running.backend.database.query<{ count: number }>(
    'select count(*)::int as count from third_parties',
  );
  return row?.count ?? 0;
}

describe('a push', () => {
  it('is answered mutation by mutation, as the schema says, and pulled by others', async () => {
    const mutation = party();
    const response = await sendAll([mutation]);
    expect(response.status).toBe(200);
    const { answers, epoch, serverTime } = pushResponse.parse(await response.json());
    expect(epoch).toBe(running.backend.epoch);
    expect(Math.abs(Date.parse(serverTime) - Date.now())).toBeLessThan(60_000);
    expect(answers).toMatchObject([
      { mutationId: mutation.mutationId, result: 'applied', current: { op: 'upsert', id: mutation.id, version: 1 } },
    ]);
    const pulled = (await (await running.ask('/api/v2/sync/pull')).json()) as { changes: unknown[] };
    expect(pulled.changes).toContainEqual(answers[0]?.current);
    const again = pushResponse.parse(await (await sendAll([mutation])).json());
    expect(again.answers).toEqual([{ ...answers[0], result: 'duplicate' }]);
  });

  it('notes who sent it', async () => {
    const mutation = party();
    await sendAll([mutation]);
    const rows = await running.backend.database.query(
      'select subject, entity, entity_id, op, outcome, made_at from sync_mutations where mutation_id = $1',
      [mutation.mutationId],
    );
    expect(rows).toEqual([
      {
        ...{ subject: 'tester', entity: 'third-party', entity_id: mutation.id, op: 'create', outcome: 'applied' },
        made_at: '2026-03-01T00:00:00.000Z',
      },
    ]);
  });

  it.each<[Role, number]>([
    ['billing', 200],
    ['administrator', 200],
    ['feed', 403],
  ])('by the role %s answers %i; who may not edit loses nothing', async (role, status) => {
    const mutation = party();
    const before = await countParties();
    const body = { epoch: running.backend.epoch, mutations: [mutation] };
    const response = await send(body, await running.tokenFor(role));
    expect(response.status).toBe(status);
    expect(await countParties()).toBe(before + (status === 200 ? 1 : 0));
    if (status === 200) return;
    expect(await refused(response, 403)).toMatchObject({ type: '/problems/forbidden' });
    // Nothing is remembered: with the role it is taken.
    expect(pushResponse.parse(await (await sendAll([mutation])).json()).answers).toMatchObject([{ result: 'applied' }]);
  });

  it.each<Role>(['validator', 'supervisor', 'dispatcher'])('by a %s edits nothing of billing', async (role) => {
    const body = { epoch: running.backend.epoch, mutations: [party()] };
    const answer = await send(body, await running.tokenFor(role));
    expect(pushResponse.parse(await answer.json()).answers).toMatchObject([
      { result: 'rejected', reason: { code: 'forbidden' } },
    ]);
  });

  it('of another history asks for a resync, and does nothing', async () => {
    const before = await countParties();
    const document = await refused(await sendAll([party()], uuidv7()), 410);
    expect(document).toMatchObject({ type: '/problems/resync', field: 'epoch' });
    expect(await countParties()).toBe(before);
  });

  it('that is too large is told apart, so that it can be split', async () => {
    const large = { ...party(), padding: 'x'.repeat(MAX_PUSH_BYTES) };
    expect(await refused(await sendAll([large]), 413)).toMatchObject({ type: '/problems/too-large' });
    const fits = { ...party(), padding: 'x'.repeat(MAX_PUSH_BYTES - 1000) };
    expect((await sendAll([fits])).status).toBe(200);
  });

  it.each([
    ['no epoch', { mutations: [{ mutationId: uuidv7() }] }, 'epoch'],
    ['no mutations', { epoch: 'x', mutations: [] }, 'mutations'],
    ['too many', { epoch: 'x', mutations: Array.from({ length: 501 }, () => ({ mutationId: uuidv7() })) }, 'mutations'],
    ['one without an id', { epoch: 'x', mutations: [party(), { op: 'create' }] }, 'mutations.1.mutationId'],
    ['something else beside', { epoch: 'x', mutations: [party()], more: 1 }, 'more'],
    ['a list', [], 'body'],
  ])('with %s is refused whole', async (_, body, field) => {
    expect(await refused(await send(body), 400)).toMatchObject({ field });
  });

  it('has one that does not parse rejected alone', async () => {
    const [first, last] = [party(), party()];
    const bad = { mutationId: uuidv7(), op: 'merge', entity: 'third-party', id: uuidv7() };
    const { answers } = pushResponse.parse(await (await sendAll([first, bad, last])).json());
    expect(answers).toMatchObject([
      { mutationId: first.mutationId, result: 'applied' },
      { mutationId: bad.mutationId, result: 'rejected', reason: { code: 'malformed', field: 'op' }, current: null },
      { mutationId: last.mutationId, result: 'applied' },
    ]);
  });
});
