import { POSITION_FLAGS, RECORD_BYTES } from '../../../shared/domain/index.ts';
import type { Fleet } from './fleet.ts';

/** Larger than any number of vehicles. */
const INDEX_RANGE = 2 ** 22;
/** What differs from the greatest by more than this counts as equal: a value times the above stays an exact integer. */
const VALUE_RANGE = 2 ** 30;

/**
 * A window of the vehicles, ordered by what only their latest positions tell. Those without one come last either way, and equal
 * ones stay as they came. Records are read where they lie, and one array of numbers is sorted, value and index packed into
 * each: 100,000 vehicles make no object.
 * @param ids in the order that decides between equals
 * @param by `lastHeard`: time of the latest fix, to the tenth of a second, over three years; `speed`: to the centimetre a second
 */
export function createFleetOrder(fleet: Pick<Fleet, 'slotOf' | 'records'>) {
  return (
    ids: readonly string[],
    by: 'lastHeard' | 'speed',
    direction: 'ascending' | 'descending',
    { offset, limit }: { offset: number; limit: number },
  ): string[] => {
    const values = readValues(fleet, ids, by);
    const greatest = values.reduce((known, value) => (value > known ? value : known), Number.NEGATIVE_INFINITY);
    const sign = direction === 'ascending' ? 1 : -1;
    const packed = new Float64Array(ids.length);
    for (let index = 0; index < ids.length; index++) {
      const value = values[index] ?? Number.NaN;
      const rank = Number.isNaN(value) ? VALUE_RANGE + 1 : sign * Math.max(value - greatest, -VALUE_RANGE);
      packed[index] = rank * INDEX_RANGE + index;
    }
    const window = Array.from(packed.sort().subarray(offset, offset + limit));
    return window.flatMap((entry) => ids[entry - Math.floor(entry / INDEX_RANGE) * INDEX_RANGE] ?? []);
  };
}

/** A whole number for each vehicle; NaN for one without a position. The layout is that of shared/domain/position-record.ts. */
function readValues(
  fleet: Pick<Fleet, 'slotOf' | 'records'>,
  ids: readonly string[],
  by: 'lastHeard' | 'speed',
): Float64Array {
  const records = fleet.records();
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const values = new Float64Array(ids.length).fill(Number.NaN);
  for (let index = 0; index < ids.length; index++) {
    const offset = (fleet.slotOf(ids[index] ?? '') ?? Number.POSITIVE_INFINITY) * RECORD_BYTES;
    if (offset >= view.byteLength || (view.getUint8(offset + 22) & POSITION_FLAGS.hidden) !== 0) continue;
    if (by === 'lastHeard') values[index] = Math.round(view.getFloat32(offset + 16, true) * 10);
    else
      values[index] = Math.round(
        Math.hypot(view.getFloat32(offset + 8, true), view.getFloat32(offset + 12, true)) * 100,
      );
  }
  return values;
}
