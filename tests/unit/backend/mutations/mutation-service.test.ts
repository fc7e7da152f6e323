import { beforeEach, describe, expect, it } from 'vitest';
import type { Mutation } from '../../../../shared/api/index.ts';
import type { Database, Sql } from '../../../../backend/database/database.ts';
import type { MutationMemory } from '../../../../backend/services/mutations/mutation-memory.ts';
import { actionOn, cancelOf, creation, cycleCreation, patchOf } from '../../../support/edits.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { createPusher } from '../../../support/mutation-pusher.ts';

/** A database in which every edit goes well, unless `faults` says otherwise of the mutation's id. */
const faults = new Map<string, Error[]>();
let transactions = 0;
const sql: Sql = {
  query: <Row extends object>() => Promise.resolve([{ id: 'x', version: '1', body: null }] as unknown as Row[]),
};
const unused = () => Promise.reject(new Error('this test needs no database'));
const database: Database = {
  ...{ kind: 'postgres', place: 'nowhere', execute: unused, session: unused, listen: unused, close: unused },
  query: () => Promise.resolve([]),
  transaction: (work) => {
    transactions += 1;
    return work(sql);
  },
};
const clock = createManualClock();
/** Each mutation takes a second. */
const memory: MutationMemory = {
  claim: (_sql, _subject, { mutationId, entity, id, op }) => {
    clock.advance(1000);
    const [fault] = faults.get(mutationId)?.splice(0, 1) ?? [];
    if (fault !== undefined) return Promise.reject(fault);
    return Promise.resolve({ entity, id, op, outcome: { result: 'applied' } });
  },
  settle: unused,
};
const pusher = createPusher(database, { clock, memory });
const coded = (code: string) => Object.assign(new Error('no'), { code });
const party = () => creation('third-party', { name: 'x', type: 'other' });
const fail = ({ mutationId }: Mutation, ...errors: Error[]) => void faults.set(mutationId, errors);
const idsOf = (of: readonly { mutationId: string }[]) => of.map(({ mutationId }) => mutationId);

beforeEach(() => {
  faults.clear();
  transactions = 0;
});

describe('a push', () => {
  it('ends when its time is over; the first is always looked at', async () => {
    const many = Array.from({ length: 8 }, party);
    expect(idsOf(await pusher.push(...many))).toEqual(idsOf(many.slice(0, 5)));
    const hurried = createPusher(database, { clock, memory, budgetMs: 0 });
    expect(idsOf(await hurried.push(...many))).toEqual(idsOf(many.slice(0, 1)));
  });

  it('tries again what met other transactions, a few times', async () => {
    const [one, other] = [party(), party()];
    fail(one, coded('40001'), coded('40P01'), coded('40001'));
    expect(idsOf(await pusher.push(one))).toEqual([one.mutationId]);
    expect(transactions).toBe(4);
    fail(other, ...Array.from({ length: 9 }, () => coded('40001')));
    const free = party();
    expect(idsOf(await pusher.push(other, free))).toEqual([free.mutationId]);
  });

  it('does not wait twice for a lock; what depends on it and what concludes waits too', async () => {
    const locked = party();
    const dependent = patchOf('mission', { id: '1' }, { thirdPartyId: locked.id });
    const concluding = actionOn(
      'billing-cycle',
      { ...cycleCreation().fields, id: cycleCreation().id, state: 'open' },
      'close',
    );
    const withdrawing = cancelOf(party());
    const free = party();
    fail(locked, coded('55P03'));
    const answers = await pusher.push(locked, dependent, concluding, withdrawing, free);
    expect(idsOf(answers)).toEqual(idsOf([withdrawing, free]));
    expect(transactions).toBe(3);
  });

  it.each([coded('08006'), coded('57P01'), coded('53100'), new Error('Connection terminated unexpectedly')])(
    'fails as a whole where the database does: %s',
    async (error) => {
      const [one, other, never] = [party(), party(), party()];
      fail(other, error);
      await expect(pusher.push(one, other, never)).rejects.toBe(error);
      expect(transactions).toBe(2);
    },
  );
});
