import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../../backend/database/database.ts';
import { DEFAULT_SUBSIDIARY, type Scope, Scopes } from '../../../../backend/database/scope.ts';
import { BillingService, StepRefusedError } from '../../../../backend/services/billing-service.ts';
import type { Actor, CycleAction, RateCard } from '../../../../shared/domain/index.ts';
import { BILLING_SETTINGS, RATE_CARD } from '../../../support/billing-fixtures.ts';
import { migratedDatabase } from '../../../support/database.ts';

const ada: Actor = { subject: 'ada', roles: ['billing'] };
const bea: Actor = { subject: 'bea', roles: ['validator'] };
const scopeOf = ({ subject }: Actor, ...subsidiaries: string[]): Scope => ({ subject, subsidiaries });
const service = new BillingService({ nowMs: () => Date.parse('2026-04-02T08:00:00Z') });
const OWNERS = ['', 'north', 'south'] as const;
type Owner = (typeof OWNERS)[number];
const cycles: Record<Owner, string> = { '': '', north: '', south: '' };
let database: Database;
let scopes: Scopes;

/** For each subsidiary a third party, a cycle with three missions, and settings of its own with the same prefixes. */
beforeAll(async () => {
  database = await migratedDatabase();
  scopes = new Scopes(database, { defaultSubsidiary: DEFAULT_SUBSIDIARY, userRole: 'vigie_user' });
  for (const owner of OWNERS) {
    const subsidiary = owner === '' ? null : owner;
    const [made] = await database.query<{ id: string }>(
      `with party as (insert into third_parties (name, type, contact_info, subsidiary)
           values ('Martin ' || $1, 'customer', '{"city": "Lyon", "country": "FR"}', $2) returning id),
         cycle as (insert into billing_cycles (label, period_start, period_end, subsidiary)
           values ('March ' || $1, '2026-03-01', '2026-03-31', $2) returning id),
         trips as (insert into missions (reference, planned_start_at, planned_end_at, status, amount, third_party_id, billing_cycle, subsidiary)
           select 'R-' || $1 || i, '2026-03-04T09:00Z', '2026-03-04T10:00Z', 'completed', 10, party.id, cycle.id, $2
           from generate_series(1, 3) as i, party, cycle)
       select id from cycle`,
      [owner, subsidiary],
    );
    cycles[owner] = made?.id ?? '';
    await scopes.transaction(scopeOf(ada, owner), (sql) => {
      const settings = { ...BILLING_SETTINGS, seller: { ...BILLING_SETTINGS.seller, name: `Seller ${owner}` } };
      return service.writeSettings(sql, owner, settings, ada);
    });
  }
});
afterAll(() => database.close());

const step = (actor: Actor, owners: readonly string[], id: string, action: CycleAction) =>
  scopes.transaction(scopeOf(actor, ...owners), (sql) => service.act(sql, { id, action, actor, parameters: {} }));

async function bill(owner: Owner) {
  for (const action of ['open', 'close', 'submit'] as const) await step(ada, [owner], cycles[owner], action);
  await step(bea, [owner], cycles[owner], 'approve');
  await step(ada, [owner], cycles[owner], 'invoice');
}

describe('subsidiaries', () => {
  it('bill each for themselves: own settings, own numbers, own books, and nothing of another’s is there', async () => {
    for (const owner of OWNERS) await bill(owner);
    for (const owner of OWNERS) {
      const reader = scopes.reader(scopeOf(ada, owner));
      const other = owner === 'north' ? 'south' : 'north';
      const [invoice, ...rest] = await service.invoices(reader, cycles[owner]);
      expect([invoice?.number, rest]).toEqual(['FA-2026-000001', []]);
      const issued = await service.invoice(reader, invoice?.id ?? '');
      expect(issued?.document.seller.name).toBe(`Seller ${owner}`.trim());
      expect((await service.lines(reader, cycles[owner], { limit: 10 })).items).toHaveLength(3);
      expect((await service.totals(reader, cycles[owner]))?.taxExclusiveCents).toBe(3000);
      const trail = await service.trail(reader, `billing-cycle/${cycles[owner]}`);
      expect([trail.fault, trail.entries.at(-1)?.actor]).toEqual([null, 'ada']);

      expect(await service.invoices(reader, cycles[other])).toEqual([]);
      expect((await service.lines(reader, cycles[other], { limit: 10 })).items).toEqual([]);
      expect(await service.totals(reader, cycles[other])).toBeUndefined();
      expect((await service.trail(reader, `billing-cycle/${cycles[other]}`)).entries).toEqual([]);
      expect(await service.settings(reader, other)).toBeUndefined();
      await expect(step(ada, [owner], cycles[other], 'deposit')).rejects.toThrow(StepRefusedError);
      await expect(
        scopes.transaction(scopeOf(ada, owner), (sql) => service.writeSettings(sql, other, BILLING_SETTINGS, ada)),
      ).rejects.toThrow(/row-level security/);
    }
  });

  it('keep their rate cards apart, and price by no other’s', async () => {
    const write = (owner: string, given: RateCard) =>
      scopes.transaction(scopeOf(ada, owner), (sql) => service.writeRateCard(sql, given, ada));
    expect(await write('north', RATE_CARD)).toBeUndefined();
    expect(await service.rateCards(scopes.reader(scopeOf(ada, 'north')))).toEqual([RATE_CARD]);
    expect(await service.rateCards(scopes.reader(scopeOf(ada, 'south')))).toEqual([]);
    const [party] = await database.query<{ id: string }>(`select id from third_parties where subsidiary = 'south'`);
    expect(await write('north', { ...RATE_CARD, thirdPartyId: party?.id ?? '' })).toMatchObject({
      code: 'reference-missing',
    });
  });

  it('do not bill half of a cycle that holds a mission of another, whoever asks', async () => {
    const [mixed] = await database.query<{ id: string }>(
      `with cycle as (insert into billing_cycles (label, period_start, period_end, subsidiary)
         values ('Mixed', '2026-05-01', '2026-05-31', 'north') returning id), trips as (
         insert into missions (reference, planned_start_at, planned_end_at, status, amount, third_party_id, billing_cycle, subsidiary)
         select 'M-' || party.subsidiary, '2026-05-04T09:00Z', '2026-05-04T10:00Z', 'completed', 10, party.id, cycle.id, party.subsidiary
         from third_parties as party, cycle where party.subsidiary is not null)
       select id from cycle`,
    );
    const id = mixed?.id ?? '';
    for (const action of ['open', 'close'] as const) await step(ada, ['north'], id, action);
    await expect(step(ada, ['north'], id, 'submit')).rejects.toThrow(/^subsidiary: mission \d+ is that of another/);
    await expect(step(ada, [...OWNERS], id, 'submit')).rejects.toThrow(/^subsidiary: mission \d+ is that of another/);
  });
});
