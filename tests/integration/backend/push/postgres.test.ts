import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Mutation, MutationAnswer } from '../../../../shared/api/index.ts';
import type { BillingCycle, EditableEntity, Mission, RowFields } from '../../../../shared/domain/index.ts';
import type { Database } from '../../../../backend/database/database.ts';
import { migrate } from '../../../../backend/database/migrate.ts';
import { openPostgres } from '../../../../backend/database/postgres-database.ts';
import { createMutationMemory } from '../../../../backend/services/mutations/mutation-memory.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { actionOn, creation, patchOf, removalOf } from '../../../support/edits.ts';
import { createPusher, type MutationPusher, outcomeOf } from '../../../support/mutation-pusher.ts';
import { findPostgres, type PostgresServer, startPostgres } from '../../../support/postgres.ts';
import { silentLog } from '../../../support/silent-log.ts';

const binaries = findPostgres();
/** Who waits for a lock here waits until it is let go: on a busy machine, the time that the service waits passes with nothing in the way. */
const memory = createMutationMemory('60s');

describe.skipIf(binaries === undefined)('pushes at the same time, on a real PostgreSQL server', () => {
  let server: PostgresServer | undefined;
  let url = '';
  let database: Database;
  let pusher: MutationPusher;
  beforeAll(async () => {
    server = await startPostgres(binaries ?? '');
    url = await server.url('push');
    database = await openPostgres(url, silentLog);
    await migrate(database, 'up', silentLog);
    pusher = createPusher(database, { memory });
  });
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    await database.execute(
      'truncate missions, billing_cycles, third_parties, vehicles, sync_mutations restart identity cascade',
    );
    await insertRows(database, { vehicles: 1, missions: 20 });
  });

  const mission = async (id = '1') => (await pusher.row('mission', id)) as Mission;
  const cycle = async (id: string) => (await pusher.row('billing-cycle', id)) as BillingCycle;
  const versionOf = async (entity: EditableEntity, id: string) => (await pusher.current(entity, id))?.version ?? 0;

  /** Sends it again as long as others are in the way, as a desktop does. */
  async function untilAnswered(mutation: Mutation): Promise<MutationAnswer> {
    for (;;) {
      const [answer] = await pusher.push(mutation);
      if (answer !== undefined) return answer;
    }
  }

  /** Transactions of this one stop before they commit, until `release`. */
  function pausing() {
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const waiting: Database = {
      ...{ kind: database.kind, place: database.place },
      query: (statement, values) => database.query(statement, values),
      execute: (script) => database.execute(script),
      session: (work) => database.session(work),
      listen: (channel, action) => database.listen(channel, action),
      close: () => Promise.resolve(),
      transaction: (work) =>
        database.transaction(async (sql) => {
          const result = await work(sql);
          reached.resolve();
          await released.promise;
          return result;
        }),
    };
    return { pusher: createPusher(waiting, { memory }), reached: reached.promise, release: () => released.resolve() };
  }

  /** Waits until so many sessions wait for a lock: the order of what happens is then sure. */
  const untilWaiting = (count = 1) =>
    expect
      .poll(
        async () => {
          const [row] = await database.query<{ count: number }>(
            'select count(distinct pid)::int as count from pg_locks where not granted',
          );
          return row?.count;
        },
        { timeout: 45_000, interval: 5 },
      )
      .toBe(count);

  /** What the first does is not committed yet when the second comes to the same rows. */
  async function oneBehindTheOther(
    first: (through: MutationPusher) => Promise<MutationAnswer>,
    second: (through: MutationPusher) => Promise<MutationAnswer>,
  ): Promise<string[]> {
    const { pusher: paused, reached, release } = pausing();
    const before = first(paused);
    await reached;
    const after = second(pusher);
    // Released also where nobody comes to wait, so that a failure ends the test.
    await untilWaiting().finally(release);
    return (await Promise.all([before, after])).map(outcomeOf);
  }

  it('of one id are applied once, and the others are told so', async () => {
    for (let round = 0; round < 20; round++) {
      const seen = await mission();
      const before = await versionOf('mission', '1');
      const edit = patchOf('mission', seen, { customerName: `Client ${round}` });
      const answers = await Promise.all(Array.from({ length: 8 }, () => pusher.one(edit)));
      const outcomes = answers.map(outcomeOf).sort();
      expect(outcomes).toEqual(['applied', ...Array.from({ length: 7 }, () => 'duplicate')]);
      expect(answers.map(({ current }) => current?.version)).toEqual(answers.map(() => before + 1));
    }
  });

  it('of one id: the second waits for the first, and takes its place where that one fails', async () => {
    const edit = creation('third-party', { name: 'Une fois', type: 'other' });
    expect(
      await oneBehindTheOther(
        (first) => first.one(edit),
        (second) => second.one(edit),
      ),
    ).toEqual([...['applied', 'duplicate']]);
    const other = creation('third-party', { name: 'Perdue', type: 'other' });
    const { pusher: paused, reached, release } = pausing();
    const lost = expect(paused.one(other)).rejects.toThrow(/onnection/);
    await reached;
    const second = pusher.one(other);
    await untilWaiting().then(terminateIdleInTransaction).finally(release);
    await lost;
    expect(outcomeOf(await second)).toBe('applied');
    expect(await versionOf('third-party', other.id)).toBe(1);
  });

  it('no mission slips into a cycle that is being closed: the mission first', async () => {
    const open = (await pusher.cycleIn('open')) as BillingCycle;
    const enter = patchOf('mission', await mission(), { billingCycleId: open.id });
    const close = actionOn('billing-cycle', open, 'close');
    const outcomes = await oneBehindTheOther(
      (first) => first.one(enter),
      (second) => second.one(close),
    );
    expect(outcomes).toEqual(['applied', 'applied']);
    expect(await changedInOrder(['mission', '1'], ['billing-cycle', open.id])).toBe(true);
  });

  it('no mission slips into a cycle that is being closed: the closing first', async () => {
    const open = (await pusher.cycleIn('open')) as BillingCycle;
    const enter = patchOf('mission', await mission(), { billingCycleId: open.id });
    const close = actionOn('billing-cycle', open, 'close');
    const outcomes = await oneBehindTheOther(
      (first) => first.one(close),
      (second) => second.one(enter),
    );
    expect(outcomes).toEqual(['applied', 'rejected: frozen']);
    expect((await mission()).billingCycleId).toBeNull();
  });

  it('nor does an amount change in it: both orders', async () => {
    for (const [order, expected] of [
      [0, ['applied', 'applied']],
      [1, ['applied', 'rejected: frozen']],
    ] as const) {
      const open = (await pusher.cycleIn('open')) as BillingCycle;
      await database.query('update missions set billing_cycle = $1 where id = 2', [open.id]);
      const edit = patchOf('mission', await mission('2'), { amountCents: 100 + order });
      const close = actionOn('billing-cycle', open, 'close');
      const [first, second] = order === 0 ? [edit, close] : [close, edit];
      expect(
        await oneBehindTheOther(
          (one) => one.one(first),
          (other) => other.one(second),
        ),
      ).toEqual(expected);
    }
  });

  it('a third party is not removed while a mission is being given to it, nor given once it is gone', async () => {
    const made = async () => {
      const { id } = await pusher.made(creation('third-party', { name: 'Disputé', type: 'other' }));
      return pusher.row('third-party', id);
    };
    const assign = async (to: RowFields & { id: string }, id: string) =>
      patchOf('mission', await mission(id), { thirdPartyId: to.id });
    const kept = await made();
    const [giving, removing] = [await assign(kept, '1'), removalOf('third-party', kept)];
    expect(
      await oneBehindTheOther(
        (first) => first.one(giving),
        (second) => second.one(removing),
      ),
    ).toEqual([...['applied', 'rejected: referenced']]);
    const gone = await made();
    const [taking, late] = [removalOf('third-party', gone), await assign(gone, '2')];
    expect(
      await oneBehindTheOther(
        (first) => first.one(taking),
        (second) => second.one(late),
      ),
    ).toEqual([...['applied', 'rejected: reference-missing']]);
  });

  it('at random: whatever was applied to a cycle was so before it closed', async () => {
    for (let round = 0; round < 15; round++) {
      const open = (await pusher.cycleIn('open')) as BillingCycle;
      const edits = [];
      for (let id = 1; id <= 8; id++) {
        edits.push(
          patchOf('mission', await mission(String(id)), { billingCycleId: open.id, amountCents: round * 100 + id }),
        );
      }
      const [closed, ...answers] = await Promise.all([
        untilAnswered(actionOn('billing-cycle', open, 'close')),
        ...edits.map(untilAnswered),
      ]);
      expect(outcomeOf(closed)).toBe('applied');
      for (const [index, answer] of answers.entries()) {
        const id = String(index + 1);
        // Missions of a cycle that an earlier round closed are frozen there.
        if (answer.result !== 'applied') expect(outcomeOf(answer)).toBe('rejected: frozen');
        else expect(await changedInOrder(['mission', id], ['billing-cycle', open.id])).toBe(true);
      }
      await database.execute('update missions set billing_cycle = null');
    }
  });

  it.each(['read committed', 'repeatable read', 'serializable'])(
    'of 6 clerks on one amount, in %s: each applied edit built on the one before',
    async (isolation) => {
      await database.execute(`alter database push set default_transaction_isolation = '${isolation}'`);
      const other = await openPostgres(url, silentLog);
      try {
        await other.execute('update missions set amount = 0 where id = 1');
        const clerks = createPusher(other, { memory });
        const added = await Promise.all(
          Array.from({ length: 6 }, async (_, clerk) => {
            let applied = 0;
            for (let attempt = 0; attempt < 6; attempt++) {
              // Each adds another power of two: no sum of others is what one wants, and the sum tells which were taken.
              const step = 2 ** (clerk * 6 + attempt);
              const seen = (await clerks.row('mission', '1')) as Mission;
              const [answer] = await clerks.push(
                patchOf('mission', seen, { amountCents: (seen.amountCents ?? 0) + step }),
              );
              if (answer?.result === 'applied') applied += step;
              else if (answer !== undefined) expect(outcomeOf(answer)).toBe('conflict: amountCents');
            }
            return applied;
          }),
        );
        const total = added.reduce((sum, one) => sum + one, 0);
        expect(total).toBeGreaterThan(0);
        expect((await mission()).amountCents).toBe(total);
      } finally {
        await other.close();
        await database.execute('alter database push reset default_transaction_isolation');
      }
    },
  );

  it('a row that another program keeps locked delays its edit and what concludes, and nothing else', async () => {
    const open = (await pusher.cycleIn('open')) as BillingCycle;
    const locked = patchOf('mission', await mission('1'), { customerName: 'Attend' });
    const after = patchOf('mission', { ...(await mission('1')), customerName: 'Attend' }, { customerName: 'Encore' });
    const free = patchOf('mission', await mission('2'), { customerName: 'Passe' });
    const close = actionOn('billing-cycle', open, 'close');
    const legacy = new Client({ connectionString: url });
    await legacy.connect();
    try {
      await legacy.query('begin; select from missions where id = 1 for update');
      // As the service waits, which is not for long.
      const answers = await createPusher(database).push(locked, after, close, free);
      expect(answers.map(({ mutationId }) => mutationId)).toEqual([free.mutationId]);
      expect((await cycle(open.id)).state).toBe('open');
      await legacy.query('rollback');
    } finally {
      await legacy.end();
    }
    const answers = await pusher.push(locked, after, close, free);
    expect(answers.map(outcomeOf)).toEqual(['applied', 'applied', 'applied', 'duplicate']);
  });

  /** Ends the sessions of pushes that are paused before their commit. */
  async function terminateIdleInTransaction(): Promise<void> {
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and state = 'idle in transaction'`,
    );
  }

  async function changedInOrder(...rows: readonly [EditableEntity, string][]): Promise<boolean> {
    const places: bigint[] = [];
    for (const [entity, id] of rows) {
      const [row] = await database.query<{ seq: string }>(
        'select seq from sync_changes where entity = $1 and entity_id = $2',
        [entity, id],
      );
      places.push(BigInt(row?.seq ?? -1));
    }
    return places.every((place, index) => index === 0 || place > (places[index - 1] ?? place));
  }
});
