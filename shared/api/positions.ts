import { z } from 'zod';
import { FIX_REFUSALS, vehicleState } from '../domain/fix.ts';

export const MAX_POSITIONS_PER_POST = 10_000;

/**
 * One fix as a feed posts it. Numbers are checked for being numbers only: a place outside the world is counted by
 * reason in the answer and does not fail its neighbours.
 */
export const postedFix = z.strictObject({
  vehicle: z.string().max(100),
  longitude: z.number(),
  latitude: z.number(),
  /** UTC milliseconds. */
  observedAtMs: z.number(),
  headingDegrees: z.number().optional(),
  speedMetresPerSecond: z.number().optional(),
  state: vehicleState.optional(),
});

/** Body of `POST /api/v2/positions`. */
export const postPositionsBody = z.strictObject({
  positions: z.array(postedFix).min(1).max(MAX_POSITIONS_PER_POST),
});
export type PostPositionsBody = z.infer<typeof postPositionsBody>;

export const postPositionsResult = z.object({
  accepted: z.number().int(),
  /** Accepted, but shown at the last believable place. */
  suspect: z.number().int(),
  refused: z.partialRecord(z.enum(FIX_REFUSALS), z.number().int()),
  /** The first few refusals, to find the fault with: index into `positions`, and the member that is wrong. */
  examples: z.array(
    z.object({ index: z.number().int(), vehicle: z.string(), field: z.string(), reason: z.enum(FIX_REFUSALS) }),
  ),
});
export type PostPositionsResult = z.infer<typeof postPositionsResult>;
