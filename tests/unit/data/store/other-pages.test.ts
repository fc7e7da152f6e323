import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../../electron/data/store/store.ts';
import type { BillingCycleQuery } from '../../../../electron/data/store/billing-cycles.ts';
import type { ThirdPartyQuery } from '../../../../electron/data/store/third-parties.ts';
import { BILLING_CYCLE_SORTS, THIRD_PARTY_SORTS } from '../../../../shared/contract/index.ts';
import { actionsFrom } from '../../../../shared/domain/index.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import {
  billingCycleRow,
  fleetChanges,
  missionRow,
  range,
  remove,
  thirdPartyRow,
  upsert,
  vehicleRow,
} from '../../../support/vigie-server/rows.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
let store: Store;

beforeEach(async () => {
  ({ store } = newStore(newFolder()));
  await applyAll(store, fleetChanges(200));
});

const missions = range(200).map((n) => missionRow(n + 1));

describe('pages of third parties', () => {
  const page = (query: Partial<ThirdPartyQuery>) =>
    store.read((cache) =>
      cache.thirdParties.page({
        filter: {},
        sort: { by: 'name', direction: 'ascending' },
        offset: 0,
        limit: 100,
        ...query,
      }),
    );

  it('hold the rows, sorted by name, with the number of their missions', () => {
    const { rows, total } = page({});
    expect(total).toBe(20);
    expect(rows.map(({ name }) => name).slice(0, 3)).toEqual([
      'Café du Marché 5',
      'Café du Marché 11',
      'Café du Marché 17',
    ]);
    for (const row of rows) {
      const { missionCount, cycleCount, mergedIntoName, unsent, ...party } = row;
      expect({ unsent, mergedIntoName }).toEqual({ unsent: null, mergedIntoName: null });
      expect(cycleCount).toBeGreaterThanOrEqual(0);
      expect(party).toEqual(
        range(20)
          .map((n) => thirdPartyRow(n))
          .find(({ id }) => id === row.id),
      );
      expect(missionCount).toBe(missions.filter(({ thirdPartyId }) => thirdPartyId === row.id).length);
    }
    expect(store.read((cache) => cache.thirdParties.get(rows[0]?.id ?? ''))).toEqual(rows[0]);
    expect(store.read((cache) => cache.thirdParties.get('unknown'))).toBeUndefined();
  });

  it.each(THIRD_PARTY_SORTS)('are the same from either end when sorted by %s', (by) => {
    const up = page({ sort: { by, direction: 'ascending' } }).rows.map(({ id }) => id);
    const down = page({ sort: { by, direction: 'descending' } }).rows.map(({ id }) => id);
    expect(down).toEqual(up.toReversed());
    expect(page({ sort: { by, direction: 'ascending' }, offset: 15, limit: 3 }).rows.map(({ id }) => id)).toEqual(
      up.slice(15, 18),
    );
  });

  it('are found by type and by words of name and contact', () => {
    expect(page({ filter: { text: 'dup fre' } }).rows.every(({ name }) => name.startsWith('Dupont Frères'))).toBe(true);
    expect(page({ filter: { text: 'contact7' } }).rows.map(({ id }) => id)).toEqual([thirdPartyRow(7).id]);
    expect(page({ filter: { text: 'upont' } }).total).toBe(0);
    expect(
      page({ filter: { types: ['customer', 'other'] } }).rows.every(
        ({ type }) => type === 'customer' || type === 'other',
      ),
    ).toBe(true);
    expect(page({ filter: { types: [] } }).total).toBe(0);
  });

  it('keep what other programs wrote into the contact', async () => {
    const party = thirdPartyRow(50, { contactInfo: { email: 'a@example.org', siret: '123' } });
    await applyAll(store, [upsert('third-party', party)]);
    expect(store.read((cache) => cache.thirdParties.get(party.id))).toEqual({
      ...party,
      unsent: null,
      missionCount: 0,
      cycleCount: 0,
      mergedIntoName: null,
    });
  });

  it('hide those that are archived or merged unless they are asked for', async () => {
    const [archived, merged] = [
      thirdPartyRow(61, { standing: 'archived' }),
      thirdPartyRow(62, { standing: 'merged', mergedInto: thirdPartyRow(3).id }),
    ];
    await applyAll(store, [upsert('third-party', archived), upsert('third-party', merged)]);
    const ids = (standing?: 'active' | 'archived' | 'all') =>
      page({ filter: standing === undefined ? {} : { standing } }).rows.map(({ id }) => id);
    expect(ids()).not.toContain(archived.id);
    expect(ids('archived').toSorted()).toEqual([archived.id, merged.id].toSorted());
    expect(ids('all')).toHaveLength(22);
    expect(store.read((cache) => cache.thirdParties.get(merged.id))?.mergedIntoName).toBe(thirdPartyRow(3).name);
  });

  it('are found by a number in groups, by a person and by the town of another address', async () => {
    const party = thirdPartyRow(70, {
      contactInfo: {
        siren: '732829320',
        vatNumber: 'FR44732829320',
        persons: [{ name: 'Zoé Roux' }],
        addresses: [{ label: 'Dépôt', city: 'Écully' }],
      },
    });
    await applyAll(store, [upsert('third-party', party)]);
    for (const text of ['732 829 320', 'FR44 732 829 320', 'roux zo', 'ecul'])
      expect(page({ filter: { text } }).rows.map(({ id }) => id)).toEqual([party.id]);
  });
});

describe('pages of billing cycles', () => {
  const page = (query: Partial<BillingCycleQuery>) =>
    store.read((cache) =>
      cache.billingCycles.page({
        filter: {},
        sort: { by: 'periodStart', direction: 'descending' },
        offset: 0,
        limit: 100,
        ...query,
      }),
    );

  it('hold the rows with the sums of their missions and the name of the third party', () => {
    const { rows, total } = page({});
    expect(total).toBe(12);
    expect(rows.map(({ label }) => label).slice(0, 2)).toEqual(['Cycle 11', 'Cycle 10']);
    for (const row of rows) {
      const { thirdPartyName, missionCount, amountCents, unsent, availableActions, ...cycle } = row;
      expect(unsent).toBeNull();
      expect(availableActions).toEqual(actionsFrom(row));
      expect(cycle).toEqual(
        range(12)
          .map((n) => billingCycleRow(n))
          .find(({ id }) => id === row.id),
      );
      const own = missions.filter(({ billingCycleId }) => billingCycleId === row.id);
      expect(missionCount).toBe(own.length);
      expect(amountCents).toBe(own.reduce((sum, mission) => sum + (mission.amountCents ?? 0), 0));
      const third = range(20)
        .map((n) => thirdPartyRow(n))
        .find(({ id }) => id === row.thirdPartyId);
      expect(thirdPartyName).toBe(third?.name ?? null);
    }
    expect(store.read((cache) => cache.billingCycles.get(rows[3]?.id ?? ''))).toEqual(rows[3]);
    expect(store.read((cache) => cache.billingCycles.get('unknown'))).toBeUndefined();
  });

  it.each(BILLING_CYCLE_SORTS)('are the same from either end when sorted by %s', (by) => {
    const up = page({ sort: { by, direction: 'ascending' } }).rows.map(({ id }) => id);
    expect(page({ sort: { by, direction: 'descending' } }).rows.map(({ id }) => id)).toEqual(up.toReversed());
    expect(page({ sort: { by, direction: 'ascending' }, offset: 10, limit: 5 }).rows.map(({ id }) => id)).toEqual(
      up.slice(10, 15),
    );
  });

  it('are found by state, and by words of label and third party', () => {
    expect(page({ filter: { states: ['draft'] } }).rows.every(({ state }) => state === 'draft')).toBe(true);
    expect(page({ filter: { text: 'cycle 1' } }).rows.map(({ label }) => label)).toEqual([
      'Cycle 11',
      'Cycle 10',
      'Cycle 1',
    ]);
    expect(
      page({ filter: { text: 'cycle dupont' } }).rows.every(({ thirdPartyName }) =>
        thirdPartyName?.startsWith('Dupont'),
      ),
    ).toBe(true);
    expect(page({ filter: { text: 'cycle dupont' } }).total).toBeGreaterThan(0);
  });

  it('keep their sums through every change of a mission', async () => {
    const [from, to] = [billingCycleRow(1).id, billingCycleRow(2).id];
    const sums = () => [from, to].map((id) => store.read((cache) => cache.billingCycles.get(id)));
    const [fromBefore, toBefore] = sums();
    const moved = missions.find(({ billingCycleId, amountCents }) => billingCycleId === from && amountCents !== null);
    if (moved === undefined || fromBefore === undefined || toBefore === undefined) throw new Error('no such mission');
    const cents = moved.amountCents ?? 0;
    await applyAll(store, [upsert('mission', { ...moved, billingCycleId: to, amountCents: cents + 5 }, 2)]);
    expect(sums()).toMatchObject([
      { missionCount: fromBefore.missionCount - 1, amountCents: fromBefore.amountCents - cents },
      { missionCount: toBefore.missionCount + 1, amountCents: toBefore.amountCents + cents + 5 },
    ]);
    // Twice in one transaction, then gone.
    await applyAll(store, [
      upsert('mission', { ...moved, billingCycleId: from, amountCents: 1 }, 3),
      upsert('mission', { ...moved, billingCycleId: from, amountCents: null }, 4),
      remove('mission', moved.id, 5),
    ]);
    expect(sums()).toMatchObject([
      { missionCount: fromBefore.missionCount - 1, amountCents: fromBefore.amountCents - cents },
      { missionCount: toBefore.missionCount, amountCents: toBefore.amountCents },
    ]);
  });

  it('keep their sums when a transaction is given up', async () => {
    const before = page({}).rows;
    const failing = store.write((cache) => {
      cache.apply(upsert('mission', missionRow(5000)));
      throw new Error('given up');
    });
    await expect(failing).rejects.toThrow('given up');
    await applyAll(store, [upsert('vehicle', vehicleRow(70))]);
    expect(page({}).rows).toEqual(before);
  });

  it('lose a row that is deleted', async () => {
    await applyAll(store, [remove('billing-cycle', billingCycleRow(1).id)]);
    expect(page({}).total).toBe(11);
  });
});

describe('pages of vehicles', () => {
  const page = (
    text: string | undefined,
    by: 'code' | 'label' | 'kind' | 'depot' | 'line' = 'code',
    offset = 0,
    limit = 100,
  ) => store.read((cache) => cache.vehicles.page({ filter: { text }, by, direction: 'ascending', offset, limit }));

  it('sort codes as people do', () => {
    const { rows, total } = page(undefined);
    expect(total).toBe(50);
    expect(rows.map(({ code }) => code).slice(8, 11)).toEqual(['BUS-9', 'BUS-10', 'BUS-11']);
    expect(rows[0]).toEqual(vehicleRow(1));
    expect(store.read((cache) => cache.vehicles.get('1'))).toEqual(vehicleRow(1));
  });

  it.each(['label', 'kind', 'depot', 'line'] as const)('are whole when sorted by %s', (by) => {
    const all = page(undefined, by).rows.map(({ id }) => id);
    expect(new Set(all).size).toBe(50);
    expect(page(undefined, by, 40, 5).rows.map(({ id }) => id)).toEqual(all.slice(40, 45));
  });

  it('are found by words of code, label, depot and line', () => {
    expect(page('nimes').rows.every(({ depot }) => depot === 'Nîmes')).toBe(true);
    expect(page('bus 12').rows.map(({ code }) => code)).toEqual(['BUS-12']);
    expect(
      store.read((cache) => cache.vehicles.ids({ text: 'bus 4' }, { by: 'code', direction: 'ascending' })),
    ).toEqual(['4', '40', '41', '42', '43', '44', '45', '46', '47', '48', '49']);
  });

  it('follow what changes and goes', async () => {
    await applyAll(store, [upsert('vehicle', vehicleRow(1, { code: 'A 1' }), 2), remove('vehicle', '2')]);
    expect(
      page(undefined)
        .rows.map(({ code }) => code)
        .slice(0, 2),
    ).toEqual(['A 1', 'BUS-3']);
    expect(page(undefined).total).toBe(49);
  });
});
