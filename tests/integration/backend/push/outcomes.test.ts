import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  EDITABLE_FIELDS,
  type EditableEntity,
  type FieldValue,
  fieldOf,
  geometryText,
  newBillingCycle,
  newGeofence,
  newThirdParty,
  withFields,
} from '../../../../shared/domain/index.ts';
import type { Database } from '../../../../backend/database/database.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { actionOn, creation, cycleCreation, patchOf, removalOf } from '../../../support/edits.ts';
import { createPusher, type MutationPusher, outcomeOf } from '../../../support/mutation-pusher.ts';

let database: Database;
let pusher: MutationPusher;
/** Ids of rows that are there; missions are 1 to 3. */
const ids = { party: '', otherParty: '', cycle: '', fence: '' };
const fence = {
  name: 'Gare',
  kind: 'zone',
  geometry: geometryText({ type: 'Circle', center: [4.86, 45.76], radiusMetres: 300 }),
};
beforeAll(async () => {
  database = await migratedDatabase();
  pusher = createPusher(database);
  await insertRows(database, { vehicles: 1, missions: 3 });
  ids.party = (await pusher.made(creation('third-party', { name: 'Martin', type: 'customer' }))).id;
  ids.otherParty = (await pusher.made(creation('third-party', { name: 'Durand', type: 'supplier' }))).id;
  ids.cycle = (await pusher.made(cycleCreation())).id;
  ids.fence = (await pusher.made(creation('geofence', fence))).id;
});
afterAll(() => database.close());

describe('a creation', () => {
  it('makes a third party as its fields say', async () => {
    const fields = {
      name: 'Société É',
      type: 'authority',
      'contactInfo.email': 'a@b.example',
      'contactInfo.city': 'Lyon',
    };
    const { id } = await pusher.made(creation('third-party', fields));
    const row = await pusher.row('third-party', id);
    expect(row).toEqual(newThirdParty(id, fields, (row as { createdAt: string }).createdAt));
  });

  it('makes a geofence, its geometry as an object', async () => {
    const row = await pusher.row('geofence', ids.fence);
    expect(row).toEqual(newGeofence(ids.fence, fence, (row as { createdAt: string }).createdAt));
    expect(row).toMatchObject({ geometry: { type: 'Circle', center: [4.86, 45.76] } });
  });

  it('makes a billing cycle, of a third party that was made just before', async () => {
    const party = creation('third-party', { name: 'Neuve', type: 'customer', 'contactInfo.phone': null });
    const cycle = cycleCreation({ thirdPartyId: party.id, currency: 'CHF' });
    expect((await pusher.push(party, cycle)).map(outcomeOf)).toEqual(['applied', 'applied']);
    const row = await pusher.row('billing-cycle', cycle.id);
    const { createdAt } = row as { createdAt: string };
    expect(row).toEqual({ ...newBillingCycle(cycle.id, cycle.fields, createdAt), contributors: ['tester'] });
    // The server's time, not that of the desktop.
    expect(Math.abs(Date.parse(createdAt) - Date.now())).toBeLessThan(60_000);
  });
});

describe('a patch', () => {
  const others: Record<string, FieldValue> = {
    ...{ name: 'Autre nom', type: 'other', label: 'Autre', periodStart: '2026-02-28', periodEnd: '2026-04-01' },
    ...{
      currency: 'USD',
      priceBy: 'card',
      customerName: 'Quelqu’un "d’autre"',
      distanceMetres: 12_345,
      amountCents: -98_765,
    },
    ...{
      'contactInfo.email': 'autre@exemple.fr',
      'contactInfo.phone': '+33 4 77 00 00 00',
      'contactInfo.country': 'BE',
    },
    ...{
      'contactInfo.siren': '732829320',
      'contactInfo.siret': '73282932000074',
      'contactInfo.vatNumber': 'FR44732829320',
    },
    ...{
      'contactInfo.iban': 'FR7630006000011234567890189',
      'contactInfo.bic': 'AGRIFRPP',
      'contactInfo.language': 'en',
    },
    ...{
      'contactInfo.paymentDays': 45,
      'contactInfo.persons': '[{"name":"Zoé"}]',
      'contactInfo.addresses': '[{"label":"Dépôt"}]',
    },
    kind: 'depot',
    geometry: geometryText({ type: 'Circle', center: [4.8, 45.7], radiusMetres: 250 }),
  };
  // Delegations and handovers are entered once; rules of alarms and incidents have tests of their own.
  const { delegation: _, handover: _1, 'alarm-rule': _2, incident: _3, ...edited } = EDITABLE_FIELDS;
  const cases = Object.entries(edited).flatMap(([entity, fields]) =>
    Object.keys(fields).map(
      (field) =>
        [
          entity as Exclude<
            EditableEntity,
            'delegation' | 'validation' | 'alarm-rule' | 'alarm' | 'incident' | 'handover'
          >,
          field,
        ] as const,
    ),
  );

  it.each(cases)('of a %s changes %s and nothing else', async (entity, field) => {
    const id = {
      'third-party': ids.party,
      'billing-cycle': (await pusher.cycleIn('draft')).id,
      mission: '3',
      geofence: ids.fence,
    }[entity];
    const value = { thirdPartyId: ids.otherParty, billingCycleId: ids.cycle }[field] ?? others[field] ?? 'Texte';
    const before = await pusher.row(entity, id);
    await pusher.made(patchOf(entity, before, { [field]: value }));
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
    await pusher.made(patchOf(entity, before, { [field]: null }));
    expect(await pusher.row(entity, id)).toEqual(withFields(before, { [field]: null }));
  });

  it('of one field leaves what somebody else wrote into another', async () => {
    const seen = await pusher.row('third-party', ids.party);
    await database.query(`update third_parties set name = 'Renommé' where id = $1`, [ids.party]);
    const { current } = await pusher.one(patchOf('third-party', seen, { 'contactInfo.city': 'Saint-Étienne' }));
    expect(current).toMatchObject({ row: { name: 'Renommé', contactInfo: { city: 'Saint-Étienne' } } });
  });

  it('leaves the contact details that other programs keep', async () => {
    const { id } = await pusher.made(
      creation('third-party', { name: 'Fax', type: 'other', 'contactInfo.email': 'a@b.example' }),
    );
    await database.query(`update third_parties set contact_info = contact_info || $2 where id = $1`, [
      id,
      '{"fax": "04 77", "tags": ["a", null, {"b": 1.50}], "emails": 3, "phone": "1"}',
    ]);
    await pusher.made(
      patchOf('third-party', await pusher.row('third-party', id), {
        ...{ 'contactInfo.email': null, 'contactInfo.phone': '04 77', 'contactInfo.country': 'FR' },
      }),
    );
    const [row] = await database.query('select contact_info::text as text from third_parties where id = $1', [id]);
    expect(row).toEqual({
      text: '{"fax": "04 77", "tags": ["a", null, {"b": 1.50}], "phone": "04 77", "emails": 3, "country": "FR"}',
    });
  });

  it('whose wish is there already changes nothing, in a closed cycle too', async () => {
    const cycle = await pusher.cycleIn('closed');
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
    const { id } = await pusher.made(creation('third-party', { name: 'Passager', type: 'other' }));
    const seen = await pusher.row('third-party', id);
    await database.query('delete from third_parties where id = $1', [id]);
    expect(await pusher.one(patchOf('third-party', seen, { name: 'Revenu' }))).toMatchObject({
      ...{ result: 'conflict', fields: [], current: { op: 'delete', entity: 'third-party', id, version: 2 } },
    });
  });
});

describe('a removal', () => {
  it('takes the row away; of one that is gone it is as wanted', async () => {
    const { id } = await pusher.made(creation('third-party', { name: 'Double', type: 'other' }));
    const seen = await pusher.row('third-party', id);
    for (const _ of ['mine', 'theirs']) {
      expect(await pusher.one(removalOf('third-party', seen))).toMatchObject({
        ...{ result: 'applied', current: { op: 'delete', id, version: 2 } },
      });
    }
    expect(await pusher.outcome(removalOf('billing-cycle', await pusher.cycleIn('open')))).toBe('applied');
  });

  it('of a row that somebody changed is a conflict', async () => {
    const { id } = await pusher.made(creation('third-party', { name: 'Gardé', type: 'other' }));
    const seen = await pusher.row('third-party', id);
    await pusher.made(patchOf('third-party', seen, { 'contactInfo.phone': '04 77' }));
    expect(await pusher.outcome(removalOf('third-party', seen))).toBe('conflict: contactInfo.phone');
  });
});

describe('an action', () => {
  it('opens, then closes a cycle', async () => {
    const cycle = await pusher.cycleIn('closed');
    expect(await pusher.current('billing-cycle', cycle.id)).toMatchObject({ version: 3 });
  });

  it('that somebody else has done already is as wanted', async () => {
    const open = await pusher.cycleIn('open');
    await pusher.made(actionOn('billing-cycle', open, 'close'));
    expect(await pusher.one(actionOn('billing-cycle', open, 'close'))).toMatchObject({
      ...{ result: 'applied', current: { version: 3, row: { state: 'closed' } } },
    });
  });

  it('on a cycle that is another by now is a conflict', async () => {
    const draft = await pusher.cycleIn('draft');
    await pusher.made(patchOf('billing-cycle', draft, { periodEnd: '2026-04-30' }));
    expect(await pusher.outcome(actionOn('billing-cycle', draft, 'open'))).toBe('conflict: periodEnd');
    for (const state of ['open', 'closed'])
      await database.query('update billing_cycles set state = $2 where id = $1', [draft.id, state]);
    const seen = { ...(await pusher.row('billing-cycle', draft.id)), state: 'draft' };
    expect(await pusher.outcome(actionOn('billing-cycle', seen, 'open'))).toBe('conflict: state');
  });
});
