import Database from 'better-sqlite3';
import path from 'node:path';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createBoardReads } from '../../../../electron/data/store/mission-board.ts';
import { createMissionReads } from '../../../../electron/data/store/mission-reads.ts';
import { createReader, type Reader } from '../../../../electron/data/store/handles.ts';
import type { MissionQuery } from '../../../../electron/data/store/mission-query.ts';
import { createScheduleReads } from '../../../../electron/data/store/schedule-reads.ts';
import { openCache } from '../../../../electron/data/store/open-cache.ts';
import { CACHE_SORTS } from '../../../../electron/data/store/mission-reads.ts';
import { fleetChanges } from '../../../support/vigie-server/rows.ts';

/** The plans that SQLite makes: what is fast with 300 rows must not turn out to read a million. */
let folder: string;
let database: Database.Database;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-plans-'));
  const { writing, close } = openCache(folder, { onSlow: () => undefined });
  writing.writer.begin();
  for (const change of fleetChanges(300)) writing.transaction.apply(change);
  writing.transaction.finish(0);
  writing.writer.commit();
  close();
  database = new Database(path.join(folder, 'cache.sqlite'), { readonly: true });
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

/** The plan of the statement that reads the rows of a page of missions. */
function planOf(query: Partial<MissionQuery>): string {
  return planRead((reader) =>
    createMissionReads(reader).page({
      filter: {},
      sort: { by: 'plannedStartAt', direction: 'descending' },
      offset: 0,
      limit: 20,
      ...query,
    }),
  );
}

/** The plan of the last statement of which `work` reads the rows. */
function planRead(work: (reader: Reader) => void): string {
  const statements: { sql: string; params: unknown[] }[] = [];
  const reader = createReader(database, () => undefined);
  const spy: Reader = {
    ...reader,
    select: <Row>(sql: string) => {
      const statement = reader.select<Row>(sql);
      return {
        ...statement,
        all: (...params) => {
          statements.push({ sql, params });
          return statement.all(...params);
        },
      };
    },
  };
  work(spy);
  const [last] = statements.slice(-1);
  if (last === undefined) throw new Error('no row was read');
  const steps = database.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${last.sql}`).all(...last.params);
  return steps.map(({ detail }) => detail).join('\n');
}

const INDEX_OF_SORT = {
  plannedStartAt: 'missions_by_start',
  reference: 'missions_by_reference',
  status: 'missions_by_status',
  customerName: 'missions_by_customer',
  vehicleCode: 'missions_by_vehicle',
  distanceMetres: 'missions_by_distance',
  amountCents: 'missions_by_amount',
} as const;

describe('the plan of a page of missions', () => {
  it.each(CACHE_SORTS)('walks the index of the sort by %s, without sorting the list', (by) => {
    for (const direction of ['ascending', 'descending'] as const) {
      const plan = planOf({ sort: { by, direction } });
      expect(plan).toContain(`SCAN m USING COVERING INDEX ${INDEX_OF_SORT[by]}`);
      // The only sort is that of the window's own rows.
      expect(plan.match(/USE TEMP B-TREE FOR ORDER BY/g)).toHaveLength(1);
    }
  });

  it('reads one status in the order of time from its index', () => {
    expect(planOf({ filter: { statuses: ['planned'] } })).toMatch(
      /SEARCH m USING COVERING INDEX missions_by_status \(status=\?\)/,
    );
  });

  it('walks the index of the sort where several statuses are asked for', () => {
    expect(planOf({ filter: { statuses: ['planned', 'completed'] } })).toMatch(/SCAN m USING INDEX missions_by_start/);
  });

  it.each([
    [{ vehicleId: '3' }, 'missions_by_vehicle (vehicle_key=? AND vehicle_id=?)'],
    [{ billingCycleId: 'x' }, 'missions_by_cycle (billing_cycle_id=?)'],
    [{ thirdPartyId: 'x' }, 'missions_by_third_party (third_party_id=?)'],
  ])('reads the missions of %s from their index', (filter, index) => {
    // A filter that matches nothing reads no rows: the plan is looked at with one that does.
    const ids = database
      .prepare<[], { cycle: string; third: string }>(
        'SELECT billing_cycle_id AS cycle, third_party_id AS third FROM missions WHERE id = 1',
      )
      .get();
    const real = {
      ...('vehicleId' in filter ? filter : {}),
      ...('billingCycleId' in filter ? { billingCycleId: ids?.cycle ?? '' } : {}),
      ...('thirdPartyId' in filter ? { thirdPartyId: ids?.third ?? '' } : {}),
    };
    expect(planOf({ filter: real })).toContain(index);
  });

  it('looks up the few rows that match a rare word, and walks the list for a common one', () => {
    expect(planOf({ filter: { text: 'conducteur 79' } })).toMatch(/SEARCH m USING INTEGER PRIMARY KEY/);
    expect(planOf({ filter: { text: 'rue' } })).toMatch(/SCAN m USING COVERING INDEX missions_by_start/);
  });
});

describe('the plan of the mission board', () => {
  it('finds and orders the missions in the index of live ones alone, and reads the rows of the window only', () => {
    const plan = planRead((reader) =>
      createBoardReads(reader).page({ nowMs: Date.UTC(2026, 0, 1), offset: 0, limit: 20 }),
    );
    expect(plan.match(/SEARCH missions USING COVERING INDEX missions_live \(status=\?/g)).toHaveLength(3);
    expect(plan).toContain('SEARCH m USING INTEGER PRIMARY KEY');
    expect(plan).not.toMatch(/SCAN (m|missions)\b/);
  });
});

describe('the plans of the schedule', () => {
  it('read the vehicles and missions of a line, and the missions of a span, from their indexes, sorting nothing', () => {
    const plans = [
      planRead((reader) => createScheduleReads(reader).vehiclesOf('L1', 80)),
      planRead((reader) => createScheduleReads(reader).missionsOf('3', 0, 1e12)),
      planRead((reader) => createScheduleReads(reader).counted({ startMs: 0, rowKey: -1 }, 1e13, null, 100)),
      planRead((reader) => createScheduleReads(reader).counted({ startMs: 0, rowKey: -1 }, 1e13, 'L1', 100)),
    ];
    const indexes = ['vehicles_by_line (line_key=?)', 'missions_by_vehicle', 'missions_by_start', 'missions_by_start'];
    for (const [at, index] of indexes.entries()) expect(plans[at]).toContain(index);
    for (const plan of plans) expect(plan).not.toMatch(/TEMP B-TREE|SCAN /);
  });
});
