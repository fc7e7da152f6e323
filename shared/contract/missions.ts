import { z } from 'zod';
import { mission, missionStatus } from '../domain/mission.ts';
import { method } from '../rpc/index.ts';
import { unsentState } from './edits.ts';
import { direction, rowsOf, searchText, windowOf } from './page.ts';

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
] as const;

export const missionFilter = z.strictObject({
  text: searchText.optional(),
  statuses: z.array(missionStatus).max(10).optional(),
  vehicleId: z.string().optional(),
  billingCycleId: z.string().optional(),
  thirdPartyId: z.string().optional(),
});

export const missionMethods = {
  'missions.page': method(
    z.strictObject({
      filter: missionFilter.default({}),
      sort: z
        .strictObject({ by: z.enum(MISSION_SORTS), direction })
        .default({ by: 'plannedStartAt', direction: 'descending' }),
      ...windowOf,
    }),
    rowsOf(missionRow),
  ),
  'missions.get': method(z.strictObject({ id: z.string() }), missionRow),
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
