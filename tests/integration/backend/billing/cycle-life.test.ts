import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../../backend/database/database.ts';
import { actAs } from '../../../../backend/bus/index.ts';
import { DEFAULT_SUBSIDIARY, Scopes, WHOLE } from '../../../../backend/database/scope.ts';
import { ChronologyError } from '../../../../backend/services/billing/invoice-series.ts';
import { writeBillingSettings } from '../../../../backend/services/billing/settings-store.ts';
import { BillingService } from '../../../../backend/services/billing-service.ts';
import { type Actor, type CycleAction, documentTotals, invoiceDocument } from '../../../../shared/domain/index.ts';
import { BILLING_SETTINGS, CARD_TERMS } from '../../../support/billing-fixtures.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { migratedDatabase } from '../../../support/database.ts';

const ada: Actor = { subject: 'ada', roles: ['billing'] };
const bea: Actor = { subject: 'bea', roles: ['billing', 'validator'] };
const MARCH = { from: '2026-03-01', to: '2026-03-31' };
let database: Database;
let scopes: Scopes;
let nowMs = Date.parse('2026-04-02T08:00:00Z');
let month = 0;

beforeAll(async () => {
  database = await migratedDatabase();
  scopes = new Scopes(database, { defaultSubsidiary: DEFAULT_SUBSIDIARY, userRole: 'vigie_user' });
  await insertRows(database, { vehicles: 1, thirdParties: 2 });
  await database.query(`update third_parties set contact_info = contact_info || '{"country": "France"}'`);
  await database.transaction(async (sql) => {
    await actAs(sql, 'root');
    await writeBillingSettings(sql, '', BILLING_SETTINGS);
  });
});
afterAll(() => database.close());
beforeEach(() => (month += 1));

/** A cycle of its own month with missions of two third parties. */
async function cycle({
  missions = 6,
  priceBy = 'amount',
  ...own
}: {
  missions?: number;
  priceBy?: string;
  thirdParty?: string;
} = {}) {
  const [row] = await database.query<{ id: string }>(
    `insert into billing_cycles (label, period_start, period_end, price_by, third_party_id)
     values ('Cycle', $1::date + $2 * interval '1 month', $1::date + ($2 + 1) * interval '1 month' - interval '1 day', $3, $4)
     returning id`,
    [MARCH.from, month, priceBy, own.thirdParty ?? null],
  );
  const id = row?.id ?? '';
  await database.query(
    `insert into missions (reference, planned_start_at, planned_end_at, actual_start_at, actual_end_at, status, distance_km,
       amount, third_party_id, billing_cycle)
     select 'R-' || $1 || '-' || i, at, at + interval '1 hour', at, at + interval '50 min', 'completed', 12.5, 10.33 + i,
       (select id from third_parties order by name offset i % 2 limit 1), $1::uuid
     from generate_series(1, $2::int) as i, lateral (select timestamptz '2026-03-04T09:00Z' + i * interval '1 hour') as t (at)`,
    [id, missions],
  );
  return id;
}

function step(id: string, action: CycleAction, actor: Actor, parameters = {}) {
  const service = new BillingService({ nowMs: () => nowMs });
  return scopes.transaction(WHOLE, async (sql) => {
    await actAs(sql, actor.subject);
    return (await service.takeStep(sql, { id, action, actor, parameters }))?.code ?? 'done';
  });
}

async function steps(id: string, ...taken: readonly [CycleAction, Actor][]) {
  for (const [action, actor] of taken) expect([action, await step(id, action, actor)]).toEqual([action, 'done']);
}

const TO_VALIDATED = [
  ['open', ada],
  ['close', ada],
  ['submit', ada],
  ['approve', bea],
] as const satisfies [CycleAction, Actor][];

async function invoicesOf(id: string) {
  const rows = await database.query<{ number: string; kind: string; total: number; document: unknown }>(
    `select number, kind, total_cents::float8 as total, document from invoices where billing_cycle_id = $1 order by created_at, number`,
    [id],
  );
  return rows.map(({ document, ...row }) => ({ ...row, document: invoiceDocument.parse(document) }));
}

describe('the life of a cycle', () => {
  it('leads to one invoice for each third party, whose totals are those of its missions', async () => {
    const id = await cycle();
    await steps(id, ...TO_VALIDATED, ['invoice', ada]);
    const invoices = await invoicesOf(id);
    expect(invoices.map(({ kind }) => kind)).toEqual(['invoice', 'invoice']);
    expect(invoices.map(({ document }) => document.buyer.name)).toEqual([
      'Société Martin & Fils n° 1',
      'Société Martin & Fils n° 2',
    ]);
    const [sum] = await database.query<{ cents: number }>(
      'select sum(amount * 100)::float8 as cents from missions where billing_cycle = $1::uuid',
      [id],
    );
    const totals = invoices.map(({ document }) => documentTotals(document));
    expect(totals.reduce((all, { taxExclusiveCents }) => all + taxExclusiveCents, 0)).toBe(sum?.cents);
    expect(invoices.map(({ total }) => total)).toEqual(totals.map(({ payableCents }) => payableCents));
    expect(invoices[0]?.document).toMatchObject({ issuedOn: '2026-04-02', dueOn: '2026-05-02', currency: 'EUR' });
  });

  it('is due, worded and written as agreed with each third party, and credited in the same language', async () => {
    const [first] = await database.query<{ id: string }>('select id from third_parties order by name limit 1');
    const agree = (agreed: object) =>
      database.query('update third_parties set contact_info = contact_info || $2::jsonb where id = $1', [
        ...[first?.id, JSON.stringify(agreed)],
      ]);
    await agree({ paymentDays: 45, language: 'en' });
    const id = await cycle();
    await steps(id, ...TO_VALIDATED, ['invoice', ada]);
    const [own, other] = (await invoicesOf(id)).map(({ document }) => document);
    expect(own).toMatchObject({
      dueOn: '2026-05-17',
      language: 'en',
      payment: { terms: 'Payment within 45 days of issue' },
    });
    expect(other).toMatchObject({ dueOn: '2026-05-02', payment: BILLING_SETTINGS.payment });
    expect(other).not.toHaveProperty('language');
    await agree({ paymentDays: null, language: null });
    expect(await step(id, 'credit', ada, { reason: 'wrong tariff' })).toBe('done');
    const notes = (await invoicesOf(id)).filter(({ kind }) => kind === 'credit-note');
    expect(notes.map(({ document }) => document.language)).toEqual(['en', undefined]);
  });

  it('is refused to its author, by the service and by the database', async () => {
    const id = await cycle();
    await steps(id, ['open', bea], ['close', ada], ['submit', ada]);
    expect(await step(id, 'approve', bea)).toBe('four-eyes');
    expect(await step(id, 'approve', { subject: 'cyd', onBehalfOf: 'ada', roles: ['validator'] })).toBe('four-eyes');
    expect(await step(id, 'approve', { subject: 'cyd', roles: ['billing'] })).toBe('forbidden');
    await expect(
      database.query(`update billing_cycles set state = 'validated', approved_by = '{ada}' where id = $1`, [id]),
    ).rejects.toThrow(/billing_cycles_four_eyes/);
    await expect(database.query(`update billing_cycles set contributors = '{}' where id = $1`, [id])).rejects.toThrow(
      /stays named/,
    );
    await expect(database.query(`update billing_cycles set state = 'validated' where id = $1`, [id])).rejects.toThrow(
      /billing_cycles_approved/,
    );
  });

  it('goes back with a reason and by a second person, and starts its hands anew', async () => {
    const id = await cycle();
    await steps(id, ['open', ada], ['close', ada]);
    expect(await step(id, 'reopen', bea)).toBe('invalid-value');
    expect(await step(id, 'reopen', ada, { reason: 'a slip' })).toBe('four-eyes');
    expect(await step(id, 'reopen', bea, { reason: 'a slip' })).toBe('done');
    const [row] = await database.query('select state, contributors, last_step_by from billing_cycles where id = $1', [
      id,
    ]);
    expect(row).toEqual({ state: 'open', contributors: ['bea'], last_step_by: 'bea' });
    await steps(id, ['close', ada], ['submit', ada]);
    expect(await step(id, 'approve', bea)).toBe('four-eyes');
  });

  it('is credited once, to the cent, and its missions can be billed again', async () => {
    const id = await cycle();
    await steps(id, ...TO_VALIDATED, ['invoice', ada], ['deposit', ada], ['mark-cashed', ada]);
    expect(await step(id, 'reopen', bea, { reason: 'no' })).toBe('illegal-action');
    expect(await step(id, 'credit', ada, { reason: 'wrong tariff' })).toBe('done');
    expect(await step(id, 'credit', ada, { reason: 'again' })).toBe('illegal-action');
    const all = await invoicesOf(id);
    const totalOf = (kind: string) => all.filter((one) => one.kind === kind).reduce((sum, { total }) => sum + total, 0);
    expect(totalOf('credit-note')).toBe(totalOf('invoice'));
    expect(all.filter(({ kind }) => kind === 'credit-note').map(({ document }) => document.corrects?.number)).toEqual(
      all.filter(({ kind }) => kind === 'invoice').map(({ number }) => number),
    );
    const free = await database.query('select id from missions where billing_cycle = $1::uuid', [id]);
    expect(free).toEqual([]);
    await expect(database.query(`update billing_cycles set is_credited = false where id = $1`, [id])).rejects.toThrow(
      /never taken back/,
    );
    await expect(database.query(`update billing_cycles set state = 'open' where id = $1`, [id])).rejects.toThrow(
      /cannot become open/,
    );
  });
});

describe('what is missing', () => {
  it('keeps a cycle from being submitted: no missions, no price, nobody to bill', async () => {
    const empty = await cycle({ missions: 0 });
    await steps(empty, ['open', ada], ['close', ada]);
    expect(await step(empty, 'submit', ada)).toBe('incomplete');
    month += 1;
    const unpriced = await cycle();
    await database.query('update missions set amount = null where billing_cycle = $1::uuid', [unpriced]);
    await steps(unpriced, ['open', ada], ['close', ada]);
    expect(await step(unpriced, 'submit', ada)).toBe('incomplete');
    month += 1;
    const unknown = await cycle();
    await database.query('update missions set third_party_id = null where billing_cycle = $1::uuid', [unknown]);
    await steps(unknown, ['open', ada], ['close', ada]);
    expect(await step(unknown, 'submit', ada)).toBe('incomplete');
  });

  it('keeps two cycles from billing the same third party in the same days', async () => {
    const first = await cycle();
    const second = await cycle();
    await steps(first, ['open', ada]);
    expect(await step(second, 'open', ada)).toBe('overlapping');
  });

  it('keeps an invoice from a buyer whose country nobody can read, and gives no number for it', async () => {
    const id = await cycle();
    await steps(id, ...TO_VALIDATED);
    await database.query(
      `update third_parties set contact_info = contact_info || '{"country": "Frnace"}' where name like '%n° 2'`,
    );
    const before = await database.query('select * from invoice_series');
    expect(await step(id, 'invoice', ada)).toBe('incomplete');
    expect(await database.query('select * from invoice_series')).toEqual(before);
    await database.query(
      `update third_parties set contact_info = contact_info || '{"country": "fr"}' where name like '%n° 2'`,
    );
    await steps(id, ['invoice', ada]);
  });
});

describe('numbers', () => {
  it('have no gap where an invoice fails, and none is of an earlier day than the one before', async () => {
    const id = await cycle();
    await steps(id, ...TO_VALIDATED);
    const count = async () =>
      (await database.query<{ n: number }>(`select last_count as n from invoice_series where prefix = 'FA'`))[0]?.n;
    const before = await count();
    const failing = scopes.transaction(WHOLE, async (sql) => {
      await actAs(sql, ada.subject);
      const service = new BillingService({ nowMs: () => nowMs });
      await service.takeStep(sql, { id, action: 'invoice', actor: ada, parameters: {} });
      throw new Error('the power went');
    });
    await expect(failing).rejects.toThrow('the power went');
    expect(await count()).toBe(before);
    nowMs -= 48 * 3_600_000;
    await expect(step(id, 'invoice', ada)).rejects.toThrow(ChronologyError);
    nowMs += 48 * 3_600_000;
    await steps(id, ['invoice', ada]);
    expect(await count()).toBe((before ?? 0) + 2);
    const numbers = await database.query<{ count: number }>(
      `select count from invoices where prefix = 'FA' order by count`,
    );
    expect(numbers.map((row) => row.count)).toEqual(numbers.map((_, index) => index + 1));
  });
});

describe('prices', () => {
  it('come from the rate card of the third party on that day, line by line', async () => {
    const [party] = await database.query<{ id: string }>(`select id from third_parties where name like '%n° 1'`);
    await database.query(
      `insert into rate_cards (label, third_party_id, valid_from, vat, terms)
       values ('General', null, '2020-01-01', '{"category": "S", "basisPoints": 1000}', $1),
         ('Own', $2, '2026-01-01', '{"category": "S", "basisPoints": 2000}', $3)`,
      [JSON.stringify(CARD_TERMS), party?.id, JSON.stringify({ ...CARD_TERMS, baseCents: 10_000 })],
    );
    const id = await cycle({ priceBy: 'card' });
    await steps(id, ['open', ada], ['close', ada]);
    const lines = await database.query<{ name: string; cents: number; lines: { amountCents: number }[]; rate: number }>(
      `select t.name, l.amount_cents::float8 as cents, l.price_lines as lines, (l.vat ->> 'basisPoints')::int as rate
       from billing_lines l join third_parties t on t.id = l.third_party_id where l.billing_cycle_id = $1 order by l.mission_id`,
      [id],
    );
    expect(lines).toHaveLength(6);
    for (const line of lines) {
      const isOwn = line.name.endsWith('n° 1');
      expect(line.rate).toBe(isOwn ? 2000 : 1000);
      expect(line.cents).toBe(line.lines.reduce((sum, { amountCents }) => sum + amountCents, 0));
      // 12.5 km at 1.50, 50 minutes at 30 an hour.
      expect(line.cents).toBe((isOwn ? 10_000 : 500) + 1875 + 2500);
    }
  });
});

describe('the books', () => {
  it('tell who did what, and show when an entry was changed or cut off', async () => {
    const id = await cycle({ missions: 1 });
    await steps(id, ['open', ada], ['close', ada]);
    const chain = `billing-cycle/${id}`;
    const entries = await database.query<{ actor: string; action: string }>(
      'select actor, action from billing_audit where chain = $1 order by position',
      [chain],
    );
    expect(entries.map(({ actor, action }) => `${action} by ${actor.split(':')[0]}`)).toEqual([
      ...['insert by database', 'mission-in by database', 'update by ada', 'update by ada'],
    ]);
    const fault = async () =>
      (await database.query<{ at: string | null }>('select vigie_audit_fault($1) as at', [chain]))[0]?.at;
    expect(await fault()).toBeNull();
    await expect(database.query('delete from billing_audit where chain = $1', [chain])).rejects.toThrow(
      /only ever added to/,
    );
    await expect(database.query('update invoices set total_cents = 0')).rejects.toThrow(/only ever added to/);
    await database.execute('alter table billing_audit disable trigger vigie_append_only');
    await database.query(`update billing_audit set actor = 'bea' where chain = $1 and position = 3`, [chain]);
    expect(await fault()).toBe('3');
    await database.query(`update billing_audit set actor = 'ada' where chain = $1 and position = 3`, [chain]);
    expect(await fault()).toBeNull();
    await database.query('delete from billing_audit where chain = $1 and position = 4', [chain]);
    expect(await fault()).toBe('end');
    await database.execute('alter table billing_audit enable trigger vigie_append_only');
  });
});
