import { describe, expect, it } from 'vitest';
import { mutation } from '../../../../shared/api/index.ts';
import { editResult, type EditResult } from '../../../../shared/contract/index.ts';
import { RpcError } from '../../../../shared/rpc/index.ts';
import { applyAll } from '../../../support/test-store.ts';
import { billingCycleRow, missionRow, thirdPartyRow, upsert, uuid } from '../../../support/vigie-server/rows.ts';
import { context, editDesk, idOf } from './edit-desk.ts';

const desk = editDesk();
const party = (n: number) => thirdPartyRow(n);
/** Cycle 0 is a draft, 1 is open, 2 is closed. Mission 1 is in cycle 1, mission 2 in cycle 2. */
const cycle = (n: number) => billingCycleRow(n);

describe('an edit of a row', () => {
  it('is kept as a mutation that says what was seen', async () => {
    const row = missionRow(1);
    const result = await desk.patch('mission', '1', {
      amountCents: [row.amountCents, 500],
      customerName: [row.customerName, row.customerName],
    });
    expect(editResult.parse(result)).toMatchObject({ result: 'kept', id: '1' });
    const [sent] = desk.sendable();
    expect(mutation.parse(sent)).toEqual({
      op: 'patch',
      mutationId: idOf(result),
      entity: 'mission',
      id: '1',
      baseVersion: 1,
      madeAtMs: desk.clock.nowMs(),
      fields: { amountCents: { from: row.amountCents, to: 500 } },
      seen: { distanceMetres: row.distanceMetres, amountCents: row.amountCents, currency: 'EUR', status: row.status },
    });
    expect(desk.mission('1')).toMatchObject({ amountCents: 500, unsent: 'queued' });
  });

  it('goes on from what is not sent yet', async () => {
    await desk.patch('mission', '1', { amountCents: [missionRow(1).amountCents, 500] });
    await desk.patch('mission', '1', { amountCents: [500, 600] });
    expect(desk.sendable()[1]).toMatchObject({
      fields: { amountCents: { from: 500, to: 600 } },
      seen: { amountCents: 500 },
    });
  });

  it('is stale where the row is not any more as the window showed it, and nothing is kept', async () => {
    const row = missionRow(1);
    await applyAll(desk.store, [upsert('mission', { ...row, amountCents: 9, customerName: 'Y' }, 2)]);
    await expect(
      desk.patch('mission', '1', { amountCents: [row.amountCents, 5], customerName: ['Y', 'Z'] }),
    ).resolves.toEqual({
      result: 'stale',
      fields: ['amountCents'],
    });
    expect(desk.sendable()).toEqual([]);
  });

  it('leaves out what is already so, and is refused where nothing is left', async () => {
    const row = missionRow(1);
    await applyAll(desk.store, [upsert('mission', { ...row, amountCents: 9 }, 2)]);
    await expect(desk.patch('mission', '1', { amountCents: [row.amountCents, 9] })).resolves.toMatchObject({
      result: 'refused',
      reason: { code: 'invalid-value', detail: 'nothing was changed' },
    });
    await expect(desk.patch('mission', '1', {})).resolves.toMatchObject({ reason: { detail: 'nothing was changed' } });
    await desk.patch('mission', '1', { amountCents: [row.amountCents, 9], customerName: [row.customerName, ' Z '] });
    expect(desk.sendable()).toMatchObject([
      { fields: { customerName: { from: row.customerName, to: 'Z' } }, seen: {} },
    ]);
    expect(Object.keys((desk.sendable()[0] as { fields: object }).fields)).toEqual(['customerName']);
  });

  it.each<[string, () => Promise<EditResult> | EditResult, object]>([
    ['not there', () => desk.patch('mission', '999', { amountCents: [null, 1] }), { code: 'not-found' }],
    [
      'not for editing',
      () => desk.patch('mission', '1', { driver: [missionRow(1).driver, 'me'] }),
      { code: 'not-editable', field: 'driver' },
    ],
    [
      'no value for it',
      () => desk.patch('mission', '1', { amountCents: [missionRow(1).amountCents, 1.5] }),
      { code: 'invalid-value', field: 'amountCents' },
    ],
    [
      'in a closed cycle',
      () => desk.patch('mission', '2', { amountCents: [missionRow(2).amountCents, 1] }),
      { code: 'frozen' },
    ],
    [
      'on its way into a closed cycle',
      () => desk.patch('mission', '1', { billingCycleId: [cycle(1).id, cycle(2).id] }),
      { code: 'frozen' },
    ],
    [
      'a closed cycle',
      () => desk.patch('billing-cycle', cycle(2).id, { label: [cycle(2).label, 'x'] }),
      { code: 'frozen' },
    ],
    [
      'naming who is not there',
      () => desk.patch('mission', '1', { thirdPartyId: [missionRow(1).thirdPartyId, uuid('nobody')] }),
      { code: 'reference-missing', field: 'thirdPartyId' },
    ],
    [
      'a period that ends before it begins',
      () => desk.patch('billing-cycle', cycle(1).id, { periodEnd: [cycle(1).periodEnd, '2020-01-01'] }),
      { code: 'period-reversed' },
    ],
    [
      'to be removed, but named',
      () => desk.edits['edits.remove']({ entity: 'third-party', id: party(1).id }, context),
      { code: 'referenced' },
    ],
    [
      'to be removed, and never may be',
      () => desk.edits['edits.remove']({ entity: 'mission', id: '1' }, context),
      { code: 'not-editable' },
    ],
    [
      'to be closed, but a draft',
      () => desk.edits['edits.act']({ entity: 'billing-cycle', id: cycle(0).id, action: 'close' }, context),
      { code: 'illegal-action' },
    ],
    [
      'of an action that there is none of',
      () => desk.edits['edits.act']({ entity: 'mission', id: '1', action: 'open' }, context),
      { code: 'illegal-action' },
    ],
    [
      'new without a name',
      () => desk.edits['edits.create']({ entity: 'third-party', fields: { type: 'customer' } }, context),
      { code: 'invalid-value', field: 'name' },
    ],
    [
      'a new mission',
      () => desk.edits['edits.create']({ entity: 'mission', fields: {} }, context),
      { code: 'not-editable' },
    ],
  ])('that is %s is refused with the reason, and nothing is kept', async (_, edit, reason) => {
    expect([missionRow(1).billingCycleId, missionRow(2).billingCycleId, cycle(0).state, cycle(2).state]).toEqual([
      cycle(1).id,
      cycle(2).id,
      'draft',
      'closed',
    ]);
    const result = await edit();
    expect(editResult.parse(result)).toMatchObject({ result: 'refused', reason });
    expect(desk.sendable()).toEqual([]);
  });

  it('of what is only free text may be made in a closed cycle', async () => {
    await expect(
      desk.patch('mission', '2', { customerName: [missionRow(2).customerName, 'x'] }),
    ).resolves.toMatchObject({
      result: 'kept',
    });
  });

  it('in a cycle that is closed here, and not on the server yet, is refused', async () => {
    await desk.edits['edits.act']({ entity: 'billing-cycle', id: cycle(1).id, action: 'close' }, context);
    await expect(desk.patch('mission', '1', { amountCents: [missionRow(1).amountCents, 1] })).resolves.toMatchObject({
      reason: { code: 'frozen' },
    });
  });
});

describe('rows that are made, removed and moved on', () => {
  it('can be named by other edits at once', async () => {
    const made = await desk.edits['edits.create'](
      { entity: 'third-party', fields: { name: ' Neuf ', type: 'customer', 'contactInfo.city': 'Lyon' } },
      context,
    );
    const id = made.result === 'kept' ? made.id : '';
    expect(desk.store.read(({ thirdParties }) => thirdParties.get(id))).toMatchObject({
      name: 'Neuf',
      contactInfo: { city: 'Lyon' },
      unsent: 'queued',
    });
    await expect(desk.patch('mission', '1', { thirdPartyId: [missionRow(1).thirdPartyId, id] })).resolves.toMatchObject(
      {
        result: 'kept',
      },
    );
    expect(desk.mission('1')?.thirdPartyName).toBe('Neuf');
    await expect(desk.edits['edits.remove']({ entity: 'third-party', id }, context)).resolves.toMatchObject({
      reason: { code: 'referenced' },
    });
    for (const one of desk.sendable()) expect(mutation.parse(one)).toEqual(one);
  });

  it('are removed with all that was seen of them', async () => {
    await applyAll(desk.store, [upsert('third-party', party(30))]);
    await desk.edits['edits.remove']({ entity: 'third-party', id: party(30).id }, context);
    expect(desk.sendable()).toMatchObject([
      {
        op: 'delete',
        baseVersion: 1,
        seen: { name: party(30).name, 'contactInfo.email': 'contact30@example.org', 'contactInfo.phone': null },
      },
    ]);
    expect(desk.store.read(({ thirdParties }) => thirdParties.get(party(30).id))).toBeUndefined();
  });

  it('move on by the actions that are legal', async () => {
    await desk.edits['edits.act']({ entity: 'billing-cycle', id: cycle(0).id, action: 'open' }, context);
    await desk.edits['edits.act']({ entity: 'billing-cycle', id: cycle(0).id, action: 'close' }, context);
    expect(desk.sendable()).toMatchObject([
      { op: 'action', action: 'open', parameters: {}, seen: { state: 'draft' } },
      { op: 'action', action: 'close', seen: { state: 'open' } },
    ]);
    expect(desk.store.read(({ billingCycles }) => billingCycles.get(cycle(0).id))).toMatchObject({
      state: 'closed',
      availableActions: ['submit', 'reopen'],
    });
  });

  it('are not made for nobody: without rows and without a server there is nobody to keep them for', async () => {
    const edits = desk.bareEdits();
    const making = edits['edits.create']({ entity: 'third-party', fields: { name: 'X', type: 'other' } }, context);
    await expect(making).rejects.toThrow(RpcError);
    await expect(making).rejects.toMatchObject({ code: 'server-unreachable' });
  });
});

describe('many edits at once', () => {
  const amountOf = (n: number) => ({
    id: String(n),
    fields: { amountCents: { from: missionRow(n).amountCents, to: 700 } },
  });

  it('are answered one by one, and one that is refused stops no other', async () => {
    await applyAll(desk.store, [upsert('mission', missionRow(3, { amountCents: 9 }), 2)]);
    const patches = [
      amountOf(1),
      // In a closed cycle; changed since; not there.
      amountOf(2),
      amountOf(3),
      amountOf(999),
      amountOf(13),
    ];
    const tried = await desk.edits['edits.tryMany']({ entity: 'mission', patches }, context);
    expect(desk.sendable()).toEqual([]);
    const { results } = await desk.edits['edits.patchMany']({ entity: 'mission', patches }, context);
    expect(results).toMatchObject([
      { result: 'kept', id: '1' },
      { result: 'refused', reason: { code: 'frozen' } },
      { result: 'stale', fields: ['amountCents'] },
      { result: 'refused', reason: { code: 'not-found' } },
      { result: 'kept', id: '13' },
    ]);
    expect(tried.results).toEqual(results.map((result) => (result.result === 'kept' ? null : result)));
    expect(desk.sendable().map(({ id }) => id)).toEqual(['1', '13']);
    expect(desk.mission('13')).toMatchObject({ amountCents: 700, unsent: 'queued' });
  });
});
