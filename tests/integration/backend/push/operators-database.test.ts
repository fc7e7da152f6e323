import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../../backend/database/database.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { creation, patchOf, removalOf } from '../../../support/edits.ts';
import { createPusher, type MutationPusher, outcomeOf, reasonOf } from '../../../support/mutation-pusher.ts';

/** The tables are the operator's: they may have constraints, triggers and rights that Vigie knows nothing of. */
let database: Database;
let pusher: MutationPusher;
beforeAll(async () => {
  database = await migratedDatabase();
  pusher = createPusher(database);
  await insertRows(database, { vehicles: 1, missions: 3 });
  await database.execute(`create table contracts (id int, third_party uuid references third_parties (id));
    create function legacy() returns trigger language plpgsql as $$ begin
      if new.customer_name = 'raise' then raise exception 'customer % is blocked', new.customer_name;
      elsif new.customer_name = 'broken' then perform 1 from a_table_that_was_dropped;
      elsif new.customer_name = 'ignore' then return null;
      elsif new.customer_name = 'upper' then new.customer_name := 'UPPER'; end if;
      return new;
    end $$;
    create trigger legacy before update on missions for each row execute function legacy();
    alter table missions add constraint dear check (amount <= 1000);
    alter table missions add constraint one_customer exclude using btree (customer_name with =)
      where (customer_name = 'deferred') deferrable initially deferred;
    create unique index one_name on third_parties (name)`);
});
afterAll(() => database.close());
afterEach(async () => {
  // Whatever a refused edit left behind would show here.
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from pg_locks where locktype = 'transactionid'`,
  );
  expect(row?.count).toBe(0);
});

describe('an edit that the operator’s own database refuses', () => {
  const mission = () => pusher.row('mission', '1');
  it.each([
    ['a check constraint', { amountCents: 100_001 }, 'invalid-value', /\(dear, 23514\): .*violates check constraint/],
    ['a trigger that raises', { customerName: 'raise' }, 'not-editable', /\(P0001\): customer raise is blocked/],
    ['a trigger that is broken', { customerName: 'broken' }, 'not-editable', /\(42P01\): .*a_table_that_was_dropped/],
    ['a trigger that lets nothing in', { customerName: 'ignore' }, 'not-editable', /left the row as it was/],
  ])('by %s is rejected alone, for ever, with what the database said', async (_, fields, code, detail) => {
    const before = await mission();
    const edit = patchOf('mission', before, fields);
    const other = patchOf('mission', await pusher.row('mission', '2'), {
      amountCents: Object.keys(fields).length,
    });
    const [answer, next] = await pusher.push(edit, other);
    expect(reasonOf(answer)).toMatchObject({ code });
    expect(reasonOf(answer).detail).toMatch(detail);
    expect(next?.result).toBe('applied');
    expect(await mission()).toEqual(before);
    expect(await pusher.one(edit)).toEqual(answer);
  });

  it('by a constraint that is checked when the transaction ends', async () => {
    await database.query(`update missions set customer_name = 'deferred' where id = 3`);
    const edit = patchOf('mission', await mission(), { customerName: 'deferred' });
    const answer = await pusher.one(edit);
    expect(reasonOf(answer)).toMatchObject({ code: 'invalid-value' });
    expect(reasonOf(answer).detail).toContain('one_customer');
    expect(answer.current).toEqual(await pusher.current('mission', '1'));
    expect(await mission()).not.toMatchObject({ customerName: 'deferred' });
    expect(await pusher.one(edit)).toEqual(answer);
  });

  it('by a unique name, and by a table of its own that refers to the row', async () => {
    const first = creation('third-party', { name: 'Unique', type: 'other' });
    const second = creation('third-party', { name: 'Unique', type: 'other' });
    expect((await pusher.push(first, second)).map(outcomeOf)).toEqual(['applied', 'rejected: invalid-value']);
    expect(await pusher.current('third-party', second.id)).toBeNull();
    await database.query('insert into contracts values (1, $1)', [first.id]);
    const removal = await pusher.one(removalOf('third-party', await pusher.row('third-party', first.id)));
    expect(reasonOf(removal)).toMatchObject({ code: 'referenced' });
    expect(reasonOf(removal).detail).toContain('contracts_third_party_fkey');
  });

  it('by a column that takes less than ours', async () => {
    await database.execute('alter table missions alter distance_km type numeric(5, 1)');
    const edit = patchOf('mission', await mission(), { distanceMetres: 99_999_000 });
    expect(await pusher.outcome(edit)).toBe('rejected: invalid-value');
    const rounded = patchOf('mission', await mission(), { distanceMetres: 12_345 });
    expect(await pusher.one(rounded)).toMatchObject({
      result: 'applied',
      current: { row: { distanceMetres: 12_300 } },
    });
  });

  it('by rights that the service was not given', async () => {
    await database.execute(`create role poor; grant all on all tables in schema public to poor;
      grant all on all sequences in schema public to poor; revoke update on missions from poor; set role poor`);
    try {
      expect(await pusher.outcome(patchOf('mission', await mission(), { customerName: 'x' }))).toBe(
        'rejected: not-editable',
      );
    } finally {
      await database.execute('reset role');
    }
  });
});

it('what a trigger makes of an edit is what the answer brings', async () => {
  const edit = patchOf('mission', await pusher.row('mission', '1'), { customerName: 'upper' });
  expect(await pusher.one(edit)).toMatchObject({ result: 'applied', current: { row: { customerName: 'UPPER' } } });
});
