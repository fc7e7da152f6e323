import { z } from 'zod';
import { missionStatus } from '../domain/mission.ts';
import { event, method } from '../rpc/index.ts';
import { MISSION_SORTS, MOST_FILTER_VALUES } from './missions.ts';
import { direction, searchText } from './page.ts';

/** Columns of the missions table, in the order in which they stand at first. */
export const MISSION_COLUMNS = [
  'reference',
  'status',
  'customerName',
  'thirdPartyName',
  'billingCycleLabel',
  'vehicleCode',
  'driver',
  'originAddress',
  'destinationAddress',
  'plannedStartAt',
  'plannedEndAt',
  'actualStartAt',
  'actualEndAt',
  'distanceMetres',
  'amountCents',
] as const;
export const missionColumn = z.enum(MISSION_COLUMNS);
export type MissionColumnKey = z.infer<typeof missionColumn>;

const day = z.iso.date();
/** Periods that move on with the days. Weeks begin on Monday. */
export const MOVING_PERIODS = ['today', 'yesterday', 'this-week', 'last-week', 'this-month', 'last-month'] as const;
/** When missions were planned to begin, in days of the operator. Both ends included. */
export const missionPeriod = z.union([
  z.strictObject({ kind: z.enum(MOVING_PERIODS) }),
  z.strictObject({ kind: z.literal('between'), from: day.nullable(), to: day.nullable() }),
]);
export type MissionPeriod = z.infer<typeof missionPeriod>;

/** A row that a filter names, and what people call it; of "none", both are null. */
const named = z.strictObject({ id: z.string().max(200).nullable(), label: z.string().max(200).nullable() });
const namedRows = z.array(named).max(MOST_FILTER_VALUES);
const bound = z.number().int().min(-1e15).max(1e15).nullable();
const range = z.union([z.literal('none'), z.strictObject({ least: bound, most: bound })]).nullable();

/** A filter as a person chose it. */
export const missionTableFilter = z.strictObject({
  statuses: z.array(missionStatus).max(10),
  period: missionPeriod.nullable(),
  thirdParties: namedRows,
  billingCycles: namedRows,
  vehicles: namedRows,
  drivers: namedRows,
  /** Integer cents. */
  amount: range,
  /** Metres. */
  distance: range,
});
export type MissionTableFilter = z.infer<typeof missionTableFilter>;
export type NamedValue = z.infer<typeof named>;
export type FilterRange = z.infer<typeof range>;

/** Widths in rem. */
export const LEAST_COLUMN_REM = 3;
export const MOST_COLUMN_REM = 60;
export const shownColumn = z.strictObject({
  key: missionColumn,
  width: z.number().min(LEAST_COLUMN_REM).max(MOST_COLUMN_REM),
});
export type ShownColumn = z.infer<typeof shownColumn>;

export const missionColumns = z
  .array(shownColumn)
  .min(1)
  .max(MISSION_COLUMNS.length)
  .refine((shown) => new Set(shown.map(({ key }) => key)).size === shown.length, { error: 'a column stands twice' });

/** What the table shows: which missions, in which order, in which columns. */
export const missionTableView = z.strictObject({
  text: searchText,
  filter: missionTableFilter,
  sort: z.strictObject({ by: z.enum(MISSION_SORTS), direction }),
  columns: missionColumns,
});
export type MissionTableView = z.infer<typeof missionTableView>;

export const MOST_VIEWS = 100;
export const missionView = missionTableView.extend({
  id: z.guid(),
  name: z.string().trim().min(1).max(80),
});
export type MissionView = z.infer<typeof missionView>;

export const missionViews = z.object({
  /** In the order of their making. */
  views: z.array(missionView),
  /** Which one a window opens with; null: all missions. */
  defaultId: z.guid().nullable(),
});
export type MissionViews = z.infer<typeof missionViews>;

/** Saved views: of whoever is signed in, in every window and after a restart. */
export const missionViewMethods = {
  'missionViews.list': method(z.strictObject({}), missionViews),
  /** Adds a view, or replaces the one of its id. A name is taken once, case and accents aside. */
  'missionViews.save': method(
    z.strictObject({ view: missionView }),
    z.discriminatedUnion('result', [
      z.object({ result: z.literal('saved') }),
      z.object({ result: z.literal('refused'), why: z.enum(['name-taken', 'too-many']) }),
    ]),
  ),
  /** Forgets a view. To undo it, save it again. */
  'missionViews.remove': method(z.strictObject({ id: z.guid() }), z.object({})),
  'missionViews.setDefault': method(z.strictObject({ id: z.guid().nullable() }), z.object({})),
};

export const missionViewEvents = { 'missionViews.changed': event(missionViews) };
