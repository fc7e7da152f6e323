import { MAX_WINDOW_ROWS, type MissionRow, type MissionSortBy } from '../../../shared/contract/index.ts';
import { type Mission, MISSION_STATUSES } from '../../../shared/domain/index.ts';
import { toPlace } from './columns.ts';
import type { Reader } from './handles.ts';
import {
  JOIN_NAMES,
  MISSION_COLUMNS,
  NAMED_MISSION_COLUMNS,
  type NamedMission,
  type StoredMission,
  toMission,
  toMissionRow,
} from './mission-columns.ts';
import type { MissionQuery } from './mission-query.ts';
import { type MissionSummary, summariseMissions } from './mission-summary.ts';
import { type Approach, type MissionWhere, missionWhere, OF_VEHICLE } from './mission-where.ts';
import { orderBy, planWindow, type WindowPlan } from './paging.ts';
import { createTotals } from './remembered.ts';
import { createStanding } from './standing.ts';

export interface MissionReads {
  /** Rows of a window of the filtered, sorted list, and the length of that list. Only what `canPage`. */
  page(query: MissionQuery): { rows: MissionRow[]; total: number };
  /** The rows with these keys that are there, in their order: as many as a window has. */
  byKeys(keys: readonly number[]): MissionRow[];
  /** The same by ids. */
  byIds(ids: readonly string[]): MissionRow[];
  get(id: string): MissionRow | undefined;
  /** The mission that a vehicle is on: of several in progress, the one that was planned last. */
  inProgress(vehicleId: string): MissionRow | undefined;
  summary(nowMs: number): MissionSummary;
}

/** Sorts that the cache has an index for; the index of missions answers for the others. */
export const CACHE_SORTS = [
  'plannedStartAt',
  'reference',
  'status',
  'customerName',
  'vehicleCode',
  'distanceMetres',
  'amountCents',
] as const satisfies readonly MissionSortBy[];
type CacheSort = (typeof CACHE_SORTS)[number];

/** Columns of each sort, with an index in the same order. */
const SORT_COLUMNS: Record<CacheSort, readonly string[]> = {
  plannedStartAt: ['planned_start_at_ms'],
  reference: ['reference_key'],
  status: ['status', 'planned_start_at_ms'],
  customerName: ['customer_key'],
  vehicleCode: ['vehicle_key', 'vehicle_id', 'planned_start_at_ms'],
  distanceMetres: ['distance_metres'],
  amountCents: ['amount_cents'],
};

/** What the cache answers by its own indexes. All else is asked of the index of missions. */
export function canPage({ filter, sort }: MissionQuery): boolean {
  const { vehicleIds, billingCycleIds, thirdPartyIds, drivers, start, amount, distance } = filter;
  const others = [vehicleIds, billingCycleIds, thirdPartyIds, drivers, start, amount, distance];
  return isCacheSort(sort.by) && others.every((value) => value === undefined);
}

function isCacheSort(by: MissionSortBy): by is CacheSort {
  return (CACHE_SORTS as readonly MissionSortBy[]).includes(by);
}

/** Sorts in which the rows of one status lie together, in order, in the index by status. */
const STATUS_INDEX_SORTS = new Set(['plannedStartAt', 'status']);

export function createMissionReads(reader: Reader): MissionReads {
  const total = createTotals(reader);
  const standing = createStanding(reader, 'mission');
  const select = `SELECT ${NAMED_MISSION_COLUMNS} FROM missions m ${JOIN_NAMES}`;
  const toRow = (stored: NamedMission): MissionRow => toMissionRow(stored, standing.of(stored.id));

  function inOrder<Key>(column: 'id' | 'row_key', keys: readonly Key[]): MissionRow[] {
    const asked = keys.slice(0, MAX_WINDOW_ROWS);
    const stored = reader
      .select<NamedMission & { row_key: number }>(
        `SELECT m.row_key, ${NAMED_MISSION_COLUMNS} FROM missions m ${JOIN_NAMES}
         WHERE m.${column} IN (SELECT value FROM json_each(?))`,
      )
      .all(JSON.stringify(asked));
    const known = new Map(stored.map((row) => [row[column] as Key, row]));
    return asked.flatMap((key) => {
      const row = known.get(key);
      return row === undefined ? [] : [toRow(row)];
    });
  }

  return {
    byKeys: (keys) => inOrder('row_key', keys),
    byIds: (ids) => inOrder('id', ids),
    page(query) {
      const { filter, sort } = query;
      const where = missionWhere(reader, filter);
      const count = total(where.count.sql, where.count.params);
      const plan = planWindow(query, count, sort.direction);
      if (plan.limit === 0) return { rows: [], total: count };
      const all = () => total('SELECT count(*) FROM missions', []);
      const { sql, params } = where.rows(chooseApproach(query, where, count, plan, all));
      if (!canPage(query) || !isCacheSort(sort.by)) throw new TypeError('only the index of missions answers this');
      const order = orderBy('m', SORT_COLUMNS[sort.by], plan.direction);
      // The keys first: rows and names are read for the window only, not for all that is skipped.
      const keys = `SELECT m.row_key FROM missions m ${sql} ${order} LIMIT ? OFFSET ?`;
      const stored = reader
        .select<NamedMission>(`${select} WHERE m.row_key IN (${keys}) ${order}`)
        .all(...params, plan.limit, plan.offset);
      if (plan.isReversed) stored.reverse();
      return { rows: stored.map(toRow), total: count };
    },
    get(id) {
      const stored = reader.select<NamedMission>(`${select} WHERE m.id = ?`).get(id);
      return stored && toRow(stored);
    },
    inProgress(vehicleId) {
      const order = orderBy('m', ['planned_start_at_ms'], 'descending');
      const stored = reader
        .select<NamedMission>(`${select} WHERE ${OF_VEHICLE} AND +m.status = ? ${order} LIMIT 1`)
        .get(vehicleId, vehicleId, toPlace(MISSION_STATUSES, 'in-progress'));
      return stored && toRow(stored);
    },
    summary: (nowMs) => summariseMissions(reader, nowMs),
  };
}

/** A row that is looked up by its key and then sorted costs as much as so many that are walked past in an index. */
const LOOKUP_COST = 4;

function chooseApproach(
  query: MissionQuery,
  where: MissionWhere,
  matching: number,
  plan: WindowPlan,
  all: () => number,
): Approach {
  const { filter, sort } = query;
  const byStatus =
    !where.isNarrow && !where.hasText && STATUS_INDEX_SORTS.has(sort.by) && filter.statuses?.length === 1;
  if (!where.hasText || where.isNarrow) return { byStatus, byText: false };
  // Matching rows are taken to be spread evenly over the list.
  const walked = ((plan.offset + plan.limit) * all()) / matching;
  return { byStatus, byText: matching * LOOKUP_COST < walked };
}

/** A mission as it is shown, without the names beside it, with the server's count of its changes. */
export function readMission(reader: Reader, id: string): { row: Mission; version: number } | undefined {
  const stored = reader
    .select<StoredMission & { version: number }>(`SELECT ${MISSION_COLUMNS}, m.version FROM missions m WHERE m.id = ?`)
    .get(id);
  return stored && { row: toMission(stored), version: stored.version };
}
