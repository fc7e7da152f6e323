import { LONGEST_DRIVE_SECONDS, POSITION_FLAGS, RECORD_BYTES } from '../../../shared/domain/index.ts';
import { BLEND_MOST_SECONDS } from '../../workers/index.ts';
import { RADIANS_PER_UNIT, toScreen, wrapUnits } from './projection.ts';
import { type FleetScene, placeOf } from './vehicle-place.ts';

/** No vehicle of a fleet is faster: metres per second. Only how far around the pointer is looked depends on it. */
const FASTEST = 150;
/** And none brakes by more between two frames: metres per second. */
const BLEND_SLACK_SPEED = 15;
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
  scene: FleetScene,
  point: { x: number; y: number },
  radius: number,
  unproject: (x: number, y: number) => LonLat,
): number | null {
  const area = areaAround(scene, point, radius, unproject);
  const { records, count } = scene.frame;
  let nearest: number | null = null;
  let least = radius * radius;
  for (let slot = 0, offset = 0; slot < count; slot++, offset += RECORD_BYTES) {
    // No vehicle has driven farther on than its own speed took it.
    const east = Math.abs(wrapUnits(records.getInt32(offset, true) - area.longitudeUnits));
    if (east > area.farEastUnits) continue;
    const north = Math.abs(records.getInt32(offset + 4, true) - area.latitudeUnits);
    if (north > area.farNorthUnits) continue;
    if (east > area.eastUnits + Math.abs(records.getFloat32(offset + 8, true)) * area.unitsEastOfSpeed) continue;
    if (north > area.northUnits + Math.abs(records.getFloat32(offset + 12, true)) * area.unitsOfSpeed) continue;
    if ((records.getUint8(offset + 22) & POSITION_FLAGS.hidden) !== 0 || !scene.sees(slot)) continue;
    const { x, y } = placeOnScreen(scene, slot);
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
  { frame, blend }: FleetScene,
  point: { x: number; y: number },
  radius: number,
  unproject: (x: number, y: number) => LonLat,
) {
  const centre = unproject(point.x, point.y);
  const corners = [-radius, radius].flatMap((dx) =>
    [-radius, radius].map((dy) => unproject(point.x + dx, point.y + dy)),
  );
  const degree = Math.PI / 180 / RADIANS_PER_UNIT;
  const farthest = (lengths: number[]) => Math.max(...lengths.map(Math.abs)) * degree;
  const parallel = Math.max(0.05, Math.cos((centre.lat * Math.PI) / 180));
  const unitsOfMetre = 1 / EARTH_RADIUS_METRES / RADIANS_PER_UNIT;
  // A vehicle may not have left the place that it is corrected from yet; its fix before may have been a faster one's.
  const corrected = blend < 1 ? 2 * BLEND_MOST_SECONDS * frame.timeScale : 0;
  const unitsOfSpeed = (LONGEST_DRIVE_SECONDS + corrected) * unitsOfMetre;
  const slack = blend < 1 ? BLEND_SLACK_SPEED * BLEND_MOST_SECONDS * frame.timeScale * unitsOfMetre : 0;
  const eastUnits = farthest(corners.map((corner) => corner.lng - centre.lng)) + slack / parallel;
  const northUnits = farthest(corners.map((corner) => corner.lat - centre.lat)) + slack;
  return {
    ...{ eastUnits, northUnits, unitsOfSpeed, unitsEastOfSpeed: unitsOfSpeed / parallel },
    farEastUnits: eastUnits + (FASTEST * unitsOfSpeed) / parallel,
    farNorthUnits: northUnits + FASTEST * unitsOfSpeed,
    longitudeUnits: wrapUnits(Math.round(centre.lng * degree)),
    latitudeUnits: Math.round(centre.lat * degree),
  };
}

/**
 * Where a vehicle is drawn, in CSS pixels from the top left of the map; undefined when there is none in this slot. What a
 * filter says of it does not count: it is asked of the vehicle that is selected.
 */
export function screenPlace(scene: FleetScene, slot: number): { x: number; y: number } | undefined {
  const { records, count } = scene.frame;
  if (slot < 0 || slot >= count) return undefined;
  if ((records.getUint8(slot * RECORD_BYTES + 22) & POSITION_FLAGS.hidden) !== 0) return undefined;
  return placeOnScreen(scene, slot);
}

function placeOnScreen(scene: FleetScene, slot: number): { x: number; y: number } {
  const place = placeOf(scene, slot);
  return toScreen(scene.camera, place.east, place.north);
}
