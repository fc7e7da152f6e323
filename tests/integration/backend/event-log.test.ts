import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsPage } from '../../../shared/api/index.ts';
import { actAs, EventLog, EventsGoneError, publish, publishAsOne } from '../../../backend/bus/index.ts';
import type { Database } from '../../../backend/database/database.ts';
import { migratedDatabase } from '../../support/database.ts';

let database: Database;
let log: EventLog;
/** The role of this session, by which a program that says nothing of itself is known. */
let role: string;
beforeAll(async () => {
  database = await migratedDatabase();
  const [row] = await database.query<{ name: string }>('select session_user::text as name');
  role = `database:${row?.name}`;
  log = new EventLog(database, 'e');
});
afterAll(() => database.close());

/** What happens in `work`, as the log tells it. */
async function toldOf(work: () => Promise<unknown>) {
  while ((await log.number()) > 0) continue;
  const { head } = await log.ends();
  await work();
  while ((await log.number()) > 0) continue;
  return eventsPage.parse(await log.read(head, 1000)).events;
}

const CYCLE = '01980000-0000-7000-8000-000000000001';

describe('the log of events', () => {
  it('tells of each change that another program makes, with its version and who made it', async () => {
    const events = await toldOf(async () => {
      await database.execute(`insert into missions (reference, planned_start_at, planned_end_at)
        values ('A', now(), now()), ('B', now(), now())`);
      await database.execute(`update missions set driver = 'X' where reference = 'A'`);
      await database.execute(`update missions set driver = 'X' where reference = 'A'`);
      await database.execute(`delete from missions where reference = 'B'`);
    });
    expect(events.map(({ type, version }) => [type, version])).toEqual([
      ['mission.created', 1],
      ['mission.created', 1],
      ['mission.changed', 2],
      ['mission.removed', 2],
    ]);
    expect(events[0]?.id).toBe(events[2]?.id);
    expect(new Set(events.map(({ actor }) => actor))).toEqual(new Set([role]));
    expect(events.map(({ position }) => position)).toEqual(
      events.map((_, index) => (events[0]?.position ?? 0) + index),
    );
  });

  it('tells what state a billing cycle came to, whoever changed it, and of a changed id two things', async () => {
    const events = await toldOf(async () => {
      await database.execute(`insert into billing_cycles (id, label, period_start, period_end)
        values ('${CYCLE}', 'January', '2026-01-01', '2026-01-31')`);
      await database.transaction(async (sql) => {
        await actAs(sql, 'clerk-7');
        await sql.query(`update billing_cycles set state = 'open' where id = $1`, [CYCLE]);
      });
      await database.execute(`update billing_cycles set label = 'J' where id = '${CYCLE}'`);
      await database.execute(`update missions set id = 900000 where reference = 'A'`);
    });
    expect(events.map(({ type, actor, payload }) => ({ type, actor, payload }))).toMatchObject([
      { type: 'billing-cycle.created' },
      { type: 'billing-cycle.state-changed', actor: 'clerk-7', payload: { from: 'draft', to: 'open' } },
      { type: 'billing-cycle.changed', actor: role, payload: {} },
      { type: 'mission.removed' },
      { type: 'mission.created' },
    ]);
    expect(events.at(-1)).toMatchObject({ id: '900000', version: 1 });
  });

  it('holds what a service publishes if and only if its transaction commits', async () => {
    const event = { type: 'validation.requested', entity: 'billing-cycle', id: CYCLE, payload: { step: 1 } };
    const events = await toldOf(async () => {
      await database.transaction(async (sql) => {
        await actAs(sql, 'clerk-7');
        await publish(sql, event);
      });
      const failed = database.transaction(async (sql) => {
        await publish(sql, event);
        throw new Error('taken back');
      });
      await expect(failed).rejects.toThrow('taken back');
    });
    expect(events).toMatchObject([{ ...event, version: null, actor: 'clerk-7' }]);
  });

  it('refuses a payload that is too large, and with it the transaction', async () => {
    const large = { type: 'alarm.raised', entity: 'vehicle', id: '1', payload: { text: 'x'.repeat(5000) } };
    await expect(database.transaction((sql) => publish(sql, large))).rejects.toThrow(/event_log_payload/);
  });

  it('tells of bulk work once, and of a truncated table once', async () => {
    const summary = { type: 'mission.bulk-changed', entity: 'mission', id: '*', payload: { count: 1, reason: 'test' } };
    const bulk = await toldOf(() =>
      database.transaction(async (sql) => {
        await publishAsOne(sql, summary);
        await sql.query(`update missions set driver = 'Y'`);
      }),
    );
    expect(bulk).toMatchObject([summary]);
    const after = await toldOf(() => database.execute(`update missions set driver = 'Z'; truncate missions`));
    expect(after.map(({ type }) => type)).toEqual(['mission.changed', 'mission.all-removed']);
    expect(after.at(-1)?.payload).toEqual({ count: 1 });
  });

  it('is read in pages without a gap, and says so where what was asked for is gone', async () => {
    await toldOf(() =>
      database.execute(`insert into third_parties (name) select 'P' || n from generate_series(1, 20) as n`),
    );
    const { head } = await log.ends();
    const positions: number[] = [];
    for (let after = 0, hasMore = true; hasMore; ) {
      const page = await log.read(after, 7);
      positions.push(...page.events.map(({ position }) => position));
      expect(page.from).toBe(after);
      ({ to: after, hasMore } = page);
    }
    expect(positions).toEqual(Array.from({ length: head }, (_, index) => index + 1));
    await expect(log.read(head + 1, 7)).rejects.toThrow(EventsGoneError);

    const [cut] = await database.query<{ at: string }>(
      'update event_log set occurred_at = occurred_at - interval $$1 day$$ where position <= 10 or position = 13 returning now() as at',
    );
    expect(await log.trim(Date.parse(cut?.at ?? '') - 3_600_000)).toBe(10);
    expect(await log.ends()).toEqual({ head, trimmedTo: 10 });
    await expect(log.read(9, 7)).rejects.toThrow(EventsGoneError);
    expect((await log.read(10, 1)).events[0]?.position).toBe(11);
    expect(await log.trim(0)).toBe(0);
  });
});
