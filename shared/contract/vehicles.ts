import { z } from 'zod';
import { vehicle } from '../domain/vehicle.ts';
import { method, stream } from '../rpc/index.ts';
import { missionRow } from './missions.ts';
import { direction, rowsOf, windowOf } from './page.ts';
import { directoryFilter, vehicleFilter } from './vehicle-filter.ts';

export const vehicleRow = vehicle.extend({
  /** Its place in the position frames of `streamId`; null while it has not been heard. */
  slot: z.number().int().nonnegative().nullable(),
});
export type VehicleRow = z.infer<typeof vehicleRow>;

export const VEHICLE_SORTS = ['code', 'label', 'kind', 'depot', 'line', 'lastHeard', 'speed'] as const;

const group = z.object({ name: z.string(), vehicles: z.number().int().positive() });
export type VehicleGroup = z.infer<typeof group>;

const streamId = z.number().int().nonnegative();

export const vehicleMethods = {
  'vehicles.page': method(
    z.strictObject({
      filter: vehicleFilter.default({}),
      sort: z.strictObject({ by: z.enum(VEHICLE_SORTS), direction }).default({ by: 'code', direction: 'ascending' }),
      /** A player that is open (`replay.frames`): by what positions say there, and with the slots of its stream. */
      player: z.guid().optional(),
      ...windowOf,
    }),
    rowsOf(vehicleRow).extend({ streamId }),
  ),
  'vehicles.get': method(
    z.strictObject({ id: z.string() }),
    vehicleRow.extend({ streamId, currentMission: missionRow.nullable() }),
  ),
  /** Rows of the vehicles in some slots, of the live stream or of a recorded one, in the order asked; null where a slot has no known vehicle. */
  'vehicles.bySlots': method(
    z.strictObject({ streamId, slots: z.array(z.number().int().nonnegative()).max(500) }),
    z.object({ rows: z.array(vehicleRow.nullable()) }),
  ),
  /** Depots and lines, with the number of vehicles of each, in their natural order. */
  'vehicles.groups': method(z.strictObject({}), z.object({ depots: z.array(group), lines: z.array(group) })),
};

export const vehicleStreams = {
  /**
   * Which slots match, of the live stream or of a recorded one: `VehicleMatches` as bytes, first at once and then whenever they change.
   * Nothing comes of a stream that is not known.
   */
  'vehicles.matching': stream(
    z.strictObject({ filter: directoryFilter, streamId: streamId.optional() }),
    z.instanceof(Uint8Array),
  ),
};
