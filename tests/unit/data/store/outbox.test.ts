import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../../electron/data/store/store.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import {
  billingCycleRow,
  fleetChanges,
  missionRow,
  remove,
  thirdPartyRow,
  upsert,
  uuid,
  vehicleRow,
} from '../../../support/vigie-server/rows.ts';
import { add, applied, complete, conflict, create, mutationId, patch, queue, rejected, send, SERVER } from './edits.ts';

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

describe('an edit that is kept', () => {
  it('is shown at once, with its sums, and marked as not sent', async () => {
    const row = missionRow(1);
    const sum = cycle(row.billingCycleId ?? '')?.amountCents ?? Number.NaN;
    await add(store, amount(1, '1', row.amountCents, 7));
    expect(mission('1')).toMatchObject({ amountCents: 7, reference: 'M-1', unsent: 'queued' });
    expect(mission('2')?.unsent).toBeNull();
    expect(cycle(row.billingCycleId ?? '')?.amountCents).toBe(sum - (row.amountCents ?? 0) + 7);
    expect(store.read(({ outbox }) => outbox.serverRowOf('mission', '1'))).toEqual({ row, version: 1 });
    expect(store.read(({ outbox }) => outbox.rowOf('mission', '1'))).toEqual({
      row: { ...row, amountCents: 7 },
      version: 1,
    });
    expect(store.read(({ outbox }) => outbox.counts())).toMatchObject({
      notSent: 1,
      conflicts: 0,
      oldestMadeAtMs: Date.UTC(2026, 2, 1) + 1,
    });
  });

  it('is on disk in one piece with what it shows: another process finds both', async () => {
    await add(store, amount(1, '1', before(1), 7));
    await store.close();
    ({ store } = newStore(folder, { serverIdentity: SERVER }));
    expect(mission('1')).toMatchObject({ amountCents: 7, unsent: 'queued' });
    expect(queue(store)).toEqual(['1 queued']);
    await send(store, applied(1, upsert('mission', missionRow(1, { amountCents: 7 }), 2)));
    expect(queue(store)).toEqual([]);
    expect(mission('1')).toMatchObject({ amountCents: 7, unsent: null });
  });

  it('leaves nothing behind where its transaction fails', async () => {
    const failing = store.write(({ outbox }) => {
      outbox.add(amount(1, '1', before(1), 7), SERVER);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(mission('1')).toMatchObject({ amountCents: before(1), unsent: null });
    expect(queue(store)).toEqual([]);
    // What was remembered of it is forgotten too: a pull reaches the row.
    await applyAll(store, [upsert('mission', missionRow(1, { amountCents: 8 }), 2)]);
    expect(mission('1')?.amountCents).toBe(8);
  });

  it('is told to who listens, apart from the rows', async () => {
    const told: string[] = [];
    store.onChange(({ entities }) => told.push(entities.join()));
    store.onOutbox(() => told.push('outbox'));
    await add(store, amount(1, '1', before(1), 7));
    expect(told).toEqual(['mission', 'outbox']);
    await store.write(({ outbox }) => outbox.attempted([mutationId(1)], 5));
    expect(told).toEqual(['mission', 'outbox', 'outbox']);
    await applyAll(store, [upsert('vehicle', vehicleRow(1))]);
    expect(told.slice(3)).toEqual(['vehicle']);
  });

  it('is taken once: the same id a second time is an error, not an edit', async () => {
    await add(store, amount(1, '1', before(1), 7));
    await expect(add(store, amount(1, '2', before(2), 9))).rejects.toThrow('UNIQUE');
    expect(mission('2')?.amountCents).toBe(before(2));
  });
});

describe('rows that come while edits wait', () => {
  it('are shown with the edits on top, and as they are once these have arrived', async () => {
    await add(store, amount(1, '1', before(1), 7));
    await applyAll(store, [upsert('mission', missionRow(1, { driver: 'Zoé', amountCents: 99 }), 2)]);
    expect(mission('1')).toMatchObject({ driver: 'Zoé', amountCents: 7 });
    await send(store, applied(1, upsert('mission', missionRow(1, { driver: 'Zoé', amountCents: 7 }), 3)));
    expect(mission('1')).toMatchObject({ driver: 'Zoé', amountCents: 7, unsent: null });
    await applyAll(store, [upsert('mission', missionRow(1, { driver: 'Ali', amountCents: 5 }), 4)]);
    expect(mission('1')).toMatchObject({ driver: 'Ali', amountCents: 5 });
  });

  it('are removed with the edits of them, which stay in the queue', async () => {
    await add(store, amount(1, '1', before(1), 7));
    await applyAll(store, [remove('mission', '1')]);
    expect(mission('1')).toBeUndefined();
    expect(queue(store)).toEqual(['1 queued']);
    await send(store, conflict(1, [], remove('mission', '1')));
    expect(entry(1)).toMatchObject({ state: 'conflict', isRemoved: true, title: '1' });
    await applyAll(store, [upsert('mission', missionRow(1), 3)]);
    expect(mission('1')).toMatchObject({ amountCents: before(1), unsent: 'conflict' });
  });

  it('are ignored where they are older than what is known, whether an edit waits or not', async () => {
    const rows = [
      upsert('vehicle', vehicleRow(1, { label: 'new' }), 5),
      upsert('third-party', thirdPartyRow(1, { name: 'new' }), 5),
      upsert('billing-cycle', billingCycleRow(1, { label: 'new' }), 5),
      upsert('mission', missionRow(1, { driver: 'new' }), 5),
    ];
    const older = [
      upsert('vehicle', vehicleRow(1, { label: 'old', code: 'OLD' }), 4),
      upsert('third-party', thirdPartyRow(1, { name: 'old' }), 4),
      upsert('billing-cycle', billingCycleRow(1, { label: 'old' }), 4),
      upsert('mission', missionRow(1, { driver: 'old' }), 4),
      ...(['vehicle', 'third-party', 'billing-cycle', 'mission'] as const).map((entity, index) =>
        remove(entity, rows[index]?.id ?? '', 4),
      ),
    ];
    const shown = () => [
      store.read(({ vehicles }) => vehicles.get('1')?.label),
      party(thirdPartyRow(1).id)?.name,
      cycle(billingCycleRow(1).id)?.label,
      mission('1')?.driver,
    ];
    await applyAll(store, rows);
    await applyAll(store, older);
    expect(shown()).toEqual(['new', 'new', 'new', 'new']);
    await add(
      store,
      amount(1, '1', before(1), 7),
      patch(2, 'third-party', thirdPartyRow(1).id, { type: ['customer', 'other'] }),
    );
    await applyAll(store, older);
    expect(shown()).toEqual(['new', 'new', 'new', 'new']);
    expect(mission('1')?.amountCents).toBe(7);
  });

  it('keep the sums right through edits of cycle, amount and party', async () => {
    const [from, to] = [billingCycleRow(1).id, billingCycleRow(2).id];
    const counts = () => [from, to].map((id) => cycle(id)?.missionCount ?? Number.NaN);
    const [first = 0, second = 0] = counts();
    await add(store, patch(1, 'mission', '1', { billingCycleId: [from, to] }));
    expect(missionRow(1).billingCycleId).toBe(from);
    expect(counts()).toEqual([first - 1, second + 1]);
    await applyAll(store, [upsert('mission', missionRow(1, { driver: 'x' }), 2)]);
    expect(counts()).toEqual([first - 1, second + 1]);
    await send(store, rejected(1));
    expect(counts()).toEqual([first, second]);
  });
});

describe('what the server said', () => {
  it('settles several edits of a row in one batch', async () => {
    await add(store, amount(1, '1', before(1), 7), amount(2, '1', 7, 8));
    expect(mission('1')?.amountCents).toBe(8);
    const sent = await send(
      store,
      applied(1, upsert('mission', missionRow(1, { amountCents: 7 }), 2)),
      applied(2, upsert('mission', missionRow(1, { amountCents: 8 }), 3)),
    );
    expect(sent).toEqual([mutationId(1), mutationId(2)]);
    expect(queue(store)).toEqual([]);
    expect(store.read(({ outbox }) => outbox.rowOf('mission', '1'))).toMatchObject({
      version: 3,
      row: { amountCents: 8 },
    });
  });

  it("a conflict shows the server's row, holds what was made after it, and lets the rest go", async () => {
    await add(
      store,
      amount(1, '1', before(1), 7),
      patch(2, 'mission', '1', { customerName: [missionRow(1).customerName, 'X'] }),
      amount(3, '2', before(2), 9),
    );
    await send(
      store,
      conflict(
        1,
        ['amountCents', 'status'],
        upsert('mission', missionRow(1, { amountCents: 50, status: 'cancelled' }), 2),
      ),
    );
    expect(queue(store)).toEqual(['1 conflict', '2 held', '3 sent']);
    expect(mission('1')).toMatchObject({ amountCents: 50, customerName: 'X', unsent: 'conflict' });
    expect(entry(1)).toMatchObject({
      op: 'patch',
      title: 'M-1',
      isRemoved: false,
      attempts: 1,
      lastAttemptAtMs: Date.UTC(2026, 2, 2),
      fields: [
        { field: 'amountCents', base: before(1), mine: 7, theirs: 50, isConflict: true, names: {} },
        { field: 'status', theirs: 'cancelled', isConflict: true },
      ],
    });
    expect(entry(2)?.waitsFor).toBe(mutationId(1));
    expect(store.read(({ outbox }) => outbox.sendable(SERVER, 9, 9_999)).map((one) => one.mutationId)).toEqual([
      mutationId(3),
    ]);
    expect(store.read(({ outbox }) => outbox.counts())).toMatchObject({ notSent: 3, conflicts: 1, rejected: 0 });
  });

  it('a rejection is kept with its reason, and names those whom the fields name', async () => {
    const [mine, theirs] = [thirdPartyRow(3), thirdPartyRow(4)];
    await add(store, patch(1, 'mission', '1', { thirdPartyId: [null, mine.id] }));
    await send(store, rejected(1, 'frozen', upsert('mission', missionRow(1, { thirdPartyId: theirs.id }), 2)));
    expect(entry(1)).toMatchObject({
      state: 'rejected',
      reason: { code: 'frozen' },
      fields: [{ names: { [mine.id]: mine.name, [theirs.id]: theirs.name } }],
    });
    expect(mission('1')).toMatchObject({ thirdPartyId: theirs.id, unsent: 'rejected' });
  });

  it('one that is too large even alone is rejected here', async () => {
    await add(store, amount(1, '1', before(1), 7));
    await store.write(({ outbox }) => outbox.refuse(mutationId(1), 'larger than 2 MB'));
    expect(entry(1)).toMatchObject({ state: 'rejected', reason: { code: 'too-large', detail: 'larger than 2 MB' } });
    expect(mission('1')?.amountCents).toBe(before(1));
  });

  it('about an edit that is not there any more brings the row only where it is known', async () => {
    await store.write(({ outbox }) =>
      outbox.settle([applied(9, upsert('mission', missionRow(1, { driver: 'Zoé' }), 2))]),
    );
    expect(mission('1')?.driver).toBe('Zoé');
    await store.write(({ outbox }) => outbox.settle([applied(9, upsert('mission', missionRow(900), 2))]));
    expect(mission('900')).toBeUndefined();
  });

  it('that was asked before the cache was emptied brings no row that the new one may never hear the end of', async () => {
    const id = uuid('made here');
    await add(store, create(1, 'third-party', id, { name: 'Ici', type: 'customer' }));
    await store.write(({ outbox }) => outbox.attempted([mutationId(1)], 1));
    await store.write((cache) => cache.clear());
    const made = thirdPartyRow(1, { id, name: 'Ici' });
    await store.write(({ outbox }) => outbox.settle([applied(1, upsert('third-party', made, 1))]));
    expect(queue(store)).toEqual([]);
    expect(party(id)).toBeUndefined();
    await applyAll(store, [upsert('third-party', made, 1)]);
    expect(party(id)?.name).toBe('Ici');
  });

  it('comes too late for a row of a newer version', async () => {
    await add(store, amount(1, '1', before(1), 7));
    await applyAll(store, [upsert('mission', missionRow(1, { amountCents: 100 }), 9)]);
    await send(store, applied(1, upsert('mission', missionRow(1, { amountCents: 7 }), 2)));
    expect(mission('1')).toMatchObject({ amountCents: 100, unsent: null });
  });
});
