import { z } from 'zod';
import { DEGREES_PER_UNIT } from './position-record.ts';

/** Boxes of an area: as many as a wall of one window has maps, and some more. */
export const MOST_AREA_BOXES = 16;
/** Vehicles that are wanted wherever they are: the selected, the followed, the rows of the lists that are on the screen. */
export const MOST_AREA_SLOTS = 2_000;

/** WGS 84 degrees. `east` is not below `west`, and above 180 where the box lies across the antimeridian. */
export const areaBox = z
  .strictObject({
    west: z.number().min(-180).max(180),
    south: z.number().min(-90).max(90),
    east: z.number().min(-180).max(540),
    north: z.number().min(-90).max(90),
  })
  .refine(({ west, east }) => east >= west, { path: ['east'], message: 'must not be below west' })
  .refine(({ south, north }) => north >= south, { path: ['north'], message: 'must not be below south' });
export type AreaBox = z.infer<typeof areaBox>;

/** What of a fleet a reader of positions wants: all within some boxes, and these slots of its stream wherever they are. */
export const fleetArea = z.strictObject({
  boxes: z.array(areaBox).max(MOST_AREA_BOXES),
  slots: z.array(z.number().int().nonnegative()).max(MOST_AREA_SLOTS).default([]),
});
export type FleetArea = z.infer<typeof fleetArea>;

/** Whether a place, in units of a position record, is within the boxes. Allocates nothing: it is asked for each vehicle. */
export type AreaTest = (longitudeUnits: number, latitudeUnits: number) => boolean;

export function areaTest(boxes: readonly AreaBox[]): AreaTest {
  // Four numbers a box: the middle and half the width (the shortest way round the world), south and north.
  const bounds = new Float64Array(boxes.length * 4);
  boxes.forEach(({ west, south, east, north }, index) => {
    const middle = (west + east) / 2;
    bounds[index * 4] = Math.round((middle > 180 ? middle - 360 : middle) / DEGREES_PER_UNIT) | 0;
    bounds[index * 4 + 1] = Math.min(180, (east - west) / 2) / DEGREES_PER_UNIT;
    bounds[index * 4 + 2] = south / DEGREES_PER_UNIT;
    bounds[index * 4 + 3] = north / DEGREES_PER_UNIT;
  });
  return (longitude, latitude) => {
    for (let at = 0; at < bounds.length; at += 4) {
      if (latitude < (bounds[at + 2] ?? 0) || latitude > (bounds[at + 3] ?? 0)) continue;
      // Integers of 32 bits wrap at the antimeridian as the world does.
      if (Math.abs((longitude - (bounds[at] ?? 0)) | 0) <= (bounds[at + 1] ?? 0)) return true;
    }
    return false;
  };
}
