import { POSITION_FLAGS, RECORD_BYTES } from '../../../shared/domain/index.ts';
import type { FleetFrame } from '../fleet/index.ts';

/** The slots whose latest fixes are the oldest, oldest first; what was never heard is not among them. */
export function quietestSlots({ records, count }: Pick<FleetFrame, 'records' | 'count'>, limit: number): number[] {
  const found: { slot: number; seconds: number }[] = [];
  for (let slot = 0; slot < count; slot++) {
    const offset = slot * RECORD_BYTES;
    if ((records.getUint8(offset + 22) & POSITION_FLAGS.hidden) !== 0) continue;
    const seconds = records.getFloat32(offset + 16, true);
    if (found.length === limit && seconds >= (found.at(-1)?.seconds ?? Number.POSITIVE_INFINITY)) continue;
    const at = found.findIndex((one) => seconds < one.seconds);
    found.splice(at < 0 ? found.length : at, 0, { slot, seconds });
    if (found.length > limit) found.pop();
  }
  return found.map(({ slot }) => slot);
}
