import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  bulkDecisionAnswers,
  delegationsPage,
  notificationList,
  problem,
  validationsPage,
  workflowList,
} from '../../../../shared/api/index.ts';
import { type Actor, DEFAULT_STEPS, delegation, type Role, validation } from '../../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../../support/backend.ts';
import { SubmittedCycles } from '../../../support/submitted-cycles.ts';

const ada: Actor = { subject: 'ada', roles: ['billing', 'validator'] };
const PATH = '/api/v2/validations';
let running: RunningBackend;
let cycles: SubmittedCycles;

beforeAll(async () => {
  running = await startBackend();
  cycles = await SubmittedCycles.in(running.backend.database);
  cycles.nowMs = Date.now();
});
afterAll(() => running.stop());

/** Asks as somebody. `subsidiaries`: the only ones whose rows they may see. */
function as(subject: string, roles: Role[], subsidiaries?: string[]) {
  const token = running.backend.tokenFor(subject, roles, subsidiaries === undefined ? {} : { subsidiaries });
  const ask = async (path: string, body?: unknown) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json' };
    return running.ask(path, { ...init, headers, token: await token });
  };
  return {
    async read<Schema extends z.ZodType>(schema: Schema, path: string, body?: unknown): Promise<z.output<Schema>> {
      const answer = await ask(path, body);
      expect([path, answer.status]).toEqual([path, 200]);
      return schema.parse(await answer.json());
    },
    async refused(path: string, body?: unknown) {
      const answer = await ask(path, body);
      return { ...problem.parse(await answer.json()), status: answer.status };
    },
  };
}

describe('validations over HTTP', () => {
  it('are decided by those who may, and refused to the author with the reason', async () => {
    const bea = as('bea', ['validator']);
    const author = as('ada', ['billing', 'validator']);
    const id = (await cycles.validationOf(await cycles.submitted(ada))).id;
    expect((await bea.read(validationsPage, `${PATH}?folder=mine`)).items.map((item) => item.id)).toEqual([id]);
    expect((await author.read(validationsPage, `${PATH}?folder=mine`)).items).toEqual([]);
    expect((await bea.read(notificationList, '/api/v2/notifications')).items).toMatchObject([
      { kind: 'asked', validationId: id, isRead: false },
    ]);
    await bea.read(validation, `${PATH}/${id}/marks`, { mark: 'read' });
    expect((await bea.read(notificationList, '/api/v2/notifications')).items).toMatchObject([{ isRead: true }]);
    expect(await author.refused(`${PATH}/${id}/decisions`, { decision: 'approve' })).toMatchObject({
      ...{ status: 409, detail: 'ada had a hand in it: somebody else must approve it' },
    });
    expect(await bea.refused(`${PATH}/${id}/decisions`, { decision: 'reject' })).toMatchObject({
      status: 400,
      field: 'reason',
    });
    expect(await bea.refused(`${PATH}/${id}/decisions`, { decision: 'approve', step: 1 })).toMatchObject({
      status: 409,
    });
    expect(await bea.refused(`${PATH}/${id}/marks`, { mark: 'archive' })).toMatchObject({ status: 409 });
    const decided = await bea.read(validation, `${PATH}/${id}/decisions`, { decision: 'approve', step: 0 });
    expect(decided).toMatchObject({ state: 'approved', decisions: [{ subject: 'bea' }] });
    // Its author is told, and may put it away.
    expect((await author.read(notificationList, '/api/v2/notifications')).items).toMatchObject([{ kind: 'approved' }]);
    await author.read(validation, `${PATH}/${id}/marks`, { mark: 'archive' });
    expect((await author.read(validationsPage, `${PATH}?folder=archived`)).items).toHaveLength(1);
    expect((await author.read(validationsPage, `${PATH}?folder=all`)).items).toEqual([]);
  });

  it('are decided many at once, each with its answer', async () => {
    const ids: string[] = [];
    for (const by of [ada, { ...ada, subject: 'bea' }])
      ids.push((await cycles.validationOf(await cycles.submitted(by))).id);
    const answers = await as('bea', ['validator']).read(bulkDecisionAnswers, '/api/v2/validation-decisions', {
      decisions: ids.map((id) => ({ id, decision: 'approve' })),
    });
    expect(answers.items).toMatchObject([{ result: 'taken' }, { result: 'refused', reason: { code: 'four-eyes' } }]);
  });

  it('are delegated for some days by the one who is away alone, and the delegation can be taken back', async () => {
    const [eve, gil] = [as('eve', ['validator']), as('gil', ['billing'])];
    const times = {
      startsAt: new Date(Date.now() - 1000).toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    };
    expect(await eve.refused('/api/v2/delegations', { ...times, toSubject: 'eve' })).toMatchObject({
      ...{ status: 400, field: 'toSubject' },
    });
    const given = await eve.read(delegation, '/api/v2/delegations', { ...times, toSubject: 'gil' });
    expect(given).toMatchObject({ fromSubject: 'eve', toSubject: 'gil', roles: ['validator'] });
    const id = (await cycles.validationOf(await cycles.submitted(ada))).id;
    expect(await gil.refused(`${PATH}/${id}/decisions`, { decision: 'approve' })).toMatchObject({ status: 403 });
    expect(await as('hal', ['billing']).refused(`/api/v2/delegations/${given.id}/revoke`, {})).toMatchObject({
      status: 403,
    });
    const revoked = await gil.read(delegation, `/api/v2/delegations/${given.id}/revoke`, {});
    expect(revoked.revokedAt).not.toBeNull();
    expect(await gil.refused(`${PATH}/${id}/decisions`, { decision: 'approve', onBehalfOf: 'eve' })).toMatchObject({
      status: 409,
      detail: 'eve has not delegated this to gil for now',
    });
    expect((await gil.read(delegationsPage, '/api/v2/delegations')).items).toHaveLength(1);
  });

  it('go by the workflow that an administrator defines, and by no two of one amount', async () => {
    const admin = as('root', ['administrator']);
    const definition = {
      ...{ id: '0d000000-0000-4000-8000-000000000007', label: 'North', subjectKind: 'billing-cycle' },
      ...{ subsidiary: 'north', fromCents: 0, steps: [...DEFAULT_STEPS, ...DEFAULT_STEPS] },
    };
    await admin.read(workflowList.shape.items.element, '/api/v2/validation-workflows', definition);
    expect(
      await admin.refused('/api/v2/validation-workflows', {
        ...definition,
        id: '0d000000-0000-4000-8000-000000000008',
      }),
    ).toMatchObject({ status: 409, field: 'fromCents' });
    expect(await as('bea', ['validator']).refused('/api/v2/validation-workflows', definition)).toMatchObject({
      status: 403,
    });
    expect((await as('bea', ['validator']).read(workflowList, '/api/v2/validation-workflows')).items).toHaveLength(1);
  });

  it('are those of one’s own subsidiaries', async () => {
    const { database } = running.backend;
    const id = await cycles.open(2);
    await database.query(`update missions set subsidiary = 'north' where billing_cycle = $1::uuid`, [id]);
    await database.query(`update billing_cycles set subsidiary = 'north' where id = $1::uuid`, [id]);
    await database.query(
      `insert into billing_settings (subsidiary, settings) select 'north', settings from billing_settings`,
    );
    for (const action of ['open', 'close', 'submit'] as const) await cycles.done(id, action, ada);
    const opened = await cycles.validationOf(id);
    expect(opened.steps).toHaveLength(2);
    const [north, south] = [as('nora', ['validator'], ['north']), as('sam', ['validator'], ['south'])];
    expect((await north.read(validationsPage, `${PATH}?folder=mine`)).items.map((item) => item.id)).toEqual([
      opened.id,
    ]);
    expect((await south.read(validationsPage, PATH)).items).toEqual([]);
    expect(await south.refused(`${PATH}/${opened.id}/decisions`, { decision: 'approve' })).toMatchObject({
      status: 404,
    });
    for (const who of ['nora', 'nils'])
      await as(who, ['validator'], ['north']).read(validation, `${PATH}/${opened.id}/decisions`, {
        decision: 'approve',
      });
    expect(await cycles.stateOf(id)).toBe('validated');
  });
});
