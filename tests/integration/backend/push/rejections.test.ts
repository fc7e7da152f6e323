import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mutation } from '../../../../shared/api/index.ts';
import type { Database } from '../../../../backend/database/database.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { actionOn, cancelOf, creation, cycleCreation, patchOf, removalOf } from '../../../support/edits.ts';
import { createPusher, type MutationPusher, reasonOf } from '../../../support/mutation-pusher.ts';

let database: Database;
let pusher: MutationPusher;
/** Ids of rows that are there; missions are 1 to 3. */
const ids = { party: '', cycle: '' };
beforeAll(async () => {
  database = await migratedDatabase();
  pusher = createPusher(database);
  await insertRows(database, { vehicles: 1, missions: 3 });
  ids.party = (await pusher.made(creation('third-party', { name: 'Martin', type: 'customer' }))).id;
  ids.cycle = (await pusher.made(cycleCreation())).id;
});
afterAll(() => database.close());

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
    const cycle = await pusher.cycleIn('closed');
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
      async () => patchOf('billing-cycle', await pusher.cycleIn('open'), { state: 'open' }),
    ],
    ['a creation with a state', 'not-editable', async () => cycleCreation({ state: 'closed' })],
    ['an empty name', 'invalid-value', async () => patchOf('third-party', await party(), { name: ' ' })],
    ['a missing name', 'invalid-value', async () => creation('third-party', { type: 'other' })],
    ['a distance below zero', 'invalid-value', async () => patchOf('mission', await mission(), { distanceMetres: -1 })],
    ['half a cent', 'invalid-value', async () => patchOf('mission', await mission(), { amountCents: 0.5 })],
    ['more than fits', 'invalid-value', async () => patchOf('mission', await mission(), { amountCents: 1e12 })],
    ['a day that is none', 'invalid-value', async () => cycleCreation({ periodEnd: '2026-02-30' })],
    [
      'text that no database keeps',
      'invalid-value',
      async () => patchOf('third-party', await party(), { name: 'a\0b' }),
    ],
    [
      'parameters of an action that takes none',
      'invalid-value',
      async () => actionOn('billing-cycle', await pusher.cycleIn('draft'), 'open', { force: true }),
    ],
    ['a period that ends before it begins', 'period-reversed', async () => cycleCreation({ periodEnd: '2026-02-01' })],
    [
      'a new end before the start',
      'period-reversed',
      async () => patchOf('billing-cycle', await pusher.cycleIn('open'), { periodEnd: '2026-02-01' }),
    ],
    ['a cycle of nobody', 'reference-missing', async () => cycleCreation({ thirdPartyId: nowhere })],
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
      async () => patchOf('billing-cycle', await pusher.cycleIn('closed'), { label: 'Autre' }),
    ],
    ['a closed cycle removed', 'frozen', async () => removalOf('billing-cycle', await pusher.cycleIn('closed'))],
    [
      'a mission moved into a closed cycle',
      'frozen',
      async () => patchOf('mission', await mission(), { billingCycleId: (await pusher.cycleIn('closed')).id }),
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
    ['a draft closed', 'illegal-action', async () => actionOn('billing-cycle', await pusher.cycleIn('draft'), 'close')],
    [
      'an action that is not known',
      'illegal-action',
      async () => actionOn('billing-cycle', await pusher.cycleIn('draft'), 'fly'),
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
      async () => actionOn('billing-cycle', { ...(await pusher.cycleIn('draft')), id: nowhere }, 'open'),
    ],
    ['an edit withdrawn before it came', 'cancelled', async () => cancelOf(patchOf('mission', await mission(), {}))],
  ];

  it.each(cases)('%s: %s', async (_, code, make) => {
    const mutation = await make();
    const before = await pusher.current(mutation.entity, mutation.id);
    const answer = await pusher.one(mutation);
    expect(reasonOf(answer).code).toBe(code);
    expect(reasonOf(answer).detail).toMatch(/\w/);
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
