import { z } from 'zod';

export const VEHICLE_KINDS = ['bus', 'coach', 'tram', 'train', 'van', 'truck', 'taxi', 'other'] as const;
export const vehicleKind = z.enum(VEHICLE_KINDS);
export type VehicleKind = z.infer<typeof vehicleKind>;

export const vehicle = z.object({
  /** The back office's own key, decimal digits. */
  id: z.string().min(1),
  /** What feeds and drivers call it; unique. */
  code: z.string().min(1),
  label: z.string(),
  kind: vehicleKind,
  depot: z.string().nullable(),
  line: z.string().nullable(),
});
export type Vehicle = z.infer<typeof vehicle>;
