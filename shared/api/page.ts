import { z } from 'zod';
import { billingCycle } from '../domain/billing-cycle.ts';
import { geofence } from '../domain/geofence.ts';
import { mission, missionStatus } from '../domain/mission.ts';
import { thirdParty } from '../domain/third-party.ts';
import { vehicle } from '../domain/vehicle.ts';

export const MAX_PAGE_SIZE = 1000;

/** Query of a keyset page: `after` is the `next` of the page before. Unknown parameters are refused. */
export const pageQuery = z.strictObject({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(100),
});
export type PageQuery = z.output<typeof pageQuery>;

export const missionsQuery = pageQuery.extend({
  status: missionStatus.optional(),
  vehicleId: z
    .string()
    .regex(/^\d{1,18}$/, 'must be a vehicle id: up to 18 digits')
    .optional(),
  billingCycleId: z.guid().optional(),
  thirdPartyId: z.guid().optional(),
});
export type MissionsQuery = z.output<typeof missionsQuery>;

export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}
export const missionsPage = page(mission);
export const billingCyclesPage = page(billingCycle);
export const thirdPartiesPage = page(thirdParty);
export const geofencesPage = page(geofence);
export const vehiclesPage = page(vehicle);
