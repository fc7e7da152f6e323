import { FleetTable } from '../../shared/api/index.ts';
import { POSITION_FLAGS, type PositionRecord } from '../../shared/domain/index.ts';
import type { FleetFrame } from '../../renderer/supervision/fleet/index.ts';

export const EPOCH_MS = Date.UTC(2026, 0, 1);

/** A vehicle on a mission that stands in Paris and was heard at the epoch, but for what is said. */
export function recordOf(changes: Partial<PositionRecord> = {}): PositionRecord {
  return {
    ...{ longitude: 2.35, latitude: 48.86, velocityEast: 0, velocityNorth: 0, observedAtMs: EPOCH_MS },
    ...{ headingDegrees: 0, state: 2, flags: 0, kind: 0 },
    ...changes,
  };
}

/** A table with these records in slots 0, 1, …, published once. Null leaves a slot hidden. */
export function tableOf(records: readonly (PositionRecord | null)[], streamId = 7): FleetTable {
  const table = new FleetTable({ streamId, epochMs: EPOCH_MS });
  records.forEach((record, slot) => table.write(slot, record ?? recordOf({ flags: POSITION_FLAGS.hidden })));
  table.publish(EPOCH_MS);
  return table;
}

/** The same as a window has it. */
export function frameOf(records: readonly (PositionRecord | null)[], timeScale = 1): FleetFrame {
  const table = tableOf(records);
  const bytes = table.records.slice();
  const { streamId, sequence, epochMs, count } = table;
  return { streamId, sequence, epochMs, timeScale, count, records: new DataView(bytes.buffer) };
}
