import { z } from 'zod';
import { mission, missionStatus } from '../domain/mission.ts';
import { method } from '../rpc/index.ts';
import { unsentState } from './edits.ts';
import { direction, MAX_WINDOW_ROWS, rowsOf, searchText, windowOf } from './page.ts';

/** A mission with the names that a list shows beside it. */
export const missionRow = mission.extend({
  unsent: unsentState.nullable(),
  vehicleCode: z.string().nullable(),
  thirdPartyName: z.string().nullable(),
  billingCycleLabel: z.string().nullable(),
});
export type MissionRow = z.infer<typeof missionRow>;

export const MISSION_SORTS = [
  'plannedStartAt',
  'reference',
  'status',
  'customerName',
  'vehicleCode',
  'distanceMetres',
  'amountCents',
  'thirdPartyName',
  'billingCycleLabel',
  'driver',
  'originAddress',
  'destinationAddress',
  'plannedEndAt',
  'actualStartAt',
  'actualEndAt',
] as const;
export type MissionSortBy = (typeof MISSION_SORTS)[number];

/** As many values as one filter names. */
export const MOST_FILTER_VALUES = 50;
const idsOrNone = z.array(z.string().min(1).max(200).nullable()).min(1).max(MOST_FILTER_VALUES);
const bound = z.number().int().min(-1e15).max(1e15);
/** Both ends included. `none`: only where it is not known. */
const range = z.union([
  z.literal('none'),
  z
    .strictObject({ least: bound.optional(), most: bound.optional() })
    .refine(({ least, most }) => least === undefined || most === undefined || least <= most, {
      error: 'the least is more than the most',
    }),
]);

/** A mission is in the list if all that is given holds. In a list of values, null means "none". */
export const missionFilter = z.strictObject({
  text: searchText.optional(),
  statuses: z.array(missionStatus).max(10).optional(),
  vehicleId: z.string().optional(),
  billingCycleId: z.string().optional(),
  thirdPartyId: z.string().optional(),
  vehicleIds: idsOrNone.optional(),
  billingCycleIds: idsOrNone.optional(),
  thirdPartyIds: idsOrNone.optional(),
  /** Names, as they are written. */
  drivers: idsOrNone.optional(),
  /** Planned start, UTC ms: from `from`, before `before`. */
  start: z.strictObject({ fromMs: bound.optional(), beforeMs: bound.optional() }).optional(),
  /** Integer cents. */
  amount: range.optional(),
  /** Metres. */
  distance: range.optional(),
});
export type MissionFilterQuery = z.infer<typeof missionFilter>;

const missionSort = z.strictObject({ by: z.enum(MISSION_SORTS), direction });
const inOrder = {
  filter: missionFilter.default({}),
  sort: missionSort.default({ by: 'plannedStartAt', direction: 'descending' }),
};

/** Ids that are answered at a time. */
export const MAX_WINDOW_IDS = 10_000;

/** What missions come to together. */
export const missionTotals = z.object({
  count: z.number().int(),
  /** Integer cents before tax, by currency; null: more than a number holds exactly. */
  amounts: z.array(z.object({ currency: z.string(), cents: z.number().int().nullable(), missions: z.number().int() })),
  /** Missions without an amount. */
  withoutAmount: z.number().int(),
  distanceMetres: z.number().int(),
  withoutDistance: z.number().int(),
});
export type MissionTotalsRow = z.infer<typeof missionTotals>;

export const missionMethods = {
  'missions.page': method(z.strictObject({ ...inOrder, ...windowOf }), rowsOf(missionRow)),
  'missions.get': method(z.strictObject({ id: z.string() }), missionRow),
  /** Those of some ids that are there, in the order of the ids. */
  'missions.rows': method(
    z.strictObject({ ids: z.array(z.string().min(1).max(100)).max(MAX_WINDOW_ROWS) }),
    z.object({ rows: z.array(missionRow) }),
  ),
  /** Ids of a part of the filtered, sorted list: to do something with all of it without holding its rows. */
  'missions.ids': method(
    z.strictObject({
      ...inOrder,
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(MAX_WINDOW_IDS),
    }),
    z.object({ ids: z.array(z.string()), total: z.number().int(), revision: z.number().int() }),
  ),
  /** Sums over all missions that match. */
  'missions.totals': method(
    z.strictObject({ filter: missionFilter.default({}) }),
    missionTotals.extend({ revision: z.number().int() }),
  ),
  /** Names of drivers in which each word of `text` starts a word, those of most missions first. */
  'missions.drivers': method(
    z.strictObject({ text: searchText.optional(), limit: z.number().int().min(1).max(100) }),
    z.object({ drivers: z.array(z.object({ name: z.string(), missions: z.number().int() })) }),
  ),
  /** How the missions stand against their plan at `nowMs` (UTC ms: of the feed's own day, where it replays one). */
  'missions.summary': method(
    z.strictObject({ nowMs: z.number().int() }),
    z.object({
      /** `in-progress`, overdue ones included. */
      running: z.number().int(),
      /** `in-progress`, and planned to have ended `MISSION_TOLERANCE_MS` ago or earlier. */
      overdue: z.number().int(),
      /** `planned`, and planned to have begun `MISSION_TOLERANCE_MS` ago or earlier. */
      lateStarts: z.number().int(),
      revision: z.number().int(),
    }),
  ),
};
