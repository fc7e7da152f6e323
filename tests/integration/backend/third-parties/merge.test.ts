import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../../backend/database/database.ts';
import type { EditableEntity, FieldValues, ThirdParty } from '../../../../shared/domain/index.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { actionOn, creation, patchOf, removalOf } from '../../../support/edits.ts';
import { createPusher, type MutationPusher, outcomeOf, reasonOf } from '../../../support/mutation-pusher.ts';

let database: Database;
let pusher: MutationPusher;
/** The two that are the same, made anew for each test. */
let loser: string;
let survivor: string;

beforeAll(async () => {
  database = await migratedDatabase();
  pusher = createPusher(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  [loser, survivor] = await Promise.all([party('Dupont'), party('DUPONT SARL')]);
});

async function party(name: string, more: FieldValues = {}): Promise<string> {
  return (await pusher.made(creation('third-party', { name, type: 'customer', ...more }))).id;
}

async function rowOf(id: string) {
  return (await pusher.row('third-party', id)) as ThirdParty;
}

async function act(id: string, action: string, parameters: FieldValues = {}) {
  return outcomeOf(await pusher.one(actionOn('third-party', await rowOf(id), action, parameters)));
}

const merge = () => act(loser, 'merge', { into: survivor });

async function missions(count: number, { of = loser, cycle = null as string | null } = {}): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `insert into missions (reference, planned_start_at, planned_end_at, status, third_party_id, billing_cycle)
     select gen_random_uuid()::text, now(), now() + interval '1 hour', 'completed', $1::uuid, $2::uuid from generate_series(1, $3::int)
     returning id::text as id`,
    [of, cycle, count],
  );
  return rows.map(({ id }) => id);
}

async function cycle(
  state: string,
  { of = loser, month = 1 }: { of?: string | null; month?: number } = {},
): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `insert into billing_cycles (label, period_start, period_end, state, third_party_id, currency)
     values ('Cycle', make_date(2026, $2::int, 1), make_date(2026, $2::int, 28), 'draft', $1::uuid, 'EUR') returning id::text as id`,
    [of, month],
  );
  const id = row?.id ?? '';
  const path = ['draft', 'open', 'closed'];
  for (const next of path.slice(1, path.indexOf(state) + 1))
    await database.query('update billing_cycles set state = $2 where id = $1::uuid', [id, next]);
  return id;
}

const named = async (entity: EditableEntity, id: string) =>
  ((await pusher.row(entity, id)) as { thirdPartyId: string | null }).thirdPartyId;

describe('a merge', () => {
  it('moves what names the one to the other, and its undo moves back exactly that', async () => {
    const [moved = '', later = ''] = await missions(2);
    const [own = ''] = await missions(1, { of: survivor });
    const open = await cycle('open');
    await database.query(
      `insert into rate_cards (label, third_party_id, valid_from, vat, terms) values ('Tarif', $1::uuid, '2026-01-01', '{}', '{}')`,
      [loser],
    );
    expect(await merge()).toBe('applied');
    expect(await rowOf(loser)).toMatchObject({
      standing: 'merged',
      mergedInto: survivor,
      lastMerge: { into: survivor, moved: { missions: 2, billingCycles: 1, rateCards: 1 }, undoneAt: null },
    });
    expect(await Promise.all([moved, later, own].map((id) => named('mission', id)))).toEqual([
      survivor,
      survivor,
      survivor,
    ]);
    expect(await named('billing-cycle', open)).toBe(survivor);
    expect(await act(loser, 'unmerge')).toBe('applied');
    expect(await rowOf(loser)).toMatchObject({
      standing: 'active',
      mergedInto: null,
      archivedAt: null,
      lastMerge: { keptCount: 0 },
    });
    expect((await rowOf(loser)).lastMerge?.undoneAt).toMatch(/^\d{4}-/);
    expect(await Promise.all([moved, later, own].map((id) => named('mission', id)))).toEqual([loser, loser, survivor]);
    expect(await named('billing-cycle', open)).toBe(loser);
    const cards = await database.query('select from rate_cards where third_party_id = $1::uuid', [loser]);
    expect(cards).toHaveLength(1);
    // Once more: nothing of the first is left.
    expect([await merge(), await act(loser, 'unmerge')]).toEqual(['applied', 'applied']);
    expect(await named('mission', own)).toBe(survivor);
  });

  it('is undone but for what changed since, which is told', async () => {
    const third = await party('Un autre');
    const [changed = '', frozen = '', gone = '', same = ''] = await missions(4);
    const all = await cycle('open', { of: null, month: 3 });
    expect(await merge()).toBe('applied');
    await pusher.made(patchOf('mission', await missionRow(changed), { thirdPartyId: third }));
    await pusher.made(patchOf('mission', await missionRow(frozen), { billingCycleId: all }));
    await database.query("update billing_cycles set state = 'closed' where id = $1::uuid", [all]);
    await database.query('delete from missions where id = $1::bigint', [gone]);
    expect(await act(loser, 'unmerge')).toBe('applied');
    const { lastMerge, standing } = await rowOf(loser);
    expect(standing).toBe('active');
    expect(lastMerge?.keptCount).toBe(3);
    expect(Object.fromEntries((lastMerge?.kept ?? []).map(({ id, why }) => [id, why]))).toEqual({
      [changed]: 'changed',
      [frozen]: 'frozen',
      [gone]: 'gone',
    });
    expect(await Promise.all([changed, frozen, same].map((id) => named('mission', id)))).toEqual([
      third,
      survivor,
      loser,
    ]);
  });

  it('is applied once, and a second of the same is as wanted already', async () => {
    const seen = await rowOf(loser);
    const one = actionOn('third-party', seen, 'merge', { into: survivor });
    expect(await pusher.outcome(one)).toBe('applied');
    expect(await pusher.outcome(one)).toBe('duplicate');
    // Another desktop that did not know.
    expect(await pusher.outcome(actionOn('third-party', seen, 'merge', { into: survivor }))).toBe('applied');
    expect(await pusher.outcome(actionOn('third-party', seen, 'merge', { into: await party('X') }))).toMatch(
      /^conflict/,
    );
    expect(await pusher.outcome(actionOn('third-party', seen, 'archive'))).toMatch(/^conflict/);
  });

  it.each<[string, () => Promise<FieldValues> | FieldValues, string, string | undefined]>([
    ['without another', () => ({}), 'invalid-value', 'into'],
    ['with itself', () => ({ into: loser }), 'invalid-value', 'into'],
    [
      'with one that is not there',
      () => ({ into: '0198a0b0-0000-7000-8000-00000000dead' }),
      'reference-missing',
      'into',
    ],
    ['with more than it takes', () => ({ into: survivor, force: true }), 'invalid-value', 'force'],
    [
      'with one that is archived',
      async () => {
        await act(survivor, 'archive');
        return { into: survivor };
      },
      'archived',
      'into',
    ],
  ])('%s is refused', async (_, parameters, code, field) => {
    const answer = await pusher.one(actionOn('third-party', await rowOf(loser), 'merge', await parameters()));
    expect(reasonOf(answer)).toMatchObject(field === undefined ? { code } : { code, field });
    expect((await rowOf(loser)).standing).toBe('active');
  });

  it('is refused where a cycle of the one that goes is closed, and where the other would bill days twice', async () => {
    const closed = await cycle('closed');
    expect(await merge()).toBe('rejected: frozen');
    await database.query("update billing_cycles set state = 'open' where id = $1::uuid", [closed]);
    await cycle('open', { of: survivor });
    expect(await merge()).toBe('rejected: overlapping');
  });

  it('is refused where missions of the one that goes are in a closed cycle of all', async () => {
    const all = await cycle('open', { of: null, month: 5 });
    await missions(1, { cycle: all });
    await database.query("update billing_cycles set state = 'closed' where id = $1::uuid", [all]);
    expect(await merge()).toBe('rejected: frozen');
    // The other way round it is not: the one that stays may be named by anything.
    [loser, survivor] = [survivor, loser];
    expect(await merge()).toBe('applied');
  });

  it('is refused where an issued invoice names the one that goes, and leaves the books as they are', async () => {
    const billed = await cycle('open', { month: 6 });
    await database.query(
      `insert into invoices (id, kind, number, prefix, year, count, billing_cycle_id, third_party_id, issued_on, issued_by, currency, total_cents, document)
       values (gen_random_uuid(), 'invoice', 'FA-2026-9', 'FA', 2026, 9, $1::uuid, $2::uuid, '2026-06-30', 'ada', 'EUR', 100, '{}')`,
      [billed, loser],
    );
    const answer = await pusher.one(actionOn('third-party', await rowOf(loser), 'merge', { into: survivor }));
    expect(reasonOf(answer)).toMatchObject({
      code: 'in-books',
      detail: expect.stringContaining('FA-2026-9') as string,
    });
  });

  it('is of those who may edit, and notes their hand in the cycles', async () => {
    const validator = createPusher(database, { actor: { subject: 'vera', roles: ['validator'] } });
    const action = actionOn('third-party', await rowOf(loser), 'merge', { into: survivor });
    expect(await validator.outcome(action)).toBe('rejected: forbidden');
    const open = await cycle('open', { month: 7 });
    const ada = createPusher(database, { actor: { subject: 'ada', roles: ['billing'] } });
    expect(await ada.outcome(actionOn('third-party', await rowOf(loser), 'merge', { into: survivor }))).toBe('applied');
    const [row] = await database.query<{ hands: string[] }>(
      'select contributors as hands from billing_cycles where id = $1::uuid',
      [open],
    );
    expect(row?.hands).toContain('ada');
  });
});

describe('an archived third party', () => {
  it('stays with what names it, takes nothing new, and is restored', async () => {
    const [mission = ''] = await missions(1);
    expect(await act(loser, 'archive')).toBe('applied');
    expect(await named('mission', mission)).toBe(loser);
    // What names it already can be edited.
    await pusher.made(patchOf('mission', await missionRow(mission), { customerName: 'Dupont' }));
    const [other = ''] = await missions(1, { of: survivor });
    const answer = await pusher.one(patchOf('mission', await missionRow(other), { thirdPartyId: loser }));
    expect(reasonOf(answer)).toMatchObject({ code: 'archived', field: 'thirdPartyId' });
    const made = creation('billing-cycle', {
      ...{ label: 'C', periodStart: '2026-01-01', periodEnd: '2026-01-31', currency: 'EUR', thirdPartyId: loser },
    });
    expect(await pusher.outcome(made)).toBe('rejected: archived');
    expect(await act(loser, 'restore')).toBe('applied');
    expect(await pusher.outcome(patchOf('mission', await missionRow(other), { thirdPartyId: loser }))).toBe('applied');
  });

  it('is archived since it is used: it cannot be removed, nor can one that another was merged into', async () => {
    await missions(1);
    expect(await pusher.outcome(removalOf('third-party', await rowOf(loser)))).toBe('rejected: referenced');
    expect(await merge()).toBe('applied');
    await database.query('update missions set third_party_id = null where third_party_id = $1::uuid', [survivor]);
    expect(await pusher.outcome(removalOf('third-party', await rowOf(survivor)))).toBe('rejected: referenced');
  });
});

describe('a contact', () => {
  it('is kept as it was written, with lists as lists and what is not known beside', async () => {
    await database.query(`update third_parties set contact_info = '{"fax": "1", "siren": 123}' where id = $1::uuid`, [
      loser,
    ]);
    const persons = '[{"email":"zoe@exemple.fr","name":"Zoé"}]';
    await pusher.made(
      patchOf('third-party', await rowOf(loser), { 'contactInfo.persons': persons, 'contactInfo.paymentDays': 30 }),
    );
    const [row] = await database.query<{ info: unknown }>(
      'select contact_info as info from third_parties where id = $1::uuid',
      [loser],
    );
    expect(row?.info).toEqual({
      fax: '1',
      siren: 123,
      paymentDays: 30,
      persons: [{ email: 'zoe@exemple.fr', name: 'Zoé' }],
    });
    const wrong = patchOf('third-party', await rowOf(loser), { 'contactInfo.siren': '732829321' });
    expect(reasonOf(await pusher.one(wrong))).toMatchObject({
      code: 'invalid-value',
      field: 'contactInfo.siren',
      fault: 'siren-check',
    });
  });
});

const missionRow = async (id: string) => (await pusher.row('mission', id)) as { id: string } & Record<string, unknown>;
