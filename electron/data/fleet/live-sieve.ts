import type { VehicleFilter } from '../../../shared/contract/index.ts';
import { passesSieve, POSITION_FLAGS, RECORD_BYTES, sieveOf } from '../../../shared/domain/index.ts';
import type { Fleet } from './fleet.ts';

/** The vehicles, of those with these ids, that pass by what their latest positions say. Those never heard do not. */
export function passingIds(
  fleet: Pick<Fleet, 'slotOf' | 'records' | 'time'>,
  ids: readonly string[],
  live: NonNullable<VehicleFilter['live']>,
): string[] {
  const sieve = sieveOf(live);
  const records = fleet.records();
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const { epochMs, serverNowMs, timeScale } = fleet.time();
  const nowSeconds = (serverNowMs - epochMs) / 1000;
  return ids.filter((id) => {
    const offset = (fleet.slotOf(id) ?? Number.POSITIVE_INFINITY) * RECORD_BYTES;
    if (offset >= view.byteLength || (view.getUint8(offset + 22) & POSITION_FLAGS.hidden) !== 0) return false;
    return passesSieve(sieve, view, offset, nowSeconds, timeScale, live.thresholds);
  });
}
