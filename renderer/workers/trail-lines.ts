import { RECORD_BYTES } from '../../shared/domain/index.ts';
import type { ViewArea } from './fleet-view.ts';
import { FARTHEST_STEP, TRAIL_STEPS, type TrailRing, UNITS_PER_STEP } from './trail-ring.ts';

/** One way of a trail for the GPU: i32 from longitude, latitude, to longitude, latitude; f32 freshness at both ends, 0 to 1. */
export const WAY_BYTES = 24;
/** More lines at once are a thicket; the memory of a message is bounded. */
export const MOST_WAYS = 40_000;

/** The trails of some vehicles as one block of ways. Vehicles beyond the bound have none. */
export function trailLines(ring: TrailRing, records: Uint8Array, slots: Iterable<number>): ArrayBuffer {
  const now = new DataView(records.buffer, records.byteOffset, records.byteLength);
  let view = new DataView(new ArrayBuffer(256 * WAY_BYTES));
  let ways = 0;
  const freshness = (stepsAgo: number) => 1 - stepsAgo / TRAIL_STEPS;
  const add = (fromX: number, fromY: number, toX: number, toY: number, fromAgo: number, toAgo: number) => {
    if ((ways + 1) * WAY_BYTES > view.byteLength) {
      const longer = new ArrayBuffer(view.byteLength * 2);
      new Uint8Array(longer).set(new Uint8Array(view.buffer));
      view = new DataView(longer);
    }
    const at = ways * WAY_BYTES;
    for (const [index, units] of [fromX, fromY, toX, toY].entries()) view.setInt32(at + index * 4, units, true);
    view.setFloat32(at + 16, freshness(fromAgo), true);
    view.setFloat32(at + 20, freshness(toAgo), true);
    ways += 1;
  };
  for (const slot of slots) {
    if (ways + TRAIL_STEPS + 1 > MOST_WAYS) break;
    const newest = ring.newest(slot);
    const offset = slot * RECORD_BYTES;
    // From the latest fix to where the vehicle was last noted.
    if (newest !== undefined && offset + RECORD_BYTES <= now.byteLength) {
      const [x, y] = [now.getInt32(offset, true), now.getInt32(offset + 4, true)];
      const way = Math.max(Math.abs((x - newest.x) | 0), Math.abs(y - newest.y));
      if (way > UNITS_PER_STEP && way <= FARTHEST_STEP) add(x, y, newest.x, newest.y, 0, 0);
    }
    ring.walk(slot, (fromX, fromY, toX, toY, ago) => add(fromX, fromY, toX, toY, ago, ago + 1));
  }
  return view.buffer.slice(0, ways * WAY_BYTES);
}

/** The slots whose vehicles are within an area, in wire units. */
export function* slotsWithin(records: Uint8Array, area: ViewArea, sees: (slot: number) => boolean): Generator<number> {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const middle = ((area.west + area.east) / 2) | 0;
  const halfWidth = (area.east - area.west) / 2;
  for (let slot = 0; (slot + 1) * RECORD_BYTES <= view.byteLength; slot++) {
    const latitude = view.getInt32(slot * RECORD_BYTES + 4, true);
    if (latitude < area.south || latitude > area.north) continue;
    if (Math.abs((view.getInt32(slot * RECORD_BYTES, true) - middle) | 0) > halfWidth) continue;
    if (sees(slot)) yield slot;
  }
}
