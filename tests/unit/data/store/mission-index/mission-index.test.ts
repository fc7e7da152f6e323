import { beforeEach, describe, expect, it } from 'vitest';
import { createMissionHandlers } from '../../../../../electron/data/handlers/missions.ts';
import { fold, sortKey, wordsOf } from '../../../../../electron/data/store/folding.ts';
import type { MissionQuery } from '../../../../../electron/data/store/mission-query.ts';
import { canPage } from '../../../../../electron/data/store/mission-reads.ts';
import type { Store } from '../../../../../electron/data/store/store.ts';
import { MISSION_SORTS, type MissionFilterQuery, type MissionSortBy } from '../../../../../shared/contract/index.ts';
import {
  type BillingCycle,
  type Mission,
  MISSION_STATUSES,
  type ThirdParty,
} from '../../../../../shared/domain/index.ts';
import { fc } from '../../../../support/property.ts';
import { temporaryFolders } from '../../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../../support/test-store.ts';
import {
  billingCycleRow,
  fleetChanges,
  missionRow,
  range,
  remove,
  thirdPartyRow,
  upsert,
  uuid,
  vehicleRow,
} from '../../../../support/vigie-server/rows.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
const MISSIONS = 400;
let store: Store;
/** The rows in plain sight, beside the cache. */
let world: { missions: Map<string, Mission>; thirdParties: Map<string, ThirdParty>; cycles: Map<string, BillingCycle> };

beforeEach(async () => {
  ({ store } = newStore(newFolder()));
  await applyAll(store, fleetChanges(MISSIONS));
  world = {
    missions: new Map(range(MISSIONS).map((n) => [String(n + 1), missionRow(n + 1)])),
    thirdParties: new Map(range(20).map((n) => [thirdPartyRow(n).id, thirdPartyRow(n)])),
    cycles: new Map(range(12).map((n) => [billingCycleRow(n).id, billingCycleRow(n)])),
  };
});

const codeOf = (mission: Mission) => (mission.vehicleId === null ? null : vehicleRow(Number(mission.vehicleId)).code);
const thirdPartyOf = (mission: Mission) => world.thirdParties.get(mission.thirdPartyId ?? '')?.name ?? null;
const cycleOf = (mission: Mission) => world.cycles.get(mission.billingCycleId ?? '')?.label ?? null;

function matches(row: Mission, filter: MissionFilterQuery): boolean {
  const isIn = (asked: readonly (string | null)[] | undefined, value: string | null) =>
    asked === undefined || asked.includes(value);
  const isWithin = (asked: MissionFilterQuery['amount'], value: number | null) => {
    if (asked === undefined) return true;
    if (asked === 'none') return value === null;
    return value !== null && value >= (asked.least ?? -Infinity) && value <= (asked.most ?? Infinity);
  };
  const startMs = Date.parse(row.plannedStartAt);
  const texts = [row.reference, row.driver, row.customerName, row.originAddress, row.destinationAddress];
  const words = [...texts, codeOf(row), thirdPartyOf(row), cycleOf(row)]
    .flatMap((text) => wordsOf(text ?? ''))
    .map(fold);
  return (
    wordsOf(filter.text ?? '').every((word) => words.some((one) => one.startsWith(fold(word)))) &&
    (filter.statuses === undefined || filter.statuses.includes(row.status)) &&
    isIn(filter.vehicleId === undefined ? undefined : [filter.vehicleId], row.vehicleId) &&
    isIn(filter.vehicleIds, row.vehicleId) &&
    isIn(filter.billingCycleIds, row.billingCycleId) &&
    isIn(filter.thirdPartyIds, row.thirdPartyId) &&
    isIn(filter.drivers, row.driver) &&
    isWithin(filter.amount, row.amountCents) &&
    isWithin(filter.distance, row.distanceMetres) &&
    startMs >= (filter.start?.fromMs ?? -Infinity) &&
    startMs < (filter.start?.beforeMs ?? Infinity)
  );
}

function sortValues(row: Mission, by: MissionSortBy): (string | number | null)[] {
  const key = (text: string | null) => (text === null ? null : sortKey(text));
  switch (by) {
    case 'reference':
    case 'customerName':
    case 'driver':
    case 'originAddress':
    case 'destinationAddress':
      return [key(row[by])];
    case 'status':
      return [MISSION_STATUSES.indexOf(row.status), row.plannedStartAt];
    case 'vehicleCode':
      return [key(codeOf(row)), row.vehicleId, row.plannedStartAt];
    case 'thirdPartyName':
      return [key(thirdPartyOf(row))];
    case 'billingCycleLabel':
      return [key(cycleOf(row))];
    default:
      return [row[by]];
  }
}

/** The list as it should be: every row looked at, one after the other. */
function expectedIds({ filter, sort }: MissionQuery): string[] {
  const rows = [...world.missions.values()].filter((row) => matches(row, filter));
  rows.sort((left, right) => {
    const [a, b] = [sortValues(left, sort.by), sortValues(right, sort.by)];
    for (const [index, value] of a.entries()) {
      const other = b[index] ?? null;
      if (value === other) continue;
      if (value === null) return -1;
      return other !== null && value < other ? -1 : 1;
    }
    return Number(left.id) - Number(right.id);
  });
  if (sort.direction === 'descending') rows.reverse();
  return rows.map(({ id }) => id);
}

const someOf = <T>(...values: T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const between = (most: number) =>
  fc.oneof(
    fc.constant('none' as const),
    fc
      .tuple(fc.nat(most), fc.nat(most))
      .map(([one, other]) => ({ least: Math.min(one, other), most: Math.max(one, other) })),
    fc.nat(most).map((least) => ({ least })),
  );
const BEGIN_MS = Date.UTC(2026, 0, 1);
const filters: fc.Arbitrary<MissionFilterQuery> = fc.record(
  {
    text: fc.constantFrom('lyon', 'conducteur 1', 'éloi', 'm-1', 'bus-7 rue', 'cycle 3', 'nothing of this'),
    statuses: someOf(...MISSION_STATUSES),
    vehicleIds: someOf<string | null>('3', '17', '50', null),
    billingCycleIds: someOf<string | null>(billingCycleRow(1).id, billingCycleRow(5).id, null, uuid('unknown')),
    thirdPartyIds: someOf<string | null>(thirdPartyRow(1).id, thirdPartyRow(2).id, thirdPartyRow(9).id, null),
    drivers: someOf<string | null>('Conducteur 1', 'Conducteur 5', 'conducteur 1', null),
    amount: between(500_000),
    distance: between(100_000),
    start: fc.record(
      {
        fromMs: fc.nat(MISSIONS).map((n) => BEGIN_MS + n * 60_000),
        beforeMs: fc.nat(MISSIONS).map((n) => BEGIN_MS + n * 60_000),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const queries: fc.Arbitrary<MissionQuery> = fc.record({
  filter: filters,
  sort: fc.record({
    by: fc.constantFrom(...MISSION_SORTS),
    direction: fc.constantFrom('ascending' as const, 'descending' as const),
  }),
  offset: fc.nat(MISSIONS),
  limit: fc.integer({ min: 1, max: 500 }),
});

async function compare(query: MissionQuery): Promise<void> {
  const expected = expectedIds(query);
  const { keys, total } = await store.missionIndex.page(query);
  const rows = store.read((cache) => cache.missions.byKeys(keys));
  expect(total).toBe(expected.length);
  expect(rows.map(({ id }) => id)).toEqual(expected.slice(query.offset, query.offset + query.limit));
  // The same question has the same answer by the cache's own indexes.
  if (canPage(query)) expect(store.read((cache) => cache.missions.page(query)).rows).toEqual(rows);
}

describe('the index of missions', () => {
  it('filters, sorts and cuts as a look at every row would', async () => {
    await fc.assert(fc.asyncProperty(queries, compare), { numRuns: 400 });
  });

  it('follows rows that come, change and go, and the names that they show', async () => {
    let version = 2;
    const n = fc.integer({ min: 1, max: MISSIONS + 40 });
    const step = fc.oneof(
      fc.record({ step: fc.constant('mission' as const), n, as: n }),
      fc.record({ step: fc.constant('gone' as const), n }),
      fc.record({ step: fc.constant('third-party' as const), n: fc.nat(19), as: fc.nat(60) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.array(queries, { minLength: 3, maxLength: 3 }),
        async (steps, asked) => {
          for (const query of asked) await store.missionIndex.page(query);
          const changes = steps.map((one) => {
            version += 1;
            switch (one.step) {
              case 'mission': {
                // The content of another mission, in this one's place in the file.
                const row = { ...missionRow(one.as), id: String(one.n) };
                // A row that is gone and comes again is a new one: it stands behind the others.
                if (!world.missions.has(row.id) && one.n <= MISSIONS) return upsert('mission', missionRow(1), 0);
                world.missions.set(row.id, row);
                return upsert('mission', row, version);
              }
              case 'gone':
                world.missions.delete(String(one.n));
                return remove('mission', String(one.n), version);
              case 'third-party': {
                const row = { ...thirdPartyRow(one.n), name: thirdPartyRow(one.as).name };
                world.thirdParties.set(row.id, row);
                return upsert('third-party', row, version);
              }
            }
          });
          await applyAll(store, changes);
          for (const query of asked) await compareUnordered(query);
        },
      ),
      { numRuns: 60 },
    );
  });

  /** Rows that are equal in the order stand by their keys in the file, which this world does not know. */
  async function compareUnordered(query: MissionQuery): Promise<void> {
    const whole = { ...query, offset: 0, limit: 500 };
    const { keys, total } = await store.missionIndex.page(whole);
    const rows = store.read((cache) => cache.missions.byKeys(keys));
    const expected = expectedIds(whole);
    expect(total).toBe(expected.length);
    expect(rows.map(({ id }) => id).toSorted()).toEqual(expected.slice(0, 500).toSorted());
    const values = (ids: readonly string[]) =>
      ids.map((id) => sortValues(world.missions.get(id) ?? missionRow(0), query.sort.by));
    expect(values(rows.map(({ id }) => id))).toEqual(values(expected.slice(0, 500)));
  }

  it('adds up what matches, each currency by itself', async () => {
    await applyAll(store, [
      upsert('mission', missionRow(2, { currency: 'CHF', amountCents: 999_999_999_999 }), 2),
      upsert('mission', missionRow(3, { currency: 'CHF', amountCents: -5 }), 2),
    ]);
    world.missions.set('2', missionRow(2, { currency: 'CHF', amountCents: 999_999_999_999 }));
    world.missions.set('3', missionRow(3, { currency: 'CHF', amountCents: -5 }));
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const rows = [...world.missions.values()].filter((row) => matches(row, filter));
        const totals = await store.missionIndex.totals(filter);
        expect(totals.count).toBe(rows.length);
        expect(totals.withoutAmount).toBe(rows.filter(({ amountCents }) => amountCents === null).length);
        expect(totals.withoutDistance).toBe(rows.filter(({ distanceMetres }) => distanceMetres === null).length);
        expect(totals.distanceMetres).toBe(rows.reduce((sum, { distanceMetres }) => sum + (distanceMetres ?? 0), 0));
        for (const currency of ['EUR', 'CHF']) {
          const own = rows.filter((row) => row.currency === currency && row.amountCents !== null);
          const found = totals.amounts.find((amount) => amount.currency === currency);
          expect(found?.missions ?? 0).toBe(own.length);
          expect(found?.cents ?? 0).toBe(own.reduce((sum, { amountCents }) => sum + (amountCents ?? 0), 0));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives the ids of all that match, the names of drivers, and begins anew when the cache does', async () => {
    const { missionIndex } = store;
    const filter = { statuses: ['completed' as const] };
    const sort = { by: 'amountCents' as const, direction: 'descending' as const };
    const query = { filter, sort, offset: 10, limit: 30 };
    expect((await missionIndex.ids(query)).ids).toEqual(expectedIds(query).slice(10, 40));
    const { drivers } = await missionIndex.drivers('conducteur 7', 3);
    expect(drivers.map(({ name }) => name)).toEqual(['Conducteur 7', 'Conducteur 70', 'Conducteur 71']);
    await store.write((cache) => cache.clear());
    expect(await missionIndex.page(query)).toEqual({ keys: [], total: 0 });
  });

  it('answers windows before and after it is ready, and by the cache where its thread has ended', async () => {
    const handlers = createMissionHandlers(store);
    const sort = { by: 'reference' as const, direction: 'ascending' as const };
    const simple = { filter: {}, sort, offset: 0, limit: 3 };
    const context = { cancelled: false, onCancel: () => () => undefined };
    const ask = async (query: MissionQuery) =>
      (await handlers['missions.page'](query, context)).rows.map(({ id }) => id);
    expect(store.missionIndex.isReady()).toBe(false);
    expect(await ask(simple)).toEqual(['1', '2', '3']);
    expect(await ask({ ...simple, filter: { amount: 'none' } })).toEqual(['8', '16', '24']);
    expect(store.missionIndex.isReady()).toBe(true);
    expect(await ask(simple)).toEqual(['1', '2', '3']);
    const rows = await handlers['missions.rows']({ ids: ['5', 'unknown', '2'] }, context);
    expect(rows.rows.map(({ id }) => id)).toEqual(['5', '2']);
  });
});
