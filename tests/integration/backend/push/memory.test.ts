import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newBillingCycle } from '../../../../shared/domain/index.ts';
import type { Database } from '../../../../backend/database/database.ts';
import { type MutationMemory, mutationMemory } from '../../../../backend/services/mutations/mutation-memory.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { actionOn, cancelOf, creation, cycleCreation, patchOf } from '../../../support/edits.ts';
import { createPusher, type MutationPusher, outcomeOf } from '../../../support/mutation-pusher.ts';

let database: Database;
let pusher: MutationPusher;
beforeAll(async () => {
  database = await migratedDatabase();
  pusher = createPusher(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.execute(
    'truncate missions, billing_cycles, third_parties, vehicles, sync_mutations restart identity cascade',
  );
  await insertRows(database, { vehicles: 1, missions: 4 });
});

const party = (name = 'Client') => creation('third-party', { name, type: 'customer' });

/** A late copy of an edit that somebody has taken back since: applied again it would undo their work unseen. */
async function resendAfterUndo(through: MutationPusher): Promise<unknown> {
  const edit = patchOf('mission', await through.row('mission', '1'), { customerName: 'Aller' });
  const { customerName: before } = (await through.row('mission', '1')) as { customerName: string };
  await through.one(edit);
  await through.one(patchOf('mission', await through.row('mission', '1'), { customerName: before }));
  const late = await through.one(edit);
  const { customerName: after } = (await through.row('mission', '1')) as { customerName: string };
  return { late: outcomeOf(late), isUndone: after === before };
}

describe('an id has one outcome', () => {
  it('twice in one batch: done once', async () => {
    const mutation = party();
    const answers = await pusher.push(mutation, mutation);
    expect(answers.map(outcomeOf)).toEqual(['applied', 'duplicate']);
    expect(answers[1]?.current).toEqual(answers[0]?.current);
    expect(answers[0]?.current).toMatchObject({ version: 1 });
  });

  it('in two requests: the late copy does nothing, and brings the row as it is now', async () => {
    expect(await resendAfterUndo(pusher)).toEqual({ late: 'duplicate', isUndone: true });
    const mutation = party();
    await pusher.one(mutation);
    await database.query(`update third_parties set name = 'Renommé' where id = $1`, [mutation.id]);
    expect(await pusher.one(mutation)).toMatchObject({
      result: 'duplicate',
      current: { version: 2, row: { name: 'Renommé' } },
    });
  });

  it('and without the memory it is done again: this is what the test above would see', async () => {
    const forgetful: MutationMemory = {
      async claim(sql, subject, mutation) {
        await mutationMemory.claim(sql, subject, { ...mutation, mutationId: uuidv7() });
        return undefined;
      },
      settle: () => Promise.resolve(),
    };
    const through = createPusher(database, { memory: forgetful });
    expect(await resendAfterUndo(through)).toEqual({ late: 'applied', isUndone: false });
    const mutation = party();
    expect((await through.push(mutation, mutation)).map(outcomeOf)).toEqual(['applied', 'rejected: exists']);
  });

  it('conflicts and rejections too, also when by now it would go well', async () => {
    const seen = await pusher.row('mission', '1');
    await database.query(`update missions set amount = 1 where id = 1`);
    const conflicting = patchOf('mission', seen, { amountCents: 5 });
    const missing = patchOf('mission', seen, { thirdPartyId: uuidv7() });
    expect(await pusher.outcome(conflicting)).toBe('conflict: amountCents');
    expect(await pusher.outcome(missing)).toBe('rejected: reference-missing');
    await database.query('update missions set amount = $1::numeric * 0.01 where id = 1', [
      String(conflicting.fields['amountCents']?.from),
    ]);
    await pusher.one(
      creation('third-party', { name: 'Enfin', type: 'other' }, missing.fields['thirdPartyId']?.to as string),
    );
    const row = await pusher.row('mission', '1');
    expect((await pusher.push(conflicting, missing)).map(outcomeOf)).toEqual([...['conflict: amountCents']]);
    expect(await pusher.outcome(missing)).toBe('rejected: reference-missing');
    expect(await pusher.row('mission', '1')).toEqual(row);
    // The same wish under another id is another edit.
    expect(await pusher.outcome({ ...conflicting, mutationId: uuidv7() })).toBe('applied');
  });

  it('one that does not parse is not remembered: a later version may understand it', async () => {
    const mutation = party();
    expect(await pusher.push({ ...mutation, urgency: 'high' })).toMatchObject([
      { result: 'rejected', reason: { code: 'malformed' }, current: null },
    ]);
    expect(await pusher.outcome(mutation)).toBe('applied');
    const [row] = await database.query<{ count: number }>('select count(*)::int as count from sync_mutations');
    expect(row?.count).toBe(1);
  });

  it('the id of another edit is refused, and that one keeps its outcome', async () => {
    const mutation = party();
    await pusher.one(mutation);
    const { mutationId } = mutation;
    const others = [
      { ...party('Autre'), mutationId },
      { ...patchOf('third-party', await pusher.row('third-party', mutation.id), { name: 'Autre' }), mutationId },
      { ...patchOf('mission', await pusher.row('mission', '1'), { customerName: 'Autre' }), mutationId },
    ];
    for (const other of others) {
      expect(await pusher.one(other)).toMatchObject({
        ...{ result: 'rejected', reason: { code: 'malformed', field: 'mutationId' } },
      });
      expect(await pusher.one(other)).toMatchObject({ current: await pusher.current(other.entity, other.id) });
    }
    expect(await pusher.outcome(mutation)).toBe('duplicate');
  });
});

describe('a withdrawal', () => {
  it('before the edit keeps it out for ever', async () => {
    const mutation = party();
    expect(await pusher.one(cancelOf(mutation))).toMatchObject({
      ...{ result: 'rejected', reason: { code: 'cancelled' }, current: null },
    });
    expect(await pusher.outcome(mutation)).toBe('rejected: cancelled');
    expect(await pusher.current('third-party', mutation.id)).toBeNull();
  });

  it('after it says what became of it', async () => {
    const mutation = party();
    const applied = await pusher.one(mutation);
    expect(await pusher.one(cancelOf(mutation))).toEqual({ ...applied, result: 'duplicate' });
    const rejected = await pusher.one(party(''));
    const { mutationId, current } = rejected;
    expect(current).toBeNull();
    const again = cancelOf({ ...party(), mutationId });
    expect(await pusher.one(again)).toMatchObject({ result: 'rejected', reason: { code: 'malformed' } });
    const conflicting = patchOf('mission', await pusher.row('mission', '1'), { customerName: 'x' });
    await database.query(`update missions set customer_name = 'y' where id = 1`);
    const conflict = await pusher.one(conflicting);
    expect(await pusher.one(cancelOf(conflicting))).toEqual(conflict);
  });
});

describe('order within a batch', () => {
  it('is kept: each edit of a row builds on the one before', async () => {
    const first = party();
    const row = { id: first.id, name: 'Client', type: 'customer', contactInfo: {} };
    const answers = await pusher.push(
      first,
      patchOf('third-party', row, { name: 'Deux' }),
      patchOf('third-party', { ...row, name: 'Deux' }, { name: 'Trois' }),
    );
    expect(answers.map(outcomeOf)).toEqual(['applied', 'applied', 'applied']);
    expect(answers.at(-1)?.current).toMatchObject({ version: 3, row: { name: 'Trois' } });
  });

  it('one that is not applied holds what depends on it, and nothing else', async () => {
    const refused = { ...party(''), entity: 'third-party' as const };
    const mission = await pusher.row('mission', '1');
    const other = await pusher.row('mission', '2');
    const ofRefused = patchOf('mission', mission, { thirdPartyId: refused.id });
    const after = patchOf('mission', { ...mission, thirdPartyId: refused.id }, { customerName: 'x' });
    const free = patchOf('mission', other, { customerName: 'y' });
    const cancelled = cancelOf(patchOf('mission', mission, { customerName: 'z' }));
    const answers = await pusher.push(refused, ofRefused, after, free, cancelled);
    expect(answers.map(({ mutationId }) => mutationId)).toEqual(
      [refused, free, cancelled].map(({ mutationId }) => mutationId),
    );
    expect(answers.map(outcomeOf)).toEqual(['rejected: invalid-value', 'applied', 'rejected: cancelled']);
    // What had no answer is not remembered: sent alone it is judged by itself.
    expect(await pusher.outcome(ofRefused)).toBe('rejected: reference-missing');
  });

  it('one that does not parse holds the edits of its row', async () => {
    const first = party();
    const broken = { ...first, op: 'make' };
    const patch = patchOf('third-party', { id: first.id, name: 'Client' }, { name: 'Deux' });
    const nameless = { mutationId: uuidv7(), op: 'patch', id: 7 };
    const free = patchOf('mission', await pusher.row('mission', '2'), { thirdPartyId: null, customerName: 'y' });
    expect((await pusher.push(broken, patch, nameless, free)).map(outcomeOf)).toEqual([
      ...['rejected: malformed', 'rejected: malformed', 'applied'],
    ]);
  });

  it('a creation that does not parse holds the edits that name what it was to make', async () => {
    const broken = { ...party(), color: 'red' };
    const naming = patchOf('mission', await pusher.row('mission', '1'), { thirdPartyId: broken.id });
    expect((await pusher.push(broken, naming)).map(outcomeOf)).toEqual(['rejected: malformed']);
  });

  it('a duplicate or a known conflict counts as what it was', async () => {
    const first = party();
    await pusher.one(first);
    const row = await pusher.row('third-party', first.id);
    const second = patchOf('third-party', row, { name: 'Deux' });
    expect((await pusher.push(first, second)).map(outcomeOf)).toEqual(['duplicate', 'applied']);
    const conflicting = patchOf('third-party', row, { name: 'Trois' });
    await pusher.one(conflicting);
    const later = patchOf('third-party', row, { type: 'other' });
    expect((await pusher.push(conflicting, later)).map(outcomeOf)).toEqual(['conflict: name']);
  });

  it('a cycle is made, opened, filled and closed in one batch', async () => {
    const cycle = cycleCreation();
    const row = { ...newBillingCycle(cycle.id, cycle.fields, '2026-03-01T00:00:00.000Z') };
    const answers = await pusher.push(
      cycle,
      actionOn('billing-cycle', row, 'open'),
      patchOf('mission', await pusher.row('mission', '1'), { billingCycleId: cycle.id, amountCents: 1234 }),
      actionOn('billing-cycle', { ...row, state: 'open' }, 'close'),
      patchOf('mission', await pusher.row('mission', '2'), { billingCycleId: cycle.id }),
    );
    expect(answers.map(outcomeOf)).toEqual(['applied', 'applied', 'applied', 'applied', 'rejected: frozen']);
  });
});
