import { z } from 'zod';
import { vehicleTrack } from '../api/track.ts';
import { method } from '../rpc/index.ts';
import { missionRow } from './missions.ts';

export const trackMethods = {
  /**
   * The last minutes of a vehicle, which the server keeps.
   * Errors: `not-found`, and those of a server that cannot be asked (`server-…`, `unauthorized`, `forbidden`).
   */
  'vehicles.track': method(
    z.strictObject({ id: z.string(), minutes: z.number().int().min(1).max(1_440) }),
    vehicleTrack,
  ),
  /** The missions of a vehicle around `nowMs` (UTC ms, of the feed's own day where it replays one). */
  'vehicles.missions': method(
    z.strictObject({ id: z.string(), nowMs: z.number().int() }),
    z.object({
      /** Begun, or to have begun, and not over an hour ago: the earliest first. */
      around: z.array(missionRow),
      /** Those that are planned and have not begun, the next first. */
      next: z.array(missionRow),
    }),
  ),
};
