import { POSITION_FLAGS, RECORD_BYTES } from '../../../shared/domain/index.ts';
import { LONGEST_DRIVE_SECONDS } from '../../workers/index.ts';
import type { FleetFrame } from '../fleet/index.ts';
import { type Camera, RADIANS_PER_UNIT, toScreen, wrapUnits } from './projection.ts';
import { placeOf } from './vehicle-place.ts';

/** No vehicle of a fleet is faster: metres per second. Only how far around the pointer is looked depends on it. */
const FASTEST = 150;
const EARTH_RADIUS_METRES = 6_371_008.8;

/** A place on the map, in degrees. */
export interface LonLat {
  lng: number;
  lat: number;
}

/**
 * The vehicle drawn nearest to a point of the screen, within a radius in CSS pixels, or null. One pass over the records
 * without an object a vehicle: only those near the pointer are placed as the shader places them.
 * @param unproject what of the map lies under a point of the screen
 */
export function pickVehicle(
  frame: FleetFrame,
  nowSeconds: number,
  camera: Camera,
  point: { x: number; y: number },
  radius: number,
  unproject: (x: number, y: number) => LonLat,
): number | null {
  const area = areaAround(frame, camera, point, radius, unproject);
  const { records, count } = frame;
  let nearest: number | null = null;
  let least = radius * radius;
  for (let slot = 0, offset = 0; slot < count; slot++, offset += RECORD_BYTES) {
    const east = wrapUnits(records.getInt32(offset, true) - area.longitudeUnits);
    if (east > area.eastUnits || east < -area.eastUnits) continue;
    const north = records.getInt32(offset + 4, true) - area.latitudeUnits;
    if (north > area.northUnits || north < -area.northUnits) continue;
    if ((records.getUint8(offset + 22) & POSITION_FLAGS.hidden) !== 0) continue;
    const place = placeOf(frame, slot, nowSeconds, camera);
    const { x, y } = toScreen(camera, place.east, place.north);
    const distance = (x - point.x) ** 2 + (y - point.y) ** 2;
    // The later one is drawn on top.
    if (distance > least) continue;
    least = distance;
    nearest = slot;
  }
  return nearest;
}

/** Wire coordinates of the ground within the radius of the pointer, and as much more as a vehicle may have driven on. */
function areaAround(
  frame: FleetFrame,
  camera: Camera,
  point: { x: number; y: number },
  radius: number,
  unproject: (x: number, y: number) => LonLat,
) {
  const centre = unproject(point.x, point.y);
  const corners = [-radius, radius].flatMap((dx) =>
    [-radius, radius].map((dy) => unproject(point.x + dx, point.y + dy)),
  );
  const degree = Math.PI / 180 / RADIANS_PER_UNIT;
  const drive = (FASTEST * LONGEST_DRIVE_SECONDS) / EARTH_RADIUS_METRES / RADIANS_PER_UNIT;
  const farthest = (lengths: number[]) => Math.max(...lengths.map(Math.abs)) * degree;
  const parallel = Math.max(0.05, Math.cos((centre.lat * Math.PI) / 180));
  return {
    longitudeUnits: wrapUnits(Math.round(centre.lng * degree)),
    latitudeUnits: Math.round(centre.lat * degree),
    eastUnits: farthest(corners.map((corner) => corner.lng - centre.lng)) + drive / parallel,
    northUnits: farthest(corners.map((corner) => corner.lat - centre.lat)) + drive,
  };
}

/**
 * The first vehicles, up to `cap`, that are drawn on the screen, with where in CSS pixels. `wanted` are looked at first,
 * so that those that had a name keep it.
 */
export function vehiclesInView(
  frame: FleetFrame,
  nowSeconds: number,
  camera: Camera,
  cap: number,
  wanted: Iterable<number> = [],
): { slot: number; x: number; y: number }[] {
  const found: { slot: number; x: number; y: number }[] = [];
  const seen = new Set<number>();
  const look = (slot: number) => {
    if (seen.has(slot)) return;
    const at = screenPlace(frame, slot, nowSeconds, camera);
    if (at === undefined || at.x < 0 || at.y < 0 || at.x > camera.width || at.y > camera.height) return;
    seen.add(slot);
    found.push({ slot, ...at });
  };
  for (const slot of wanted) if (found.length < cap) look(slot);
  for (let slot = 0; slot < frame.count && found.length < cap; slot++) look(slot);
  return found;
}

/** Where a vehicle is drawn, in CSS pixels from the top left of the map; undefined when it is not. */
export function screenPlace(
  frame: FleetFrame,
  slot: number,
  nowSeconds: number,
  camera: Camera,
): { x: number; y: number } | undefined {
  if (slot < 0 || slot >= frame.count) return undefined;
  if ((frame.records.getUint8(slot * RECORD_BYTES + 22) & POSITION_FLAGS.hidden) !== 0) return undefined;
  const place = placeOf(frame, slot, nowSeconds, camera);
  return toScreen(camera, place.east, place.north);
}
