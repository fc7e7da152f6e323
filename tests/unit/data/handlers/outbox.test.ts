import { beforeEach, describe, expect, it } from 'vitest';
import { outboxEntry } from '../../../../shared/contract/index.ts';
import type { FieldValue } from '../../../../shared/domain/index.ts';
import { applyAll } from '../../../support/test-store.ts';
import { billingCycleRow, missionRow, thirdPartyRow, upsert } from '../../../support/vigie-server/rows.ts';
import { context, editDesk, idOf } from './edit-desk.ts';

const desk = editDesk();
const party = (n: number) => thirdPartyRow(n);
const cycle = (n: number) => billingCycleRow(n);

describe('a conflict', () => {
  let id: string;
  const theirs = { ...missionRow(1), amountCents: 50, customerName: 'Theirs' };
  beforeEach(async () => {
    id = idOf(
      await desk.patch('mission', '1', {
        amountCents: [missionRow(1).amountCents, 10],
        customerName: [missionRow(1).customerName, 'Mine'],
      }),
    );
    await desk.answer({
      mutationId: id,
      result: 'conflict',
      fields: ['amountCents', 'customerName'],
      current: upsert('mission', theirs, 2),
    });
  });
  const settle = (
    fields: Record<string, FieldValue>,
    seen: Record<string, FieldValue> = { amountCents: 50, customerName: 'Theirs' },
  ) => desk.outbox['outbox.settle']({ mutationId: id, fields, theirs: seen }, context);

  it('is settled field by field: mine, theirs, or by hand', async () => {
    await expect(settle({ amountCents: 33, customerName: 'Theirs' })).resolves.toEqual({ result: 'settled' });
    const [sent] = desk.sendable();
    expect(sent).toMatchObject({
      op: 'patch',
      baseVersion: 2,
      fields: { amountCents: { from: 50, to: 33 } },
      seen: { amountCents: 50 },
    });
    expect(sent?.mutationId).not.toBe(id);
    expect(desk.mission('1')).toMatchObject({ amountCents: 33, customerName: 'Theirs', unsent: 'queued' });
    expect(() => desk.outbox['outbox.get']({ mutationId: id }, context)).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
  });

  it('is given up where all is theirs, or nothing is given; it can be brought back', async () => {
    for (const fields of [{ amountCents: 50 }, {}]) {
      await expect(settle(fields)).resolves.toEqual({ result: 'settled' });
      expect(desk.sendable()).toEqual([]);
      expect(desk.mission('1')).toMatchObject({ amountCents: 50, unsent: null });
      await expect(desk.outbox['outbox.restore']({ mutationIds: [id] }, context)).resolves.toEqual({ count: 1 });
      expect(desk.mission('1')?.unsent).toBe('conflict');
    }
  });

  it('is not settled on what is not so any more', async () => {
    await applyAll(desk.store, [upsert('mission', { ...theirs, amountCents: 51 }, 3)]);
    await expect(settle({ amountCents: 10 })).resolves.toEqual({ result: 'stale' });
    expect(desk.sendable()).toEqual([]);
    expect(outboxEntry.parse(await desk.outbox['outbox.get']({ mutationId: id }, context))).toMatchObject({
      state: 'conflict',
    });
    await expect(settle({ amountCents: 10 }, { amountCents: 51 })).resolves.toEqual({ result: 'settled' });
    // Settled: the second answer of a person who was too slow changes nothing.
    await expect(settle({ amountCents: 11 }, { amountCents: 51 })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is settled by the rules', async () => {
    await expect(settle({ amountCents: 0.5 })).resolves.toMatchObject({
      result: 'refused',
      reason: { code: 'invalid-value' },
    });
    await applyAll(desk.store, [upsert('billing-cycle', { ...cycle(1), state: 'closed' }, 2)]);
    await expect(settle({ amountCents: 10 })).resolves.toMatchObject({ result: 'refused', reason: { code: 'frozen' } });
    expect(desk.mission('1')?.unsent).toBe('conflict');
  });

  it('comes before what was made after it', async () => {
    const later = idOf(await desk.patch('mission', '1', { distanceMetres: [theirs.distanceMetres, 77] }));
    expect(desk.sendable()).toEqual([]);
    await settle({ amountCents: 10 });
    expect(
      desk
        .sendable()
        .map((one) => one.mutationId)
        .at(-1),
    ).toBe(later);
    expect(desk.sendable()).toHaveLength(2);
  });

  it('about a row that is gone can only be given up', async () => {
    await applyAll(desk.store, [{ op: 'delete', entity: 'mission', id: '1', version: 5 }]);
    await expect(settle({ amountCents: 10 }, {})).resolves.toMatchObject({
      result: 'refused',
      reason: { code: 'not-found' },
    });
    await expect(settle({}, {})).resolves.toEqual({ result: 'settled' });
  });

  it('of a patch is not sent again without a look', async () => {
    await expect(desk.outbox['outbox.retry']({ mutationIds: [id] }, context)).resolves.toEqual({ count: 0 });
  });

  it('of a removal is settled by removing what is there now', async () => {
    await applyAll(desk.store, [upsert('third-party', party(30))]);
    id = idOf(await desk.edits['edits.remove']({ entity: 'third-party', id: party(30).id }, context));
    await desk.answer({
      mutationId: id,
      result: 'conflict',
      fields: ['name'],
      current: upsert('third-party', { ...party(30), name: 'Other' }, 2),
    });
    await expect(settle({ name: 'Other' }, { name: 'Other' })).resolves.toEqual({ result: 'settled' });
    expect(desk.sendable()).toMatchObject([{ op: 'delete', baseVersion: 2, seen: { name: 'Other' } }]);
  });
});

describe('a rejected edit', () => {
  const reason = { code: 'frozen', detail: 'closed' } as const;

  it('is made anew on the row as it is now, when it is tried again', async () => {
    const id = idOf(await desk.patch('mission', '1', { amountCents: [missionRow(1).amountCents, 10] }));
    await desk.answer({
      mutationId: id,
      result: 'rejected',
      reason,
      current: upsert('mission', { ...missionRow(1), amountCents: 20 }, 2),
    });
    await expect(desk.outbox['outbox.retry']({ mutationIds: [id] }, context)).resolves.toEqual({ count: 1 });
    expect(desk.sendable()).toMatchObject([{ baseVersion: 2, fields: { amountCents: { from: 20, to: 10 } } }]);
    expect(desk.sendable()[0]?.mutationId).not.toBe(id);
  });

  it('that is so already is done, and one that still breaks a rule stays', async () => {
    const done = idOf(await desk.patch('mission', '1', { amountCents: [missionRow(1).amountCents, 10] }));
    const still = idOf(await desk.patch('mission', '12', { amountCents: [missionRow(12).amountCents, 10] }));
    await desk.answer(
      {
        mutationId: done,
        result: 'rejected',
        reason,
        current: upsert('mission', { ...missionRow(1), amountCents: 10 }, 2),
      },
      {
        mutationId: still,
        result: 'rejected',
        reason,
        current: upsert('billing-cycle', { ...cycle(0), state: 'closed' }, 2),
      },
    );
    expect(missionRow(12).billingCycleId).toBe(cycle(0).id);
    await expect(desk.outbox['outbox.retry']({ mutationIds: [done, still] }, context)).resolves.toEqual({ count: 1 });
    expect(await desk.outbox['outbox.page']({ filter: {}, offset: 0, limit: 9 }, context)).toMatchObject({
      total: 1,
      rows: [{ mutationId: still, state: 'rejected' }],
    });
  });

  it('that made a row is mended, and what hangs on it goes after it', async () => {
    const made = await desk.edits['edits.create'](
      { entity: 'third-party', fields: { name: 'X', type: 'customer' } },
      context,
    );
    const id = made.result === 'kept' ? made.id : '';
    await desk.patch('mission', '1', { thirdPartyId: [missionRow(1).thirdPartyId, id] });
    await desk.answer({
      mutationId: idOf(made),
      result: 'rejected',
      reason: { code: 'invalid-value', detail: 'no' },
      current: null,
    });
    expect(desk.sendable()).toEqual([]);
    await desk.outbox['outbox.settle'](
      { mutationId: idOf(made), fields: { name: 'Y', type: 'other' }, theirs: {} },
      context,
    );
    expect(desk.sendable()).toMatchObject([
      { op: 'create', id, fields: { name: 'Y', type: 'other' } },
      { op: 'patch', id: '1' },
    ]);
    expect(desk.mission('1')?.thirdPartyName).toBe('Y');
  });
});

describe('what a window asks of the outbox', () => {
  it('discards and brings back', async () => {
    const id = idOf(await desk.patch('mission', '1', { amountCents: [missionRow(1).amountCents, 10] }));
    await expect(desk.outbox['outbox.discard']({ mutationIds: [id, 'none'] }, context)).resolves.toEqual({ count: 1 });
    expect(desk.mission('1')?.amountCents).toBe(missionRow(1).amountCents);
    await expect(desk.outbox['outbox.restore']({ mutationIds: [id] }, context)).resolves.toEqual({ count: 1 });
    expect(desk.mission('1')?.amountCents).toBe(10);
  });

  it('has what waits for its time sent now', async () => {
    await desk.patch('mission', '1', { amountCents: [missionRow(1).amountCents, 10] });
    await expect(desk.outbox['outbox.retry']({}, context)).resolves.toEqual({ count: 1 });
    expect(desk.upkeep.sendNow).toHaveBeenCalledOnce();
  });

  it('reaches what the data host does beside the store', async () => {
    await expect(desk.outbox['cache.rebuild']({}, context)).resolves.toEqual({});
    expect(desk.upkeep.rebuild).toHaveBeenCalledOnce();
    await expect(desk.outbox['diagnostics.text']({}, context)).resolves.toEqual({ text: 'all is well' });
  });

  it('is told of an edit that is not there', async () => {
    expect(() => desk.outbox['outbox.get']({ mutationId: 'x' }, context)).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
    await expect(
      desk.outbox['outbox.settle']({ mutationId: 'x', fields: {}, theirs: {} }, context),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
