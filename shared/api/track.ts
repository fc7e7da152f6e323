import { z } from 'zod';
import { vehicleState } from '../domain/fix.ts';

/** Where a vehicle was, at one moment of its last hour. */
export const trackSample = z.object({
  /** UTC ms, by the vehicle's own fix. */
  observedAtMs: z.number().int(),
  /** WGS 84 degrees, to about a metre; of a suspect fix, the last believable place before it. */
  longitude: z.number(),
  latitude: z.number(),
  /** To half a metre a second; null where the fix is suspect. */
  speedMetresPerSecond: z.number().nonnegative().nullable(),
  state: vehicleState,
  /** How far from there a fix that no vehicle can have reached said to be, in kilometres (255 and more: 255); null: it is believed. */
  suspectKilometres: z.number().int().nonnegative().nullable(),
});
export type TrackSample = z.infer<typeof trackSample>;

/** Query of `GET /api/v2/vehicles/{id}/track`. */
export const trackQuery = z.strictObject({ minutes: z.coerce.number().int().min(1).max(1_440).default(60) });

/** The latest part of a vehicle's way, thinned, the oldest sample first. */
export const vehicleTrack = z.object({
  vehicleId: z.string(),
  /** What the samples are of, UTC ms: they end with now. */
  fromMs: z.number().int(),
  toMs: z.number().int(),
  /** How many minutes the server keeps; 0: it keeps no tracks. */
  keptMinutes: z.number().nonnegative(),
  /** How much faster than real time its clock runs: minutes are the vehicle's own. */
  timeScale: z.number().positive(),
  samples: z.array(trackSample),
});
export type VehicleTrack = z.infer<typeof vehicleTrack>;
