import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../../electron/data/store/store.ts';
import {
  DELAY_TOLERANCE_MS,
  FORGOTTEN_MS,
  type Mission,
  MISSION_STATUSES,
  MISSION_TOLERANCE_MS,
  SOON_MS,
} from '../../../../shared/domain/index.ts';
import { boardOf } from '../../../support/memory-host/memory-board.ts';
import { fc } from '../../../support/property.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { missionRow, upsert, vehicleRow } from '../../../support/vigie-server/rows.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
const NOW = Date.UTC(2026, 2, 3, 12);
const MINUTE = 60_000;
const iso = (ms: number) => new Date(ms).toISOString();
let store: Store;

beforeEach(() => {
  ({ store } = newStore(newFolder()));
});

/** Around each threshold of the rule, and anywhere. */
const offsetMs = fc.oneof(
  fc
    .constantFrom(MISSION_TOLERANCE_MS, DELAY_TOLERANCE_MS, SOON_MS, FORGOTTEN_MS, 0)
    .chain((edge) =>
      fc.tuple(fc.constantFrom(-1, 1), fc.constantFrom(-1, 0, 1)).map(([sign, beside]) => sign * edge + beside),
    ),
  fc.integer({ min: -2 * FORGOTTEN_MS, max: FORGOTTEN_MS }),
);
const mission = fc.record({
  startMs: offsetMs,
  lengthMs: fc.integer({ min: 0, max: 4 * 60 * MINUTE }),
  endsMs: fc.option(offsetMs),
  delayMs: fc.option(offsetMs),
  status: fc.constantFrom(...MISSION_STATUSES),
  vehicleId: fc.constantFrom('1', null),
});
type Made = typeof mission extends fc.Arbitrary<infer Value> ? Value : never;
const missions = fc.array(mission, { minLength: 1, maxLength: 40 });

function toMission(n: number, made: Made): Mission {
  const startMs = NOW + made.startMs;
  // Either as long as it takes, or ending at a threshold.
  const endMs = made.endsMs === null ? startMs + made.lengthMs : NOW + made.endsMs;
  return missionRow(n, {
    plannedStartAt: iso(startMs),
    plannedEndAt: iso(endMs),
    actualStartAt: made.delayMs === null ? null : iso(startMs + made.delayMs),
    status: made.status,
    vehicleId: made.vehicleId,
    thirdPartyId: null,
    billingCycleId: null,
  });
}

describe('the mission board of the cache', () => {
  it('holds and orders the missions that the rule says, in windows of any size', async () => {
    await fc.assert(
      fc.asyncProperty(missions, fc.nat(20), fc.integer({ min: 1, max: 20 }), async (made, offset, limit) => {
        const rows = made.map((one, index) => toMission(index, one));
        await store.write((cache) => {
          cache.clear();
          cache.apply(upsert('vehicle', vehicleRow(1)));
          for (const row of rows) cache.apply(upsert('mission', row));
        });
        const names = { unsent: null, thirdPartyName: null, billingCycleLabel: null };
        const expected = boardOf(
          rows.map((row) => ({ ...row, ...names, vehicleCode: row.vehicleId === null ? null : 'BUS-1' })),
          NOW,
        );
        const page = store.read(({ board }) => board.page({ nowMs: NOW, offset, limit }));
        expect(page).toEqual({
          rows: expected.rows.slice(offset, offset + limit),
          total: expected.rows.length,
          counts: expected.counts,
        });
      }),
      { numRuns: 60 },
    );
  });

  it('counts what has ended since a moment, whatever is planned and however long ago the rest was', async () => {
    const done = (n: number, endedMs: number, change: Partial<Mission> = {}) =>
      upsert(
        'mission',
        missionRow(n, {
          status: 'completed',
          plannedStartAt: iso(endedMs - 60 * MINUTE),
          plannedEndAt: iso(endedMs),
          actualEndAt: iso(endedMs),
          ...change,
        }),
      );
    const dayMs = Date.UTC(2026, 2, 3);
    await applyAll(store, [
      done(1, dayMs - 1),
      done(2, dayMs),
      done(3, NOW),
      done(4, NOW, { status: 'cancelled' }),
      done(5, dayMs - 40 * 24 * 60 * MINUTE),
    ]);
    expect(store.read(({ board }) => board.doneSince(dayMs))).toBe(2);
  });
});
