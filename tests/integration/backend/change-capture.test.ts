import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Change, pullPage } from '../../../shared/api/index.ts';
import type { Database } from '../../../backend/database/database.ts';
import { ChangeLog } from '../../../backend/sync/change-log.ts';
import { decodeCursor } from '../../../backend/sync/cursor.ts';
import { currentEpoch } from '../../../backend/sync/epoch.ts';
import { MAX_PAGE_BYTES } from '../../../backend/sync/page-texts.ts';
import { insertRows } from '../../support/business-rows.ts';
import { migratedDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silent-log.ts';

let database: Database;
let log: ChangeLog;
beforeAll(async () => {
  database = await migratedDatabase();
  log = new ChangeLog(database, await currentEpoch(database, silentLog));
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.execute('truncate missions, billing_cycles, third_parties, vehicles cascade; truncate sync_changes');
});

/** Everything after a cursor, page by page, checked by the shared schema. */
async function pull(cursor?: string, limit = 1000): Promise<{ changes: Change[]; cursor: string; pages: number }> {
  const changes: Change[] = [];
  let pages = 0;
  for (;;) {
    const page = await log.read(cursor === undefined ? undefined : decodeCursor(cursor), limit);
    const parsed = pullPage.parse({
      ...page,
      epoch: log.epoch,
      serverTime: new Date().toISOString(),
      changes: page.changes.map((text) => JSON.parse(text) as unknown),
    });
    changes.push(...parsed.changes);
    pages += 1;
    cursor = page.cursor;
    if (!page.hasMore) return { changes, cursor, pages };
  }
}

const summary = (changes: Change[]) => changes.map(({ op, entity, id, version }) => ({ op, entity, id, version }));

describe('changes', () => {
  it('are rows of the shared schemas, in the order in which they were made', async () => {
    const { cursor } = await pull();
    await insertRows(database, { vehicles: 2, thirdParties: 1, billingCycles: 1, missions: 3 });
    const { changes } = await pull(cursor);
    expect(changes.map(({ entity }) => entity)).toEqual([
      ...['vehicle', 'vehicle', 'third-party', 'billing-cycle', 'mission', 'mission', 'mission'],
    ]);
    expect(changes.at(-1)).toMatchObject({
      op: 'upsert',
      version: 1,
      row: {
        reference: 'M-00000003',
        customerName: 'Société Martin & Fils n° 1',
        plannedStartAt: '2024-01-01T04:21:00.000Z',
        actualStartAt: '2024-01-01T04:22:10.000Z',
        status: 'completed',
        distanceMetres: 4125,
        amountCents: 1850,
        currency: 'EUR',
      },
    });
  });

  it('keep text as it was typed', async () => {
    const name = 'A "quoted" \\ back\\slash\n\ttab \u0001 é 🚌  {"a":1}';
    await database.query('insert into third_parties (name, contact_info) values ($1, $2)', [
      name,
      JSON.stringify({ email: name, other: [name, null, 1.5] }),
    ]);
    const { changes } = await pull();
    expect(changes[0]).toMatchObject({ row: { name, contactInfo: { email: name, other: [name, null, 1.5] } } });
  });

  it('come once for a row that changed often, with its version counted', async () => {
    await insertRows(database, { vehicles: 1 });
    await database.execute(`update vehicles set label = 'a'; update vehicles set label = 'b'`);
    const { changes, cursor } = await pull();
    expect(changes).toMatchObject([{ version: 3, row: { label: 'b' } }]);
    await database.execute(`update vehicles set label = 'c'`);
    expect((await pull(cursor)).changes).toMatchObject([{ version: 4, row: { label: 'c' } }]);
  });

  it('do not come from an update that changes nothing', async () => {
    await insertRows(database, { vehicles: 2, missions: 2, thirdParties: 1, billingCycles: 1 });
    const { cursor } = await pull();
    await database.execute(`
      update vehicles set label = label; update missions set amount = amount; update third_parties set name = name;
      update billing_cycles set state = state`);
    expect((await pull(cursor)).changes).toEqual([]);
  });

  it('are tombstones for what was deleted, by DELETE, TRUNCATE or a new key', async () => {
    await insertRows(database, { vehicles: 3, missions: 2 });
    const { changes: before, cursor } = await pull();
    const [first = '', second = '', third = ''] = before.map(({ id }) => id);
    await database.execute(`truncate missions; delete from vehicles where id = ${first};
      update vehicles set id = 900 where id = ${second}`);
    const { changes } = await pull(cursor);
    expect(summary(changes.filter(({ entity }) => entity === 'vehicle'))).toEqual([
      { op: 'delete', entity: 'vehicle', id: first, version: 2 },
      { op: 'delete', entity: 'vehicle', id: second, version: 2 },
      { op: 'upsert', entity: 'vehicle', id: '900', version: 1 },
    ]);
    expect(changes.filter(({ entity }) => entity === 'mission').map(({ op }) => op)).toEqual(['delete', 'delete']);
    expect(changes.some(({ id }) => id === third)).toBe(false);
    await database.execute(`insert into vehicles (id, code) overriding system value values (${first}, 'BACK')`);
    expect(summary((await pull(cursor)).changes)).toContainEqual({
      op: 'upsert',
      entity: 'vehicle',
      id: first,
      version: 3,
    });
  });

  it('count when a foreign key or a savepoint is in play, and not when rolled back', async () => {
    await insertRows(database, { vehicles: 1 });
    const { cursor } = await pull();
    await database.execute(`begin; update vehicles set label = 'kept'; savepoint s; update vehicles set label = 'lost';
      insert into vehicles (code) values ('LOST'); rollback to s; commit;
      begin; update vehicles set label = 'never'; rollback`);
    expect((await pull(cursor)).changes).toMatchObject([{ version: 2, row: { label: 'kept' } }]);
  });

  it('are made by programs that know nothing of them: another role, another search path', async () => {
    await database.execute(`
      create role legacy; grant insert, update, select on vehicles to legacy; create schema other;
      set role legacy; set search_path to other; insert into public.vehicles (code) values ('LEGACY');
      reset role; reset search_path; drop schema other; revoke all on vehicles from legacy; drop role legacy`);
    expect((await pull()).changes).toMatchObject([{ row: { code: 'LEGACY' } }]);
  });

  it('are readable whatever other programs write', async () => {
    const { cursor } = await pull();
    await insertRows(database, { vehicles: 1 });
    await database.execute(`
      alter table missions alter planned_start_at drop not null, alter planned_end_at drop not null,
        alter currency drop not null, alter status drop not null, drop constraint missions_status_check,
        alter reference drop not null;
      alter table vehicles alter kind drop not null, alter label drop not null, drop constraint vehicles_kind_check;
      insert into vehicles (code, kind, label) values ('ODD', 'hovercraft', null);
      insert into missions (reference, planned_start_at, planned_end_at, actual_start_at, status, distance_km, amount, currency)
        values ('infinite', 'infinity', '-infinity', 'infinity', 'billed', -1, -12.34, 'X'),
          (null, null, null, '2026-01-01T00:00:00.123456Z', null, 1.2345, null, null)`);
    const { changes } = await pull(cursor);
    const rows = changes.flatMap((change) => (change.op === 'upsert' ? [change.row] : []));
    expect(rows[1]).toMatchObject({ code: 'ODD', kind: 'other', label: '' });
    expect(rows[2]).toMatchObject({
      ...{ plannedStartAt: '9999-12-31T23:59:59.999Z', plannedEndAt: '0001-01-01T00:00:00.000Z', actualStartAt: null },
      ...{ status: 'in-progress', distanceMetres: null, amountCents: -1234 },
    });
    expect(rows[3]).toMatchObject({
      actualStartAt: '2026-01-01T00:00:00.123Z',
      status: 'in-progress',
      distanceMetres: 1235,
    });
  });
});

describe('pages of changes', () => {
  it('give every change once, in as many pages as it takes', async () => {
    const { cursor } = await pull();
    await insertRows(database, { vehicles: 7, missions: 30 });
    for (const limit of [1, 4, 37, 38, 1000]) {
      const { changes, pages } = await pull(cursor, limit);
      expect(new Set(changes.map(({ entity, id }) => `${entity} ${id}`)).size).toBe(37);
      expect(changes).toHaveLength(37);
      expect(pages).toBe(Math.ceil(37 / limit));
    }
  });

  it('end early when they are large', async () => {
    const { cursor } = await pull();
    await database.query(
      `insert into third_parties (name) select repeat('x', 300000) || i from generate_series(1, 20) as i`,
    );
    const { changes, pages } = await pull(cursor);
    expect(changes).toHaveLength(20);
    expect(pages).toBeGreaterThan(20 / (MAX_PAGE_BYTES / 300_000));
    await database.query(`insert into third_parties (name) values (repeat('y', 3000000))`);
    expect((await pull(cursor)).changes).toHaveLength(21);
  });

  it('say about how many are left, without counting for each', async () => {
    let { cursor } = await pull();
    await insertRows(database, { vehicles: 25 });
    const seen: number[] = [];
    for (;;) {
      const page = await log.read(decodeCursor(cursor), 10);
      seen.push(page.remaining);
      cursor = page.cursor;
      if (!page.hasMore) break;
    }
    expect(seen).toEqual([15, 5, 0]);
  });

  it('are empty at the end, and the cursor stays usable', async () => {
    await insertRows(database, { vehicles: 1 });
    const { cursor } = await pull();
    const again = await pull(cursor);
    expect(again).toMatchObject({ changes: [], pages: 1 });
    await insertRows(database, { missions: 1, vehicles: 0 });
    expect((await pull(again.cursor)).changes).toHaveLength(1);
  });
});
