import { beforeEach, describe, expect, it } from 'vitest';
import { sortKey, wordsOf, fold } from '../../../../electron/data/store/folding.ts';
import type { MissionQuery } from '../../../../electron/data/store/mission-query.ts';
import type { Store } from '../../../../electron/data/store/store.ts';
import { CACHE_SORTS } from '../../../../electron/data/store/mission-reads.ts';
import type { MissionRow } from '../../../../shared/contract/index.ts';
import { MISSION_STATUSES } from '../../../../shared/domain/index.ts';
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
  uuid,
  vehicleRow,
} from '../../../support/vigie-server/rows.ts';
import { fc } from '../../../support/property.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
const MISSIONS = 300;
let store: Store;

beforeEach(async () => {
  ({ store } = newStore(newFolder()));
  await applyAll(store, fleetChanges(MISSIONS));
});

function page(query: Partial<MissionQuery>): { rows: MissionRow[]; total: number } {
  const whole: MissionQuery = {
    filter: {},
    sort: { by: 'plannedStartAt', direction: 'ascending' },
    offset: 0,
    limit: 500,
    ...query,
  };
  return store.read((cache) => cache.missions.page(whole));
}

/** The rows as they should be, made without SQL. */
function expectedRows(): MissionRow[] {
  return range(MISSIONS).map((n) => {
    const mission = missionRow(n + 1);
    const third = range(20)
      .map((m) => thirdPartyRow(m))
      .find(({ id }) => id === mission.thirdPartyId);
    const cycle = range(12)
      .map((m) => billingCycleRow(m))
      .find(({ id }) => id === mission.billingCycleId);
    return {
      ...mission,
      unsent: null,
      vehicleCode: mission.vehicleId === null ? null : vehicleRow(Number(mission.vehicleId)).code,
      thirdPartyName: third?.name ?? null,
      billingCycleLabel: cycle?.label ?? null,
    };
  });
}

function matches(row: MissionRow, filter: MissionQuery['filter']): boolean {
  const texts = [row.reference, row.driver, row.customerName, row.originAddress, row.destinationAddress];
  const words = [...texts, row.vehicleCode, row.thirdPartyName, row.billingCycleLabel]
    .flatMap((text) => wordsOf(text ?? ''))
    .map(fold);
  const searched = wordsOf(filter.text ?? '').map(fold);
  return (
    searched.every((start) => words.some((word) => word.startsWith(start))) &&
    (filter.statuses === undefined || filter.statuses.includes(row.status)) &&
    (filter.vehicleId === undefined || filter.vehicleId === row.vehicleId) &&
    (filter.billingCycleId === undefined || filter.billingCycleId === row.billingCycleId) &&
    (filter.thirdPartyId === undefined || filter.thirdPartyId === row.thirdPartyId)
  );
}

function sortValue(row: MissionRow, by: MissionQuery['sort']['by']): (string | number | null)[] {
  const key = (text: string | null) => (text === null ? null : sortKey(text));
  switch (by) {
    case 'reference':
      return [sortKey(row.reference)];
    case 'status':
      return [MISSION_STATUSES.indexOf(row.status), row.plannedStartAt];
    case 'customerName':
      return [key(row.customerName)];
    case 'vehicleCode':
      return [key(row.vehicleCode), row.vehicleId, row.plannedStartAt];
    default:
      return [row[by]];
  }
}

function compare(left: MissionRow, right: MissionRow, by: MissionQuery['sort']['by']): number {
  const [a, b] = [sortValue(left, by), sortValue(right, by)];
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? null;
    if (value === other) continue;
    if (value === null) return -1;
    if (other === null) return 1;
    return value < other ? -1 : 1;
  }
  // The order of arrival.
  return Number(left.id) - Number(right.id);
}

describe('pages of missions', () => {
  it('hold whole rows with the names beside them', () => {
    expect(page({ limit: 1, offset: 1 })).toEqual({ total: MISSIONS, rows: [expectedRows()[1]] });
    expect(store.read((cache) => cache.missions.get('77'))).toEqual(expectedRows()[76]);
    expect(store.read((cache) => cache.missions.get('unknown'))).toBeUndefined();
  });

  it('are filtered, sorted and cut as they would be without SQL', () => {
    const rows = expectedRows();
    const filter = fc.record(
      {
        text: fc.constantFrom(
          'd',
          'lyon',
          'LYON répub',
          'bus 1',
          'M-1',
          '12',
          'cycle 3',
          'ville de',
          'eloi bus',
          'zzz',
          '-- !',
          'dupont 7',
        ),
        statuses: fc.subarray([...MISSION_STATUSES]),
        vehicleId: fc.constantFrom('3', '17', 'unknown'),
        billingCycleId: fc.constantFrom(...range(3).map((n) => uuid(`billing-cycle ${n}`))),
        thirdPartyId: fc.constantFrom(...range(3).map((n) => uuid(`third-party ${n}`))),
      },
      { requiredKeys: [] },
    );
    const query = fc.record({
      filter,
      sort: fc.record({
        by: fc.constantFrom(...CACHE_SORTS),
        direction: fc.constantFrom('ascending' as const, 'descending' as const),
      }),
      offset: fc.integer({ min: 0, max: 320 }),
      limit: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(query, (asked) => {
        const expected = rows.filter((row) => matches(row, asked.filter)).sort((a, b) => compare(a, b, asked.sort.by));
        if (asked.sort.direction === 'descending') expected.reverse();
        const found = page(asked);
        expect(found.total).toBe(expected.length);
        expect(found.rows.map(({ id }) => id)).toEqual(
          expected.slice(asked.offset, asked.offset + asked.limit).map(({ id }) => id),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('follow what changes and goes', async () => {
    await applyAll(store, [
      upsert('mission', missionRow(5, { reference: 'CHANGED', customerName: 'Zoé Zoo', thirdPartyId: null })),
      remove('mission', '6'),
      remove('mission', 'never was'),
    ]);
    expect(page({ filter: { text: 'zoo' } }).rows.map(({ id }) => id)).toEqual(['5']);
    expect(page({ filter: { text: 'changed' } }).total).toBe(1);
    // The old words are gone with the old text.
    expect(page({ filter: { text: 'M 5' } }).rows.map(({ id }) => id)).not.toContain('5');
    expect(page({ filter: { text: 'M 6' } }).rows.map(({ id }) => id)).not.toContain('6');
    expect(page({}).total).toBe(MISSIONS - 1);
  });

  it('find a mission by what its vehicle, customer and cycle are called now', async () => {
    const before = page({ filter: { text: 'phénix' } }).total;
    const party = thirdPartyRow(4, { name: 'Le Phénix' });
    await applyAll(store, [upsert('third-party', party, 2)]);
    expect(before).toBe(0);
    expect(page({ filter: { text: 'phénix' } }).total).toBe(page({ filter: { thirdPartyId: party.id } }).total);
    await applyAll(store, [remove('third-party', party.id)]);
    expect(page({ filter: { text: 'phénix' } }).total).toBe(0);
    expect(page({ filter: { thirdPartyId: party.id } }).rows[0]).toMatchObject({ thirdPartyName: null });
  });

  it('sort by a vehicle that comes, is renamed, or goes', async () => {
    const byVehicle = { sort: { by: 'vehicleCode', direction: 'descending' }, limit: 1 } as const;
    expect(page(byVehicle).rows[0]?.vehicleCode).toBe('BUS-50');
    await applyAll(store, [upsert('vehicle', vehicleRow(3, { code: 'ZEBRA' }), 2)]);
    expect(page(byVehicle).rows[0]?.vehicleCode).toBe('ZEBRA');
    expect(page({ filter: { vehicleId: '3' } }).total).toBeGreaterThan(0);
    await applyAll(store, [remove('vehicle', '3')]);
    expect(page(byVehicle).rows[0]?.vehicleCode).toBe('BUS-50');
    expect(page({ filter: { vehicleId: '3' } }).rows[0]).toMatchObject({ vehicleId: '3', vehicleCode: null });
    // A mission may come before its vehicle.
    await applyAll(store, [upsert('mission', missionRow(999, { vehicleId: '4000' }))]);
    await applyAll(store, [upsert('vehicle', vehicleRow(4000, { code: 'ZZZ' }))]);
    expect(page(byVehicle).rows[0]).toMatchObject({ id: '999', vehicleCode: 'ZZZ' });
    expect(page({ filter: { vehicleId: '4000' } }).total).toBe(1);
  });

  it('know the mission that a vehicle is on', async () => {
    await applyAll(store, [
      upsert(
        'mission',
        missionRow(1001, { vehicleId: '8', status: 'in-progress', plannedStartAt: '2030-01-01T06:00:00.000Z' }),
      ),
      upsert(
        'mission',
        missionRow(1002, { vehicleId: '8', status: 'in-progress', plannedStartAt: '2030-01-01T07:00:00Z' }),
      ),
      upsert(
        'mission',
        missionRow(1003, { vehicleId: '8', status: 'planned', plannedStartAt: '2030-01-01T08:00:00.000Z' }),
      ),
    ]);
    const found = store.read((cache) => cache.missions.inProgress('8'));
    // Times are stored as instants: the way of writing them is ISO's full one.
    expect(found).toMatchObject({ id: '1002', plannedStartAt: '2030-01-01T07:00:00.000Z' });
    expect(store.read((cache) => cache.missions.inProgress('none'))).toBeUndefined();
  });

  it('know how the missions stand against their plan', async () => {
    const nowMs = Date.UTC(2040, 0, 1, 12);
    const at = (minutes: number) => new Date(nowMs + minutes * 60_000).toISOString();
    const before = store.read((cache) => cache.missions.summary(Date.UTC(2000, 0, 1)));
    expect(before).toMatchObject({ overdue: 0, lateStarts: 0 });
    await applyAll(
      store,
      range(MISSIONS).map((n) => remove('mission', String(n + 1))),
    );
    await applyAll(store, [
      upsert('mission', missionRow(1, { status: 'in-progress', plannedStartAt: at(-60), plannedEndAt: at(-1) })),
      upsert('mission', missionRow(2, { status: 'in-progress', plannedStartAt: at(-60), plannedEndAt: at(-0.5) })),
      upsert('mission', missionRow(3, { status: 'planned', plannedStartAt: at(-2), plannedEndAt: at(60) })),
      upsert('mission', missionRow(4, { status: 'planned', plannedStartAt: at(2), plannedEndAt: at(60) })),
      upsert('mission', missionRow(5, { status: 'completed', plannedStartAt: at(-90), plannedEndAt: at(-60) })),
    ]);
    expect(store.read((cache) => cache.missions.summary(nowMs))).toEqual({ running: 2, overdue: 1, lateStarts: 1 });
  });
});
