import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../../electron/data/store/store.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { fleetChanges, missionRow, thirdPartyRow, upsert, uuid } from '../../../support/vigie-server/rows.ts';
import { add, applied, complete, conflict, create, mutationId, patch, queue, rejected, send, SERVER } from './edits.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
let folder: string;
let store: Store;
beforeEach(async () => {
  folder = newFolder();
  ({ store } = newStore(folder, { serverIdentity: SERVER }));
  await applyAll(store, fleetChanges(20));
  await complete(store);
});

const NOW = Date.UTC(2026, 2, 3);
const discard = (...numbers: number[]) => store.write(({ outbox }) => outbox.discard(numbers.map(mutationId), NOW));
const restore = (...numbers: number[]) => store.write(({ outbox }) => outbox.restore(numbers.map(mutationId)));
const mission = (id: string) => store.read(({ missions }) => missions.get(id));
const party = (id: string) => store.read(({ thirdParties }) => thirdParties.get(id));
const cycle = (id: string) => store.read(({ billingCycles }) => billingCycles.get(id));
const amount = (n: number, id: string, from: number | null, to: number | null) =>
  patch(n, 'mission', id, { amountCents: [from, to] });
const before = (n: number) => missionRow(n).amountCents;
const sendable = () => store.read(({ outbox }) => outbox.sendable(SERVER, 99, 99_999));
const cancelOf = (n: number): unknown => expect.objectContaining({ op: 'cancel', mutationId: mutationId(n) });

describe('an edit that was never sent', () => {
  it('is gone from the row when it is discarded, and there again when it is restored', async () => {
    await add(store, amount(1, '1', before(1), 7));
    expect(await discard(1)).toBe(1);
    expect(mission('1')).toMatchObject({ amountCents: before(1), unsent: null });
    expect(queue(store)).toEqual(['1 discarded']);
    expect(store.read(({ outbox }) => outbox.counts().notSent)).toBe(0);
    expect(await restore(1)).toBe(1);
    expect(mission('1')).toMatchObject({ amountCents: 7, unsent: 'queued' });
    expect(sendable()).toEqual([amount(1, '1', before(1), 7)]);
  });

  it('leaves the later edits of its row', async () => {
    await add(
      store,
      amount(1, '1', before(1), 7),
      patch(2, 'mission', '1', { customerName: [missionRow(1).customerName, 'X'] }),
    );
    await discard(1);
    expect(queue(store)).toEqual(['1 discarded', '2 queued']);
    expect(mission('1')).toMatchObject({ amountCents: before(1), customerName: 'X' });
  });

  it('is counted once, and not at all where it is discarded already or not there', async () => {
    await add(store, amount(1, '1', before(1), 7));
    expect(await discard(1, 1, 9)).toBe(1);
    expect(await discard(1)).toBe(0);
    expect(await restore(9)).toBe(0);
    expect(await restore(1, 1)).toBe(1);
  });

  it('comes back on the row as it has become', async () => {
    await add(store, amount(1, '1', before(1), 7));
    await discard(1);
    await applyAll(store, [upsert('mission', missionRow(1, { driver: 'Zoé', amountCents: 9 }), 2)]);
    expect(mission('1')?.amountCents).toBe(9);
    await restore(1);
    expect(mission('1')).toMatchObject({ amountCents: 7, driver: 'Zoé' });
  });
});

describe('an edit that may have arrived', () => {
  beforeEach(async () => {
    await add(store, amount(1, '1', before(1), 7), amount(2, '2', before(2), 8));
    await send(store);
    await discard(1);
  });

  it('is withdrawn from the server first, and not shown meanwhile', () => {
    expect(queue(store)).toEqual(['1 cancelling', '2 sent']);
    expect(mission('1')).toMatchObject({ amountCents: before(1), unsent: 'queued' });
    expect(sendable()).toEqual([cancelOf(1), amount(2, '2', before(2), 8)]);
  });

  it('can be brought back until the withdrawal is sent', async () => {
    expect(await restore(1)).toBe(1);
    expect(queue(store)).toEqual(['1 sent', '2 sent']);
    expect(mission('1')?.amountCents).toBe(7);
    expect(sendable()[0]).toEqual(amount(1, '1', before(1), 7));
  });

  it('cannot be brought back while nobody knows whether it arrived', async () => {
    await send(store);
    expect(await restore(1)).toBe(0);
    expect(queue(store)).toEqual(['1 cancelling', '2 sent']);
  });

  it('is discarded once the server never took it, and comes back under another id', async () => {
    await send(store, rejected(1, 'cancelled'));
    expect(queue(store)).toEqual(['1 discarded', '2 sent']);
    expect(await restore(1)).toBe(1);
    expect(queue(store)).toEqual(['new queued', '2 sent']);
    expect(mission('1')?.amountCents).toBe(7);
    const [first] = sendable();
    expect(first).toMatchObject({ op: 'patch', id: '1', fields: { amountCents: { to: 7 } } });
    expect(first?.mutationId).not.toBe(mutationId(1));
  });

  it('is on the server where that had taken it: then its row says so', async () => {
    await send(store, { ...applied(1, upsert('mission', missionRow(1, { amountCents: 7 }), 2)), result: 'duplicate' });
    expect(queue(store)).toEqual(['2 sent']);
    expect(mission('1')).toMatchObject({ amountCents: 7, unsent: null });
  });

  it('is not in conflict any more where it was: nobody has to settle it; restored, somebody has', async () => {
    await send(store, conflict(1, ['amountCents']));
    expect(queue(store)).toEqual(['1 discarded', '2 sent']);
    await restore(1);
    expect(queue(store)).toEqual(['1 conflict', '2 sent']);
    expect(mission('1')?.unsent).toBe('conflict');
  });

  it('holds nobody up while it is withdrawn', async () => {
    await add(store, amount(3, '1', before(1), 9));
    expect(sendable()).toEqual([cancelOf(1), amount(2, '2', before(2), 8), amount(3, '1', before(1), 9)]);
    expect(mission('1')?.amountCents).toBe(9);
  });
});

describe('an edit that waits for a person', () => {
  it('is discarded at once, and comes back as it was', async () => {
    await add(store, amount(1, '1', before(1), 7), amount(2, '2', before(2), 8));
    await send(store, conflict(1, ['amountCents']), rejected(2));
    await discard(1, 2);
    expect(queue(store)).toEqual(['1 discarded', '2 discarded']);
    expect(mission('1')?.unsent).toBeNull();
    await restore(1, 2);
    expect(queue(store)).toEqual(['1 conflict', '2 rejected']);
    expect(store.read(({ outbox }) => outbox.get(mutationId(2))?.reason)).toMatchObject({ code: 'frozen' });
  });

  it('of another server is not withdrawn there: nothing could be sent', async () => {
    await store.write(({ outbox }) => outbox.add(amount(1, '1', before(1), 7), 'https://other'));
    await store.write(({ outbox }) => outbox.attempted([mutationId(1)], 1));
    await discard(1);
    expect(queue(store)).toEqual(['1 discarded']);
  });
});

describe('the edit that makes a row', () => {
  const [third, bill] = [uuid('a'), uuid('b')];
  const period = { periodStart: '2026-01-01', periodEnd: '2026-01-31', currency: 'EUR' };
  beforeEach(async () => {
    await add(
      store,
      create(1, 'third-party', third, { name: 'A', type: 'customer' }),
      patch(2, 'third-party', third, { name: ['A', 'AA'] }),
      create(3, 'billing-cycle', bill, { label: 'B', thirdPartyId: third, ...period }),
      patch(4, 'mission', '1', { billingCycleId: [missionRow(1).billingCycleId, bill] }),
      patch(5, 'mission', '1', { customerName: [missionRow(1).customerName, 'X'] }),
      patch(6, 'mission', '2', { thirdPartyId: [missionRow(2).thirdPartyId, thirdPartyRow(5).id] }),
    );
  });

  it('takes along what hangs on it, and nothing else', async () => {
    expect(await discard(1)).toBe(1);
    expect(queue(store)).toEqual(['1 discarded', '2 discarded', '3 discarded', '4 discarded', '5 queued', '6 queued']);
    expect([party(third), cycle(bill)]).toEqual([undefined, undefined]);
    expect(mission('1')).toMatchObject({ billingCycleId: missionRow(1).billingCycleId, customerName: 'X' });
    expect(sendable().map((one) => one.mutationId)).toEqual([mutationId(5), mutationId(6)]);
  });

  it.each([[1], [2], [4]])('comes back whole, whichever of them (%i) is asked for', async (n) => {
    await discard(1);
    expect(await restore(n)).toBe(1);
    expect(queue(store)).toEqual(['1 queued', '2 queued', '3 queued', '4 queued', '5 queued', '6 queued']);
    expect(party(third)?.name).toBe('AA');
    expect(cycle(bill)).toMatchObject({ thirdPartyName: 'AA', missionCount: 1 });
    expect(sendable().map((one) => one.mutationId)).toEqual([1, 2, 3, 4, 5, 6].map(mutationId));
  });

  it('comes back with an edit that needs its row, though that was discarded before it', async () => {
    await discard(4);
    await discard(1);
    await restore(4);
    expect(queue(store)).toEqual(['1 queued', '2 queued', '3 queued', '4 queued', '5 queued', '6 queued']);
  });

  it('does not bring back what was discarded before it, by itself', async () => {
    await discard(2);
    await discard(1);
    await restore(1);
    expect(queue(store)).toEqual(['1 queued', '2 discarded', '3 queued', '4 queued', '5 queued', '6 queued']);
    expect(party(third)?.name).toBe('A');
  });

  it('is withdrawn where it may have arrived; what hangs on it waits with it', async () => {
    await store.write(({ outbox }) => outbox.attempted([mutationId(1)], 1));
    await discard(1);
    expect(queue(store).slice(0, 4)).toEqual(['1 cancelling', '2 discarded', '3 discarded', '4 discarded']);
    await store.write(({ outbox }) => outbox.attempted([mutationId(1)], 2));
    expect(await restore(4)).toBe(0);
    expect(queue(store).slice(0, 4)).toEqual(['1 cancelling', '2 discarded', '3 discarded', '4 discarded']);
    await store.write(({ outbox }) => outbox.settle([rejected(1, 'cancelled')]));
    expect(await restore(4)).toBe(1);
    expect(queue(store)).toEqual(['new queued', '2 queued', '3 queued', '4 queued', '5 queued', '6 queued']);
    expect(sendable()[0]).toMatchObject({ op: 'create', id: third });
  });

  it('that the server had taken after all leaves the others to be restored', async () => {
    await store.write(({ outbox }) => outbox.attempted([mutationId(1)], 1));
    await discard(1);
    await send(store, {
      ...applied(1, upsert('third-party', thirdPartyRow(1, { id: third, name: 'A' }), 1)),
      result: 'duplicate',
    });
    expect(party(third)?.name).toBe('A');
    await restore(3);
    expect(queue(store).slice(0, 3)).toEqual(['2 queued', '3 queued', '4 queued']);
    expect(party(third)?.name).toBe('AA');
  });
});

describe('what was discarded', () => {
  it('is there after a restart, for 30 days', async () => {
    await add(store, amount(1, '1', before(1), 7));
    await discard(1);
    await store.close();
    const at = (days: number) => ({
      nowMs: () => NOW + days * 86_400_000,
      monotonicMs: () => 0,
      after: () => () => undefined,
    });
    ({ store } = newStore(folder, { serverIdentity: SERVER, clock: at(29.9) }));
    expect(queue(store)).toEqual(['1 discarded']);
    await store.close();
    ({ store } = newStore(folder, { serverIdentity: SERVER, clock: at(30.1) }));
    expect(queue(store)).toEqual([]);
  });
});

describe('the first change after a restart', () => {
  it.each([
    ['is a discarded edit', () => discard(1)],
    ['is a settled one', () => store.write(({ outbox }) => outbox.settle([rejected(1)]))],
    [
      'comes after a transaction that failed',
      async () => {
        await store.write(() => Promise.reject(new Error('no'))).catch(() => undefined);
        await discard(1);
      },
    ],
  ])('%s: the row is shown without it', async (_, change) => {
    await add(store, amount(1, '1', before(1), 7));
    await store.close();
    ({ store } = newStore(folder, { serverIdentity: SERVER }));
    await change();
    expect(mission('1')?.amountCents).toBe(before(1));
    await applyAll(store, [upsert('mission', missionRow(1, { amountCents: 55 }), 2)]);
    expect(mission('1')?.amountCents).toBe(55);
  });
});
