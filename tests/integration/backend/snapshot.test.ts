import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../backend/database/database.ts';
import { ChangeLog } from '../../../backend/sync/change-log.ts';
import { decodeCursor } from '../../../backend/sync/cursor.ts';
import { currentEpoch } from '../../../backend/sync/epoch.ts';
import { MAX_PAGE_BYTES } from '../../../backend/sync/page-texts.ts';
import { insertRows } from '../../support/business-rows.ts';
import { migratedDatabase } from '../../support/database.ts';
import { fc } from '../../support/property.ts';
import { differences, PulledCopy, rowsOf } from '../../support/pulled-copy.ts';
import { silentLog } from '../../support/silent-log.ts';

let database: Database;
let log: ChangeLog;
beforeAll(async () => {
  database = await migratedDatabase();
  log = new ChangeLog(database, await currentEpoch(database, silentLog));
});
afterAll(() => database.close());
beforeEach(() => empty());

const empty = () =>
  database.execute(
    'truncate missions, billing_cycles, third_parties, vehicles restart identity cascade; truncate sync_changes',
  );

describe('a first synchronisation', () => {
  it('brings what missions refer to, then the missions, the newest first, as they are now', async () => {
    await insertRows(database, { vehicles: 3, thirdParties: 2, billingCycles: 2, missions: 5 });
    await database.execute(`update missions set driver = 'changed' where id = 1; delete from missions where id = 2`);
    const copy = new PulledCopy(log);
    await copy.pullAll(1000);
    expect(copy.pages).toBe(1);
    expect(copy.order.map((key) => key.split(' ')[0])).toEqual([
      ...['vehicle', 'vehicle', 'vehicle', 'third-party', 'third-party', 'billing-cycle', 'billing-cycle'],
      ...['mission', 'mission', 'mission', 'mission'],
    ]);
    expect(copy.order.slice(-4)).toEqual(['mission 5', 'mission 4', 'mission 3', 'mission 1']);
    expect(copy.rows.get('mission 1')).toMatch(/^2 .*"driver":"changed"/);
    expect(copy.rows).toEqual(await rowsOf(database));
  });

  it('gives each row once, in as many pages as it takes, and says how many are left', async () => {
    await insertRows(database, { vehicles: 7, thirdParties: 3, billingCycles: 1, missions: 26 });
    for (const limit of [1, 4, 7, 10, 37, 38, 1000]) {
      const copy = new PulledCopy(log);
      const left: number[] = [];
      while (await copy.pull(limit)) left.push(copy.cursor?.remaining ?? -1);
      expect(copy.order).toHaveLength(37);
      expect(new Set(copy.order).size).toBe(37);
      expect(copy.pages).toBe(Math.ceil(37 / limit));
      expect(left).toEqual(Array.from({ length: copy.pages - 1 }, (_, page) => 37 - (page + 1) * limit));
      expect(copy.cursor).toMatchObject({ kind: 'changes', remaining: 0 });
    }
  });

  it('goes on in the middle, for another process of the server too', async () => {
    await insertRows(database, { vehicles: 4, missions: 20 });
    const first = await log.read(undefined, 9);
    const other = new ChangeLog(database, log.epoch);
    const second = await other.read(decodeCursor(first.cursor), 9);
    const again = await log.read(decodeCursor(first.cursor), 9);
    expect(second.changes).toEqual(again.changes);
    const third = await other.read(decodeCursor(second.cursor), 9);
    expect(new Set([...first.changes, ...second.changes, ...third.changes]).size).toBe(24);
    expect(third.hasMore).toBe(false);
  });

  it('ends a page early when it is large, also where another table begins', async () => {
    await database.execute(`
      insert into third_parties (name) select repeat('x', 300000) || i from generate_series(1, 9) as i;
      insert into billing_cycles (label, period_start, period_end) values (repeat('y', 3000000), '2026-01-01', '2026-01-31')`);
    await insertRows(database, { missions: 2 });
    let cursor: string | undefined;
    const sizes: number[] = [];
    for (let hasMore = true; hasMore; ) {
      const page = await log.read(cursor === undefined ? undefined : decodeCursor(cursor), 1000);
      expect(page.changes.length === 1 || page.changes.join('').length <= MAX_PAGE_BYTES).toBe(true);
      sizes.push(page.changes.length);
      ({ cursor, hasMore } = page);
    }
    expect(sizes).toEqual([6, 3, 1, 2]);
  });

  it('is of an empty database one empty page, and changes come after it', async () => {
    const copy = new PulledCopy(log);
    expect(await copy.pull(10)).toBe(false);
    expect(await copy.pull(10)).toBe(false);
    await insertRows(database, { vehicles: 2 });
    await copy.pullAll(10);
    expect(copy.rows).toEqual(await rowsOf(database));
  });
});

/** What may happen to the tables between two pages. Keys are small, so that it happens to what matters. */
type Step =
  | { do: 'pull'; limit: number }
  | { do: 'insert'; id: number }
  | { do: 'update'; id: number }
  | { do: 'delete'; id: number }
  | { do: 'move'; id: number; to: number }
  | { do: 'truncate' };

const KEYS = 24;
const id = fc.integer({ min: 1, max: KEYS });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('pull' as const), limit: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('insert', 'update', 'delete'), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move' as const), id, to: id }) },
  { weight: 1, arbitrary: fc.constant({ do: 'truncate' as const }) },
);

async function change(made: Exclude<Step, { do: 'pull' }>): Promise<void> {
  if (made.do === 'truncate') return database.execute('truncate missions');
  const statement = {
    insert: `insert into missions (id, reference, planned_start_at, planned_end_at) overriding system value
      values ($1, 'M' || nextval('sync_changes_seq'), now(), now()) on conflict do nothing`,
    update: `update missions set amount = coalesce(amount, 0) + 1 where id = $1`,
    delete: `delete from missions where id = $1`,
    move: `update missions set id = $2 where id = $1 and not exists (select from missions where id = $2)`,
  }[made.do];
  await database.query(statement, made.do === 'move' ? [made.id, made.to] : [made.id]);
}

async function begin(): Promise<PulledCopy> {
  await empty();
  await database.execute(`
    insert into vehicles (code) values ('A'), ('B');
    insert into missions (id, reference, planned_start_at, planned_end_at) overriding system value
      select i, 'R' || i, now(), now() from generate_series(1, ${KEYS}, 2) as i`);
  return new PulledCopy(log);
}

describe('rows that change, move, go and come while a first synchronisation runs', () => {
  it('are all as they are in the tables at its end, and no row ever steps back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const copy = await begin();
        for (const made of steps) {
          if (made.do === 'pull') await copy.pull(made.limit);
          else await change(made);
        }
        await copy.pullAll(5);
        expect(differences(copy.rows, await rowsOf(database))).toEqual([]);
        expect(copy.steppedBack).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, boolean, string[]]>([
    ['from where the snapshot began', true, []],
    ['wrongly, from where it ended', false, ['mission 21', 'mission 23', 'mission 24']],
  ])('need the changes to be read %s', async (_, rightly, missed) => {
    const copy = await begin();
    await copy.pull(5);
    await change({ do: 'update', id: 23 });
    await change({ do: 'delete', id: 21 });
    await change({ do: 'insert', id: 24 });
    const { cursor } = copy;
    if (!rightly && cursor?.kind === 'snapshot') {
      const [row] = await database.query<{ now: string }>(
        'select pg_snapshot_xmin(pg_current_snapshot())::text as now',
      );
      copy.cursor = { ...cursor, upTo: (BigInt(row?.now ?? 0) - 1n).toString() };
    }
    await copy.pullAll(5);
    expect(differences(copy.rows, await rowsOf(database)).toSorted()).toEqual(missed);
  });
});
