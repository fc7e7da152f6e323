import { type AgeThresholds, isMoving, POSITION_FLAGS, RECORD_BYTES } from '../../shared/domain/index.ts';
import type { FleetCounts } from './protocol.ts';
import { isShown, type ShownVehicles } from './shown.ts';

/**
 * Counts a fleet, or what is shown of it, by age in one pass over its records, with no object a vehicle: about 1 ms for
 * 100,000.
 */
export function countFleet(
  records: Uint8Array<ArrayBuffer>,
  at: { epochMs: number; serverNowMs: number; timeScale: number },
  thresholds: AgeThresholds,
  shown: ShownVehicles | null = null,
): FleetCounts {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const nowSeconds = (at.serverNowMs - at.epochMs) / 1000;
  const moment = { records: view, nowSeconds, timeScale: at.timeScale, thresholds };
  const counts: FleetCounts = { total: 0, heard: 0, late: 0, silent: 0, suspect: 0, moving: 0 };
  for (let offset = 0; offset + RECORD_BYTES <= view.byteLength; offset += RECORD_BYTES) {
    const flags = view.getUint8(offset + 22);
    if ((flags & POSITION_FLAGS.hidden) !== 0) continue;
    if (!isShown(shown, offset / RECORD_BYTES, moment)) continue;
    counts.total += 1;
    const ageSeconds = nowSeconds - view.getFloat32(offset + 16, true);
    if (ageSeconds * 1000 >= thresholds.silentMs) counts.silent += 1;
    else if (ageSeconds * 1000 >= thresholds.lateMs) counts.late += 1;
    else counts.heard += 1;
    if ((flags & POSITION_FLAGS.suspect) !== 0) counts.suspect += 1;
    const east = view.getFloat32(offset + 8, true);
    const north = view.getFloat32(offset + 12, true);
    if (isMoving(east, north, ageSeconds * at.timeScale)) counts.moving += 1;
  }
  return counts;
}
