import { useEffect, useMemo, useState } from 'react';
import {
  createGeofenceSearch,
  DEGREES_PER_UNIT,
  type GeofenceGeometry,
  POSITION_FLAGS,
  RECORD_BYTES,
} from '../../../shared/domain/index.ts';
import { useServices } from '../../stores/services.tsx';
import { type FleetFrame, useFleet } from '../../supervision/index.ts';

/** A fleet of 100,000 takes a few tens of milliseconds: often enough for a list that somebody reads. */
const COUNT_EVERY_MS = 5_000;

/** How many vehicles were last heard in each geometry; undefined before the first frame. Counted while the caller is on screen. */
export function useInside(geometries: readonly GeofenceGeometry[]): Uint32Array | undefined {
  const fleet = useFleet();
  const { clock } = useServices();
  const search = useMemo(() => createGeofenceSearch(geometries), [geometries]);
  const [counts, setCounts] = useState<Uint32Array>();
  useEffect(() => {
    let stop = () => {};
    const count = () => {
      const frame = fleet.frame();
      if (frame !== undefined) setCounts(search.count(frame.count, placesOf(frame)));
      stop = clock.after(frame === undefined ? 1_000 : COUNT_EVERY_MS, count);
    };
    // Fences lie anywhere: what is inside of them must not depend on where the map looks.
    const letGo = fleet.interest.wantAll();
    count();
    return () => {
      stop();
      letGo();
    };
  }, [fleet, clock, search]);
  return counts;
}

/** Reads places out of the records as they are. A slot without a vehicle has none. */
export function placesOf({ records }: Pick<FleetFrame, 'records'>) {
  return (index: number, give: (longitude: number, latitude: number) => void): void => {
    const at = index * RECORD_BYTES;
    if ((records.getUint8(at + 22) & POSITION_FLAGS.hidden) !== 0) return;
    give(records.getInt32(at, true) * DEGREES_PER_UNIT, records.getInt32(at + 4, true) * DEGREES_PER_UNIT);
  };
}
