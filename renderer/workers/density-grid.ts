import {
  type FleetMoment,
  isShown,
  POSITION_FLAGS,
  RECORD_BYTES,
  type ShownVehicles,
} from '../../shared/domain/index.ts';

/** One cell for the GPU: i32 longitude and latitude of its middle in wire units, f32 how many vehicles there are, 0 to 1 of the fullest cell, by logarithm. */
export const CELL_BYTES = 12;
const RADIANS_PER_UNIT = Math.PI / 2 ** 31;
/** Larger than any number of cells across the world: see `cellsAcross`. */
const KEY_RANGE = 2 ** 20;

/** How many cells there are across the world at a zoom level: of 16 pixels of the 512 of a tile. */
export function cellsAcross(zoom: number): number {
  return 32 * 2 ** Math.max(0, Math.min(12, Math.round(zoom)));
}

/**
 * Counts what is shown of a fleet in the cells of a Web Mercator grid. The grid hangs on the world, not on the screen: it
 * does not crawl when the map is moved. One pass; an entry a cell, none a vehicle.
 */
export function densityCells(zoom: number, shown: ShownVehicles | null, at: FleetMoment): ArrayBuffer {
  const across = cellsAcross(zoom);
  const counts = new Map<number, number>();
  const { records } = at;
  for (let slot = 0, offset = 0; offset + RECORD_BYTES <= records.byteLength; slot++, offset += RECORD_BYTES) {
    if ((records.getUint8(offset + 22) & POSITION_FLAGS.hidden) !== 0 || !isShown(shown, slot, at)) continue;
    const x = records.getInt32(offset, true) / 2 ** 32 + 0.5;
    const y = 0.5 - Math.asinh(Math.tan(records.getInt32(offset + 4, true) * RADIANS_PER_UNIT)) / (2 * Math.PI);
    if (!(y >= 0 && y < 1)) continue;
    const key = Math.floor(y * across) * KEY_RANGE + Math.min(across - 1, Math.floor(x * across));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const view = new DataView(new ArrayBuffer(counts.size * CELL_BYTES));
  const fullest = Math.log1p([...counts.values()].reduce((most, count) => Math.max(most, count), 1));
  let cell = 0;
  for (const [key, count] of counts) {
    const row = Math.floor(key / KEY_RANGE);
    const column = key - row * KEY_RANGE;
    view.setInt32(cell, Math.round(((column + 0.5) / across - 0.5) * 2 ** 32), true);
    const latitude = Math.atan(Math.sinh((0.5 - (row + 0.5) / across) * 2 * Math.PI));
    view.setInt32(cell + 4, Math.round(latitude / RADIANS_PER_UNIT), true);
    view.setFloat32(cell + 8, Math.log1p(count) / fullest, true);
    cell += CELL_BYTES;
  }
  return view.buffer;
}
