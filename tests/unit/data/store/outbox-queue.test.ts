import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../../electron/data/store/store.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import {
  billingCycleRow,
  fleetChanges,
  missionRow,
  range,
  thirdPartyRow,
  upsert,
  uuid,
} from '../../../support/vigie-server/rows.ts';
import {
  action,
  add,
  complete,
  conflict,
  create,
  mutationId,
  patch,
  queue,
  rejected,
  removal,
  send,
  SERVER,
} from './edits.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
let folder: string;
let store: Store;
beforeEach(async () => {
  folder = newFolder();
  ({ store } = newStore(folder, { serverIdentity: SERVER }));
  await applyAll(store, fleetChanges(50));
  await complete(store);
});

const mission = (id: string) => store.read(({ missions }) => missions.get(id));
const party = (id: string) => store.read(({ thirdParties }) => thirdParties.get(id));
const cycle = (id: string) => store.read(({ billingCycles }) => billingCycles.get(id));
const entry = (n: number) => store.read(({ outbox }) => outbox.get(mutationId(n)));
const amount = (n: number, id: string, from: number | null, to: number | null) =>
  patch(n, 'mission', id, { amountCents: [from, to] });
const before = (n: number) => missionRow(n).amountCents;

describe('what may be sent', () => {
  it('goes in its order, as many as are asked for and as fit, but at least one', async () => {
    await add(store, ...range(300).map((n) => amount(n, String((n % 40) + 1), before((n % 40) + 1), n)));
    const ids = (limit: number, bytes: number) =>
      store.read(({ outbox }) => outbox.sendable(SERVER, limit, bytes)).map((one) => one.mutationId);
    expect(ids(500, 1_000_000)).toEqual(range(300).map(mutationId));
    expect(ids(3, 1_000_000)).toEqual(range(3).map(mutationId));
    expect(ids(500, 1)).toEqual([mutationId(0)]);
    const bytes =
      JSON.stringify(amount(0, '1', before(1), 0)).length + JSON.stringify(amount(1, '2', before(2), 1)).length + 2;
    expect(ids(500, bytes)).toHaveLength(2);
    expect(ids(500, bytes - 1)).toHaveLength(1);
    expect(store.read(({ outbox }) => outbox.sendable('https://other', 9, 999))).toEqual([]);
  });

  it('holds what names a row that was not made, and what names that', async () => {
    const [third, bill] = [uuid('a'), uuid('b')];
    await add(
      store,
      create(1, 'third-party', third, { name: 'A', type: 'customer' }),
      create(2, 'billing-cycle', bill, {
        label: 'B',
        thirdPartyId: third,
        periodStart: '2026-01-01',
        periodEnd: '2026-01-31',
        currency: 'EUR',
      }),
      patch(3, 'mission', '1', { billingCycleId: [missionRow(1).billingCycleId, bill] }),
      action(4, billingCycleRow(0).id, 'open'),
    );
    expect(cycle(bill)).toMatchObject({
      thirdPartyName: 'A',
      missionCount: 1,
      state: 'draft',
      availableActions: ['open'],
    });
    expect(cycle(billingCycleRow(0).id)).toMatchObject({
      state: 'open',
      availableActions: ['close'],
      unsent: 'queued',
    });
    await send(store, rejected(1, 'invalid-value'));
    expect(queue(store)).toEqual(['1 rejected', '2 held', '3 held', '4 sent']);
    expect([entry(2), entry(3)].map((one) => one?.waitsFor)).toEqual([mutationId(1), mutationId(1)]);
    // What is not there on the server is not shown; what waits for it is.
    expect(party(third)).toBeUndefined();
    expect(cycle(bill)).toMatchObject({ thirdPartyName: null });
  });
});

describe('an emptied cache', () => {
  it('keeps the outbox, shows what was made here at once, and edits again when their rows come', async () => {
    const id = uuid('made here');
    await add(
      store,
      create(1, 'third-party', id, { name: 'Ici', type: 'customer' }),
      patch(2, 'third-party', id, { name: ['Ici', 'Là'] }),
      amount(3, '1', before(1), 7),
      removal(4, 'third-party', thirdPartyRow(1).id),
    );
    await store.write((cache) => cache.clear());
    expect(queue(store)).toEqual(['1 queued', '2 queued', '3 queued', '4 queued']);
    expect(party(id)).toMatchObject({
      name: 'Là',
      createdAt: new Date(Date.UTC(2026, 2, 1) + 1).toISOString(),
      unsent: 'queued',
    });
    expect(mission('1')).toBeUndefined();
    await applyAll(store, fleetChanges(50));
    expect(mission('1')).toMatchObject({ amountCents: 7, unsent: 'queued' });
    expect(party(thirdPartyRow(1).id)).toBeUndefined();
    expect(party(thirdPartyRow(2).id)?.name).toBe(thirdPartyRow(2).name);
  });

  it('of another server shows none of the edits that were made for the first, and sends none of them', async () => {
    const id = uuid('made here');
    await add(store, create(1, 'third-party', id, { name: 'Ici', type: 'customer' }), amount(2, '1', before(1), 7));
    await store.close();
    const other = 'https://other.example.com';
    ({ store } = newStore(folder, { serverIdentity: other }));
    // The rows are still those of the first.
    expect(mission('1')).toMatchObject({ amountCents: 7 });
    expect(queue(store)).toEqual(['1 queued', '2 queued']);
    await store.write((cache) => cache.clear());
    expect(party(id)).toBeUndefined();
    expect(queue(store)).toEqual(['1 other-server', '2 other-server']);
    await store.write((cache) => {
      cache.apply(upsert('mission', missionRow(1, { reference: 'THEIRS' }), 4));
      cache.advance({ from: null, serverIdentity: other, epoch: 'e9', cursor: 'x', isLast: true, atMs: 1 });
    });
    expect(mission('1')).toMatchObject({ amountCents: before(1), unsent: null });
    expect(entry(2)).toMatchObject({ state: 'other-server', title: '1', fields: [{ theirs: null }] });
    expect(store.read(({ outbox }) => [outbox.sendable(other, 9, 9_999), outbox.counts()])).toMatchObject([
      [],
      { notSent: 2, others: 2 },
    ]);
    // Back again.
    await store.close();
    ({ store } = newStore(folder, { serverIdentity: SERVER }));
    await store.write((cache) => cache.clear());
    expect(party(id)?.name).toBe('Ici');
    await applyAll(store, fleetChanges(5));
    expect(mission('1')?.amountCents).toBe(7);
    expect(queue(store)).toEqual(['1 queued', '2 queued']);
  });

  it('that is opened for another server shows nothing of the first, even before a row has come', async () => {
    const id = uuid('made here');
    await add(store, create(1, 'third-party', id, { name: 'Ici', type: 'customer' }));
    await store.write((cache) => cache.clear());
    expect(party(id)?.name).toBe('Ici');
    await store.close();
    ({ store } = newStore(folder, { serverIdentity: 'https://other.example.com' }));
    expect(party(id)).toBeUndefined();
  });

  it('without a server that is set takes its first rows with the edits that belong to them', async () => {
    const other = newFolder();
    ({ store } = newStore(other));
    await add(store, amount(1, '1', before(1), 7), create(2, 'third-party', uuid('x'), { name: 'X', type: 'other' }));
    expect(queue(store)).toEqual(['1 other-server', '2 other-server']);
    expect(store.read(({ outbox }) => outbox.owner())).toBeNull();
    await applyAll(store, [upsert('mission', missionRow(1))]);
    await complete(store);
    expect(queue(store)).toEqual(['1 queued', '2 queued']);
    expect(mission('1')?.amountCents).toBe(7);
    expect(party(uuid('x'))?.name).toBe('X');
    await send(store, conflict(1, ['amountCents']), rejected(2));
    expect(mission('1')?.amountCents).toBe(before(1));
    expect(party(uuid('x'))).toBeUndefined();
  });
});

describe('the list of what is not sent', () => {
  it('shows first what waits for a person, and without the discarded ones unless they are asked for', async () => {
    await add(store, ...range(6).map((n) => amount(n, String(n + 1), before(n + 1), n)));
    await send(store, conflict(3, ['amountCents']), rejected(5));
    await store.write(({ outbox }) => outbox.discard([mutationId(5)], 1));
    const page = (query: object) =>
      store.read(({ outbox }) => outbox.page({ filter: {}, offset: 0, limit: 10, ...query }));
    const numbers = (query: object) => page(query).rows.map(({ mutationId: id }) => Number.parseInt(id.slice(-12), 16));
    expect(numbers({})).toEqual([3, 0, 1, 2, 4]);
    expect(page({ offset: 1, limit: 2 })).toMatchObject({ total: 5 });
    expect(numbers({ offset: 1, limit: 2 })).toEqual([0, 1]);
    expect(numbers({ filter: { states: ['discarded'] } })).toEqual([5]);
    expect(numbers({ filter: { entity: 'mission', id: '2' } })).toEqual([1]);
    expect(numbers({ filter: { entity: 'third-party' } })).toEqual([]);
  });
});

describe('rows that others name', () => {
  it('are counted as they are shown', async () => {
    const { id } = thirdPartyRow(1);
    const used = () => store.read(({ outbox }) => outbox.usedBy('third-party', id));
    const count = used();
    // Those missions, and one billing cycle.
    expect(count).toBe(range(50).filter((n) => missionRow(n + 1).thirdPartyId === id).length + 1);
    await add(store, patch(1, 'mission', '2', { thirdPartyId: [missionRow(2).thirdPartyId, id] }));
    expect(used()).toBe(count + 1);
    await store.write(({ outbox }) => {
      outbox.add(patch(2, 'mission', '3', { thirdPartyId: [missionRow(3).thirdPartyId, id] }), SERVER);
      expect(outbox.usedBy('third-party', id)).toBe(count + 2);
    });
    expect(
      store.read(({ outbox }) => [outbox.usedBy('mission', '1'), outbox.usedBy('billing-cycle', uuid('none'))]),
    ).toEqual([0, 0]);
  });
});
