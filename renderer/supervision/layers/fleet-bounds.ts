import { DEGREES_PER_UNIT, POSITION_FLAGS, RECORD_BYTES } from '../../../shared/domain/index.ts';
import type { FleetFrame } from '../fleet/index.ts';
import { wrapUnits } from './projection.ts';
import { seesAll, type Sight } from './sight.ts';

/** Degrees; `west` may be below -180 and `east` above 180 where the fleet lies across the antimeridian. */
export interface Bounds {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** A fleet smaller than this is shown whole: its few vehicles are no crowd with outliers. */
const SMALL_FLEET = 25;

/**
 * The area that holds the bulk of a fleet: from the 2nd to the 98th percentile of longitude and of latitude each, so
 * that a receiver gone astray does not decide the view. Undefined when no vehicle is to be seen.
 */
export function fleetBounds(
  frame: Pick<FleetFrame, 'records' | 'count'>,
  sees: Sight = seesAll,
  share = 0.02,
): Bounds | undefined {
  const { records, count } = frame;
  const longitudes = new Int32Array(count);
  const latitudes = new Int32Array(count);
  let shown = 0;
  let origin = 0;
  for (let slot = 0; slot < count; slot++) {
    const offset = slot * RECORD_BYTES;
    const flags = records.getUint8(offset + 22);
    const longitude = records.getInt32(offset, true);
    // One that is elsewhere was about where its record says, which will do here; at 0, 0 it was never told.
    const isElsewhere = (flags & POSITION_FLAGS.elsewhere) !== 0 && longitude !== 0;
    if ((flags & POSITION_FLAGS.hidden) !== 0 && !isElsewhere) continue;
    if (!sees(slot)) continue;
    if (shown === 0) origin = longitude;
    // Relative to one of them, the shortest way round the world.
    longitudes[shown] = wrapUnits(longitude - origin);
    latitudes[shown] = records.getInt32(offset + 4, true);
    shown += 1;
  }
  if (shown === 0) return undefined;
  const [west, east] = spread(longitudes.subarray(0, shown), share);
  const [south, north] = spread(latitudes.subarray(0, shown), share);
  const degrees = (units: number) => units * DEGREES_PER_UNIT;
  return {
    west: degrees(origin + west),
    east: degrees(origin + east),
    south: degrees(south),
    north: degrees(north),
  };
}

function spread(values: Int32Array<ArrayBuffer>, share: number): [number, number] {
  values.sort();
  const cut = values.length < SMALL_FLEET ? 0 : Math.floor(values.length * share);
  return [values[cut] ?? 0, values[values.length - 1 - cut] ?? 0];
}
