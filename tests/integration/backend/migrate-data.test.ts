import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../backend/database/database.ts';
import { InterruptedError } from '../../../backend/database/work.ts';
import { parseRule } from '../../../backend/migrate-data/cycle-rule.ts';
import { migrateBillingData, type MigrateDataOptions } from '../../../backend/migrate-data/migrate-billing-data.ts';
import { insertRows } from '../../support/business-rows.ts';
import { migratedDatabase } from '../../support/database.ts';

const rule = parseRule({}, 'The rule');
let database: Database;
beforeAll(async () => {
  database = await migratedDatabase();
  await insertRows(database, { vehicles: 1 });
});
afterAll(() => database.close());

/** Empties the tables and fills in missions: customer, day and what else. */
async function fill(
  missions: readonly (readonly [customer: string | null, day: string | null, more?: string])[],
): Promise<void> {
  await database.execute(
    'truncate missions, third_parties, billing_cycles, legacy_customers, legacy_customer_decisions, legacy_assignments cascade',
  );
  for (const [index, [customer, day, more = '']] of missions.entries()) {
    const [status = 'completed', currency = 'EUR'] = more.split(' ').map((word) => word || undefined);
    await database.query(
      `insert into missions (id, reference, customer_name, planned_start_at, planned_end_at, status, currency, amount)
       overriding system value values ($1, $2, $3, coalesce($4::timestamptz, 'infinity'), coalesce($4::timestamptz, 'infinity'), $5, $6, 10)`,
      [index + 1, `M-${index + 1}`, customer, day, status, currency],
    );
  }
}

function migrateData(options: Partial<MigrateDataOptions> = {}) {
  return migrateBillingData(database, { rule, ...options });
}

/** `id party/cycle`, each by its name. */
async function assigned(): Promise<string[]> {
  const rows = await database.query<{ text: string }>(
    `select concat(missions.id, ' ', coalesce(parties.name, '-'), ' / ', coalesce(cycles.label, '-')) as text
     from missions left join third_parties as parties on parties.id = third_party_id
       left join billing_cycles as cycles on cycles.id = billing_cycle order by missions.id`,
  );
  return rows.map(({ text }) => text);
}

function skippedOf({ missions }: Awaited<ReturnType<typeof migrateData>>): Record<string, number> {
  return Object.fromEntries(missions.skipped.map((one) => [one.reason, one.missions]));
}

const NOTHING = { thirdParties: 0, billingCycles: 0 };

describe('migrate-data', () => {
  it('gives missions to third parties and cycles, says what it left and why, and called again changes nothing', async () => {
    await fill([
      ['Éloïse', '2025-01-15T10:00Z'],
      ['ELOISE SARL', '2025-01-31T23:30Z'],
      ['Roux', '2025-01-10T10:00Z', 'completed CHF'],
      [null, '2025-01-10T10:00Z'],
      ['  ', '2025-01-10T10:00Z'],
      ['Particulier', '2025-01-10T10:00Z'],
      ['Roux', '2025-01-10T10:00Z', 'planned'],
      ['Roux', null],
      ['x'.repeat(300), '2025-01-10T10:00Z'],
      ['Transports Martin', '2025-01-10T10:00Z'],
      ['Transports Martin', '2025-01-10T10:00Z'],
      ['Transprots Martin', '2025-01-10T10:00Z'],
    ]);
    const dry = await migrateData({ isDry: true });
    expect((await assigned()).every((text) => text.endsWith('- / -'))).toBe(true);
    expect(await database.query('select from third_parties')).toEqual([]);

    const first = await migrateData();
    expect(await assigned()).toEqual([
      '1 Éloïse / 2025-01 Éloïse',
      // After midnight in Paris.
      '2 Éloïse / 2025-02 Éloïse',
      '3 Roux / 2025-01 Roux',
      '4 - / -',
      '5 - / -',
      '6 - / -',
      '7 Roux / -',
      '8 Roux / -',
      '9 - / -',
      '10 Transports Martin / 2025-01 Transports Martin',
      '11 Transports Martin / 2025-01 Transports Martin',
      '12 - / -',
    ]);
    expect(first.missions).toMatchObject({ examined: 12, thirdParties: 7, billingCycles: 5 });
    expect(skippedOf(first)).toEqual({
      'no-name': 2,
      nobody: 1,
      'name-too-long': 1,
      review: 1,
      'not-billed': 1,
      'no-date': 1,
    });
    expect(first.review).toEqual([
      { keep: 'Transports Martin', other: 'Transprots Martin', reason: 'one letter differs', missions: 1, same: null },
    ]);
    expect({ ...dry, isDry: false }).toEqual(first);

    const before = await assigned();
    const again = await migrateData();
    expect(again.missions).toMatchObject(NOTHING);
    expect(again).toMatchObject({ customers: { created: 0 }, billingCyclesCreated: 0 });
    expect(await assigned()).toEqual(before);

    // What people decided comes back in the report's own form, and is remembered.
    const decided = await migrateData({
      decisions: [{ first: 'Transports Martin', second: 'Transprots Martin', same: true }],
    });
    expect(decided.missions).toMatchObject({ thirdParties: 1, billingCycles: 1 });
    expect((await assigned())[11]).toBe('12 Transports Martin / 2025-01 Transports Martin');
    expect((await migrateData()).review).toEqual([]);
    const [event] = await database.query('select entity, payload from event_log where type = $1 order by seq limit 1', [
      'mission.data-migrated',
    ]);
    expect(event).toEqual({ entity: 'mission', payload: { thirdParties: 7, billingCycles: 5 } });
  });

  it('touches nothing that a person assigned, took away, or closed', async () => {
    await fill(Array.from({ length: 8 }, () => ['Éloïse', '2025-03-15T10:00Z'] as const));
    await database.execute(`
      insert into third_parties (id, name) values ('00000000-0000-4000-8000-000000000001', 'Chosen'), ('00000000-0000-4000-8000-000000000002', 'Éloïse');
      insert into billing_cycles (id, label, third_party_id, period_start, period_end, state, approved_by) values
        ('00000000-0000-4000-8000-00000000000a', 'Closed', '00000000-0000-4000-8000-000000000001', '2025-03-01', '2025-03-31', 'closed', '{}'),
        ('00000000-0000-4000-8000-00000000000b', 'Quarter', '00000000-0000-4000-8000-000000000002', '2025-01-01', '2025-03-31', 'open', '{}'),
        ('00000000-0000-4000-8000-00000000000c', 'Frozen', null, '2025-03-01', '2025-03-31', 'validated', '{somebody}');
      update missions set third_party_id = '00000000-0000-4000-8000-000000000001' where id in (1, 2);
      update missions set billing_cycle = '00000000-0000-4000-8000-00000000000c' where id = 3;
      update missions set billing_cycle = '00000000-0000-4000-8000-00000000000a' where id = 4;
      update billing_cycles set state = 'open' where label = 'Closed' and false;
      update missions set billing_cycle = '00000000-0000-4000-8000-00000000000b' where id = 5`);
    const first = await migrateData();
    expect(await assigned()).toEqual([
      '1 Chosen / -',
      '2 Chosen / -',
      '3 - / Frozen',
      '4 - / Closed',
      // Its cycle is a quarter of its own third party's: that serves as well as a month.
      '5 Éloïse / Quarter',
      '6 Éloïse / Quarter',
      '7 Éloïse / Quarter',
      '8 Éloïse / Quarter',
    ]);
    expect(skippedOf(first)).toEqual({ frozen: 2, 'closed-cycle': 2 });
    expect(first.billingCyclesCreated).toBe(0);

    await database.execute(
      'update missions set billing_cycle = null where id = 7; update missions set third_party_id = null where id = 8',
    );
    const again = await migrateData();
    expect(again.missions).toMatchObject(NOTHING);
    expect(skippedOf(again)).toEqual({ cleared: 2, frozen: 2, 'closed-cycle': 2 });
    expect((await assigned()).slice(6)).toEqual(['7 Éloïse / -', '8 - / Quarter']);
  });

  it('follows the rule: other periods for some, one cycle for all, bounds, statuses', async () => {
    await fill([
      ['A', '2025-01-10T10:00Z'],
      ['B', '2025-02-10T10:00Z'],
      ['B', '2025-12-10T10:00Z', 'cancelled'],
      ['B', '2024-12-10T10:00Z'],
    ]);
    const exceptions = parseRule(
      {
        statuses: ['completed', 'cancelled'],
        from: '2025-01-01',
        exceptions: [{ thirdParty: 'b sarl', period: 'quarter' }],
      },
      'The rule',
    );
    expect(skippedOf(await migrateData({ rule: exceptions }))).toEqual({ outside: 1 });
    expect(await assigned()).toEqual(['1 A / 2025-01 A', '2 B / 2025-T1 B', '3 B / 2025-T4 B', '4 B / -']);
    await fill([
      ['A', '2025-01-10T10:00Z'],
      ['B', '2025-01-11T10:00Z'],
    ]);
    await migrateData({ rule: parseRule({ per: 'all' }, 'The rule') });
    expect(await assigned()).toEqual(['1 A / 2025-01', '2 B / 2025-01']);
    const unknown = parseRule({ exceptions: [{ thirdParty: 'Nobody knows', period: 'year' }] }, 'The rule');
    await expect(migrateData({ rule: unknown })).rejects.toThrow(
      /exception for "Nobody knows", and there is no such third party/,
    );
  });

  it('goes on where it was stopped, and leaves alone what the operator’s own database refuses', async () => {
    await fill(Array.from({ length: 30 }, (_, index) => [`Client ${index % 3}`, '2025-01-10T10:00Z'] as const));
    const stop = new AbortController();
    const progress = { begin: () => undefined, end: () => undefined, at: () => stop.abort() };
    await database.execute(`create function stubborn() returns trigger language plpgsql as $$ begin
        if new.id = 7 then raise exception 'mission 7 is under seal'; end if; return new; end $$;
      create trigger stubborn before update on missions for each row execute function stubborn()`);
    try {
      await expect(migrateData({ signal: stop.signal, progress })).rejects.toThrow(InterruptedError);
      const report = await migrateData();
      const refused = report.missions.skipped.find(({ reason }) => reason === 'refused');
      expect(refused).toMatchObject({ missions: 1, examples: ['7: mission 7 is under seal'] });
      const texts = await assigned();
      expect(texts[6]).toBe('7 - / -');
      expect(texts.filter((text) => text.endsWith('- / -')).length).toBe(1);
    } finally {
      await database.execute('drop trigger stubborn on missions; drop function stubborn()');
    }
  });

  it('keeps the customers and cycles of subsidiaries apart, one subsidiary a call', async () => {
    await fill([
      ['Éloïse', '2025-01-15T10:00Z'],
      ['Éloïse', '2025-01-16T10:00Z'],
      ['Éloïse', '2025-01-17T10:00Z'],
    ]);
    await database.execute(`update missions set subsidiary = 'north' where id in (2, 3)`);
    expect(await migrateData()).toMatchObject({
      subsidiary: '',
      others: 2,
      missions: { examined: 1, thirdParties: 1 },
    });
    expect((await assigned()).slice(1)).toEqual(['2 - / -', '3 - / -']);
    expect(await migrateData({ subsidiary: 'north' })).toMatchObject({
      others: 1,
      missions: { examined: 2, thirdParties: 2 },
    });
    const whose = await database.query(
      `select coalesce(missions.subsidiary, '') as mission, coalesce(parties.subsidiary, '') as party,
         coalesce(cycles.subsidiary, '') as cycle, count(*)::int as count
       from missions join third_parties as parties on parties.id = third_party_id join billing_cycles as cycles on cycles.id = billing_cycle
       group by 1, 2, 3 order by 1`,
    );
    expect(whose).toEqual([
      { mission: '', party: '', cycle: '', count: 1 },
      { mission: 'north', party: 'north', cycle: 'north', count: 2 },
    ]);
    // Called again, and after a renaming: each goes on with its own.
    await database.execute(`update third_parties set name = 'Renamed' where subsidiary = 'north'`);
    await database.execute(`insert into missions (id, reference, customer_name, planned_start_at, planned_end_at, status, currency, subsidiary)
      overriding system value values (9, 'M-9', 'Éloïse', '2025-01-18T10:00Z', '2025-01-18T10:00Z', 'completed', 'EUR', 'north')`);
    expect(await migrateData()).toMatchObject({ customers: { created: 0 }, missions: { thirdParties: 0 } });
    expect(await migrateData({ subsidiary: 'north' })).toMatchObject({
      customers: { created: 0 },
      missions: { thirdParties: 1 },
    });
    expect((await assigned()).at(-1)).toMatch(/^9 Renamed/);
  });
});
