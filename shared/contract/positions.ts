import { z } from 'zod';
import { fleetArea } from '../domain/area.ts';
import { fleetCounts } from '../domain/fleet-counts.ts';
import { stream } from '../rpc/index.ts';
import { ageThresholds, directoryFilter } from './vehicle-filter.ts';

const bits = z.number().int().min(0).max(255);

/** Which vehicles a window shows: by their records (see fleet-sieve.ts), and by what else is known of them. */
const shownFilter = z.strictObject({
  sieve: z.strictObject({ states: bits, kinds: bits, ages: bits, motion: bits, trust: bits }),
  directory: directoryFilter.nullable(),
});

/** The numbers of a whole fleet, and of what a filter shows of it. */
const fleetNumbers = z.object({ counts: fleetCounts, shown: fleetCounts.nullable() });
export type FleetNumbers = z.infer<typeof fleetNumbers>;

export const positionStreams = {
  /**
   * Position frames (see shared/api/position-frame.ts), newest wins. The first is a key frame, unless the reader says
   * where it is; a part frame, if it wants a part of the fleet. After a gap, or for another part, close the stream and
   * open it with nothing but the area.
   */
  positions: stream(
    z.strictObject({
      streamId: z.number().int().optional(),
      sequence: z.number().int().optional(),
      area: fleetArea.optional(),
    }),
    z.instanceof(Uint8Array),
  ),
  /** For a window that has a part of the fleet: at once, and once a second when they are others. */
  'fleet.counts': stream(z.strictObject({ ages: ageThresholds, filter: shownFilter.nullable() }), fleetNumbers),
};
