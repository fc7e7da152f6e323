import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mutation } from '../../../../shared/api/index.ts';
import {
  EDITABLE_FIELDS,
  type EditableEntity,
  type FieldValue,
  fieldOf,
  newBillingCycle,
  newThirdParty,
  withFields,
} from '../../../../shared/domain/index.ts';
import type { Database } from '../../../../backend/database/database.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { actionOn, cancelOf, creation, patchOf, removalOf } from '../../../support/edits.ts';
import { createPusher, type MutationPusher, outcomeOf } from '../../../support/mutation-pusher.ts';

let database: Database;
let pusher: MutationPusher;
/** Ids of rows that are there: missions 1 and 2 are of no cycle. */
const ids = { party: '', otherParty: '', cycle: '' };
beforeAll(async () => {
  database = await migratedDatabase();
  pusher = createPusher(database);
  await insertRows(database, { vehicles: 1, missions: 3 });
  ids.party = (await made(creation('third-party', { name: 'Martin', type: 'customer' }))).id;
  ids.otherParty = (await made(creation('third-party', { name: 'Durand', type: 'supplier' }))).id;
  ids.cycle = (await made(newCycle())).id;
});
afterAll(() => database.close());

async function made<M extends Mutation>(mutation: M): Promise<M> {
  expect(await pusher.outcome(mutation)).toBe('applied');
  return mutation;
}

const newCycle = (more: Record<string, FieldValue> = {}) =>
  creation('billing-cycle', {
    ...{ label: 'Mars', periodStart: '2026-03-01', periodEnd: '2026-03-31', currency: 'EUR' },
    ...more,
  });

/** A cycle that was opened, and perhaps closed. */
async function cycleIn(state: 'draft' | 'open' | 'closed') {
  const { id } = await made(newCycle());
  if (state !== 'draft') await made(actionOn('billing-cycle', await pusher.row('billing-cycle', id), 'open'));
  if (state === 'closed') await made(actionOn('billing-cycle', await pusher.row('billing-cycle', id), 'close'));
  const row = await pusher.row('billing-cycle', id);
  expect(row).toMatchObject({ state });
  return row;
}

describe('a creation', () => {
  it('makes a third party as its fields say', async () => {
    const fields = {
      name: 'Société É',
      type: 'authority',
      'contactInfo.email': 'a@b.example',
      'contactInfo.city': 'Lyon',
    };
    const { id } = await made(creation('third-party', fields));
    const row = await pusher.row('third-party', id);
    expect(row).toEqual(newThirdParty(id, fields, (row as { createdAt: string }).createdAt));
  });

  it('makes a billing cycle, of a third party that was made just before', async () => {
    const party = creation('third-party', { name: 'Neuve', type: 'customer', 'contactInfo.phone': null });
    const cycle = newCycle({ thirdPartyId: party.id, currency: 'CHF' });
    expect((await pusher.push(party, cycle)).map(outcomeOf)).toEqual(['applied', 'applied']);
    const row = await pusher.row('billing-cycle', cycle.id);
    const { createdAt } = row as { createdAt: string };
    expect(row).toEqual(newBillingCycle(cycle.id, cycle.fields, createdAt));
    // The server's time, not that of the desktop.
    expect(Math.abs(Date.parse(createdAt) - Date.now())).toBeLessThan(60_000);
  });
});

describe('a patch', () => {
  const others: Record<string, FieldValue> = {
    ...{ name: 'Autre nom', type: 'other', label: 'Autre', periodStart: '2026-02-28', periodEnd: '2026-04-01' },
    ...{ currency: 'USD', customerName: 'Quelqu’un "d’autre"', distanceMetres: 12_345, amountCents: -98_765 },
  };
  const cases = Object.entries(EDITABLE_FIELDS).flatMap(([entity, fields]) =>
    Object.keys(fields).map((field) => [entity as EditableEntity, field] as const),
  );

  it.each(cases)('of a %s changes %s and nothing else', async (entity, field) => {
    const id = { 'third-party': ids.party, 'billing-cycle': (await cycleIn('draft')).id, mission: '3' }[entity];
    const value = { thirdPartyId: ids.otherParty, billingCycleId: ids.cycle }[field] ?? others[field] ?? 'Texte';
    const before = await pusher.row(entity, id);
    await made(patchOf(entity, before, { [field]: value }));
    const after = await pusher.row(entity, id);
    expect(after).toEqual(withFields(before, { [field]: value }));
    expect(after).not.toEqual(before);
  });

  it.each([
    ['mission', 'customerName'],
    ['mission', 'thirdPartyId'],
    ['mission', 'billingCycleId'],
    ['mission', 'distanceMetres'],
    ['mission', 'amountCents'],
    ['third-party', 'contactInfo.email'],
  ] as const)('of a %s empties %s', async (entity, field) => {
    const id = entity === 'mission' ? '3' : ids.party;
    const before = await pusher.row(entity, id);
    expect(fieldOf(before, field)).not.toBeNull();
    await made(patchOf(entity, before, { [field]: null }));
    expect(await pusher.row(entity, id)).toEqual(withFields(before, { [field]: null }));
  });

  it('of one field leaves what somebody else wrote into another', async () => {
    const seen = await pusher.row('third-party', ids.party);
    await database.query(`update third_parties set name = 'Renommé' where id = $1`, [ids.party]);
    const { current } = await pusher.one(patchOf('third-party', seen, { 'contactInfo.city': 'Saint-Étienne' }));
    expect(current).toMatchObject({ row: { name: 'Renommé', contactInfo: { city: 'Saint-Étienne' } } });
  });

  it('leaves the contact details that other programs keep', async () => {
    const { id } = await made(
      creation('third-party', { name: 'Fax', type: 'other', 'contactInfo.email': 'a@b.example' }),
    );
    await database.query(`update third_parties set contact_info = contact_info || $2 where id = $1`, [
      id,
      '{"fax": "04 77", "tags": ["a", null, {"b": 1.50}], "emails": 3, "phone": "1"}',
    ]);
    await made(
      patchOf('third-party', await pusher.row('third-party', id), {
        ...{ 'contactInfo.email': null, 'contactInfo.phone': '2', 'contactInfo.country': 'France' },
      }),
    );
    const [row] = await database.query('select contact_info::text as text from third_parties where id = $1', [id]);
    expect(row).toEqual({
      text: '{"fax": "04 77", "tags": ["a", null, {"b": 1.50}], "phone": "2", "emails": 3, "country": "France"}',
    });
  });

  it('whose wish is there already changes nothing, in a closed cycle too', async () => {
    const cycle = await cycleIn('closed');
    const version = (await pusher.current('billing-cycle', cycle.id))?.version;
    const edit = { ...patchOf('billing-cycle', { ...cycle, label: 'Avant' }, { label: 'Mars' }) };
    expect(await pusher.one(edit)).toMatchObject({ result: 'applied', current: { version } });
  });

  it('of a field that somebody else changed is a conflict, and nothing of it is done', async () => {
    const seen = await pusher.row('third-party', ids.otherParty);
    await database.query(`update third_parties set name = 'Le leur' where id = $1`, [ids.otherParty]);
    const edit = patchOf('third-party', seen, { name: 'Le mien', 'contactInfo.email': 'x@y.example' });
    const answer = await pusher.one(edit);
    expect(answer).toMatchObject({ result: 'conflict', fields: ['name'], current: { row: { name: 'Le leur' } } });
    expect(await pusher.row('third-party', ids.otherParty)).toMatchObject({ contactInfo: {} });
    expect(await pusher.one(edit)).toEqual(answer);
  });

  it('of an amount is a conflict where the distance is another by now', async () => {
    const seen = await pusher.row('mission', '1');
    await database.query('update missions set distance_km = 77.5 where id = 1');
    expect(await pusher.outcome(patchOf('mission', seen, { amountCents: 4200 }))).toBe('conflict: distanceMetres');
    expect(await pusher.outcome(patchOf('mission', seen, { customerName: 'Libre' }))).toBe('applied');
  });

  it('of a row that was removed is a conflict without fields, and brings the tombstone', async () => {
    const { id } = await made(creation('third-party', { name: 'Passager', type: 'other' }));
    const seen = await pusher.row('third-party', id);
    await database.query('delete from third_parties where id = $1', [id]);
    expect(await pusher.one(patchOf('third-party', seen, { name: 'Revenu' }))).toMatchObject({
      ...{ result: 'conflict', fields: [], current: { op: 'delete', entity: 'third-party', id, version: 2 } },
    });
  });
});

describe('a removal', () => {
  it('takes the row away; of one that is gone it is as wanted', async () => {
    const { id } = await made(creation('third-party', { name: 'Double', type: 'other' }));
    const seen = await pusher.row('third-party', id);
    for (const _ of ['mine', 'theirs']) {
      expect(await pusher.one(removalOf('third-party', seen))).toMatchObject({
        ...{ result: 'applied', current: { op: 'delete', id, version: 2 } },
      });
    }
    expect(await pusher.outcome(removalOf('billing-cycle', await cycleIn('open')))).toBe('applied');
  });

  it('of a row that somebody changed is a conflict', async () => {
    const { id } = await made(creation('third-party', { name: 'Gardé', type: 'other' }));
    const seen = await pusher.row('third-party', id);
    await made(patchOf('third-party', seen, { 'contactInfo.phone': '04' }));
    expect(await pusher.outcome(removalOf('third-party', seen))).toBe('conflict: contactInfo.phone');
  });
});

describe('an action', () => {
  it('opens, then closes a cycle', async () => {
    const cycle = await cycleIn('closed');
    expect(await pusher.current('billing-cycle', cycle.id)).toMatchObject({ version: 3 });
  });

  it('that somebody else has done already is as wanted', async () => {
    const open = await cycleIn('open');
    await made(actionOn('billing-cycle', open, 'close'));
    expect(await pusher.one(actionOn('billing-cycle', open, 'close'))).toMatchObject({
      ...{ result: 'applied', current: { version: 3, row: { state: 'closed' } } },
    });
  });

  it('on a cycle that is another by now is a conflict', async () => {
    const draft = await cycleIn('draft');
    await made(patchOf('billing-cycle', draft, { periodEnd: '2026-04-30' }));
    expect(await pusher.outcome(actionOn('billing-cycle', draft, 'open'))).toBe('conflict: periodEnd');
    await database.query(`update billing_cycles set state = 'closed' where id = $1`, [draft.id]);
    const seen = { ...(await pusher.row('billing-cycle', draft.id)), state: 'draft' };
    expect(await pusher.outcome(actionOn('billing-cycle', seen, 'open'))).toBe('conflict: state');
  });
});

describe('an edit that breaks a rule is rejected', () => {
  const nowhere = uuidv7();
  const mission = () => pusher.row('mission', '2');
  const party = () => pusher.row('third-party', ids.party);
  const used = async () => {
    await database.query('update missions set third_party_id = $1, billing_cycle = $2 where id = 1', [
      ids.party,
      ids.cycle,
    ]);
  };
  const inClosedCycle = async () => {
    const cycle = await cycleIn('closed');
    await database.query('update missions set billing_cycle = $1 where id = 1', [cycle.id]);
    return pusher.row('mission', '1');
  };

  const cases: [string, string, () => Promise<Mutation>][] = [
    ['a mission made here', 'not-editable', async () => creation('mission', { customerName: 'x' }, '99')],
    ['a mission removed here', 'not-editable', async () => removalOf('mission', await mission())],
    [
      'a field that nobody edits',
      'not-editable',
      async () => patchOf('mission', await mission(), { status: 'cancelled' }),
    ],
    [
      'a state set by hand, though it is the same',
      'not-editable',
      async () => patchOf('billing-cycle', await cycleIn('open'), { state: 'open' }),
    ],
    ['a creation with a state', 'not-editable', async () => newCycle({ state: 'closed' })],
    ['an empty name', 'invalid-value', async () => patchOf('third-party', await party(), { name: ' ' })],
    ['a missing name', 'invalid-value', async () => creation('third-party', { type: 'other' })],
    ['a distance below zero', 'invalid-value', async () => patchOf('mission', await mission(), { distanceMetres: -1 })],
    ['half a cent', 'invalid-value', async () => patchOf('mission', await mission(), { amountCents: 0.5 })],
    ['more than fits', 'invalid-value', async () => patchOf('mission', await mission(), { amountCents: 1e12 })],
    ['a day that is none', 'invalid-value', async () => newCycle({ periodEnd: '2026-02-30' })],
    [
      'text that no database keeps',
      'invalid-value',
      async () => patchOf('third-party', await party(), { name: 'a\0b' }),
    ],
    [
      'parameters of an action that takes none',
      'invalid-value',
      async () => actionOn('billing-cycle', await cycleIn('draft'), 'open', { force: true }),
    ],
    ['a period that ends before it begins', 'period-reversed', async () => newCycle({ periodEnd: '2026-02-01' })],
    [
      'a new end before the start',
      'period-reversed',
      async () => patchOf('billing-cycle', await cycleIn('open'), { periodEnd: '2026-02-01' }),
    ],
    ['a cycle of nobody', 'reference-missing', async () => newCycle({ thirdPartyId: nowhere })],
    [
      'a mission for nobody',
      'reference-missing',
      async () => patchOf('mission', await mission(), { thirdPartyId: nowhere }),
    ],
    [
      'a mission in no cycle',
      'reference-missing',
      async () => patchOf('mission', await mission(), { billingCycleId: nowhere }),
    ],
    [
      'a third party in use removed',
      'referenced',
      async () => used().then(async () => removalOf('third-party', await party())),
    ],
    [
      'a cycle in use removed',
      'referenced',
      async () => used().then(async () => removalOf('billing-cycle', await pusher.row('billing-cycle', ids.cycle))),
    ],
    [
      'a closed cycle renamed',
      'frozen',
      async () => patchOf('billing-cycle', await cycleIn('closed'), { label: 'Autre' }),
    ],
    ['a closed cycle removed', 'frozen', async () => removalOf('billing-cycle', await cycleIn('closed'))],
    [
      'a mission moved into a closed cycle',
      'frozen',
      async () => patchOf('mission', await mission(), { billingCycleId: (await cycleIn('closed')).id }),
    ],
    [
      'a mission moved out of a closed cycle',
      'frozen',
      async () => patchOf('mission', await inClosedCycle(), { billingCycleId: null }),
    ],
    [
      'an amount in a closed cycle',
      'frozen',
      async () => patchOf('mission', await inClosedCycle(), { amountCents: 1 }),
    ],
    ['a draft closed', 'illegal-action', async () => actionOn('billing-cycle', await cycleIn('draft'), 'close')],
    [
      'an action that is not known',
      'illegal-action',
      async () => actionOn('billing-cycle', await cycleIn('draft'), 'fly'),
    ],
    ['an action on a mission', 'illegal-action', async () => actionOn('mission', await mission(), 'open')],
    ['a row made twice', 'exists', async () => creation('third-party', { name: 'x', type: 'other' }, ids.party)],
    [
      'an edit of what never was',
      'not-found',
      async () => patchOf('third-party', { ...(await party()), id: nowhere }, { name: 'x' }),
    ],
    [
      'a removal of what never was',
      'not-found',
      async () => removalOf('third-party', { ...(await party()), id: nowhere }),
    ],
    [
      'an action on what never was',
      'not-found',
      async () => actionOn('billing-cycle', { ...(await cycleIn('draft')), id: nowhere }, 'open'),
    ],
    ['an edit withdrawn before it came', 'cancelled', async () => cancelOf(patchOf('mission', await mission(), {}))],
  ];

  it.each(cases)('%s: %s', async (_, code, make) => {
    const mutation = await make();
    const before = await pusher.current(mutation.entity, mutation.id);
    const answer = await pusher.one(mutation);
    expect(answer).toMatchObject({ result: 'rejected', reason: { code, detail: expect.stringMatching(/\w/) } });
    expect(answer.current).toEqual(before);
    // For ever: also the reason.
    expect(await pusher.one(mutation)).toEqual(answer);
  });

  it('but the name of the customer is free text, in a closed cycle too', async () => {
    expect(await pusher.outcome(patchOf('mission', await inClosedCycle(), { customerName: 'Corrigé' }))).toBe(
      'applied',
    );
  });
});
