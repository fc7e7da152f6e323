import { z } from 'zod';

/** The life of a mission, as the back office writes it. */
export const MISSION_STATUSES = ['planned', 'in-progress', 'completed', 'cancelled'] as const;
export const missionStatus = z.enum(MISSION_STATUSES);
export type MissionStatus = z.infer<typeof missionStatus>;

/** ISO 8601 in UTC, such as `2026-03-01T06:30:00.000Z`. */
export const utcTime = z.iso.datetime();

/** One trip of one vehicle for one customer: what is supervised, then billed. */
export const mission = z.object({
  /** The back office's own key, decimal digits. */
  id: z.string().min(1),
  reference: z.string(),
  vehicleId: z.string().nullable(),
  driver: z.string().nullable(),
  /** Free text of the legacy programs. `thirdPartyId` names the customer once it is known. */
  customerName: z.string().nullable(),
  originAddress: z.string().nullable(),
  destinationAddress: z.string().nullable(),
  plannedStartAt: utcTime,
  plannedEndAt: utcTime,
  actualStartAt: utcTime.nullable(),
  actualEndAt: utcTime.nullable(),
  status: missionStatus,
  distanceMetres: z.number().int().nonnegative().nullable(),
  /** Integer cents of `currency`, before tax; null until it is known. */
  amountCents: z.number().int().nullable(),
  /** ISO 4217. */
  currency: z.string().length(3),
  billingCycleId: z.string().nullable(),
  thirdPartyId: z.string().nullable(),
});
export type Mission = z.infer<typeof mission>;
