import { z } from 'zod';
import { geofenceGeometry } from './geofence-geometry.ts';
import { utcTime } from './mission.ts';

/** A zone that is watched, a depot where vehicles rest, or a place where they may not be. */
export const GEOFENCE_KINDS = ['zone', 'depot', 'restricted'] as const;
export const geofenceKind = z.enum(GEOFENCE_KINDS);
export type GeofenceKind = z.infer<typeof geofenceKind>;

/** An area that all operators share. */
export const geofence = z.object({
  id: z.guid(),
  name: z.string().min(1),
  kind: geofenceKind,
  geometry: geofenceGeometry,
  createdAt: utcTime,
});
export type Geofence = z.infer<typeof geofence>;
