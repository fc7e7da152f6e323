import { GROUP_SLOTS, type LineFix, POSITION_FLAGS, readRecord, RECORD_BYTES } from '../../../shared/domain/index.ts';
import { scanFixes } from './fix-scan.ts';
import { directoryOf, type Stretch } from './library.ts';
import type { SegmentReader } from './segment-reader.ts';

export interface AskedWays {
  vehicleIds: readonly string[];
  /** Server time, UTC ms. */
  fromMs: number;
  toMs: number;
  /** Of each vehicle at most one fix in so long, ms. */
  everyMs: number;
}

/** Believed fixes of one vehicle, the oldest first. */
export interface RecordedWay {
  vehicleId: string;
  fixes: LineFix[];
}

/**
 * Where some vehicles were, in all stretches of a span of time. Only the groups of slots that they are in are decoded, each once: the ways
 * of a line do not cost those of the fleet.
 */
export function waysOf(stretches: readonly Stretch[], { vehicleIds, fromMs, toMs, everyMs }: AskedWays): RecordedWay[] {
  const ways = new Map<string, LineFix[]>(vehicleIds.map((id) => [id, []]));
  for (const stretch of stretches) {
    if (stretch.toMs < fromMs || stretch.fromMs > toMs) continue;
    const slotsOf = createSlots(ways);
    const groups = new Set(stretch.segments.flatMap((segment) => [...slotsOf(segment).keys()].map(groupOf)));
    for (const group of groups) {
      const slotIn = (segment: SegmentReader) => [...slotsOf(segment).keys()].find((slot) => groupOf(slot) === group);
      for (const { segment, batch, order } of scanFixes(stretch, fromMs, toMs, slotIn)) {
        const slots = slotsOf(segment);
        const view = new DataView(batch.words.buffer);
        for (const index of order) {
          const own = ways.get(slots.get(batch.slots[index] ?? -1) ?? '');
          if (own === undefined) continue;
          const { flags, observedAtMs, longitude, latitude } = readRecord(
            view,
            index * RECORD_BYTES,
            segment.head.epochMs,
          );
          if ((flags & (POSITION_FLAGS.hidden | POSITION_FLAGS.suspect)) !== 0) continue;
          if (observedAtMs < fromMs || observedAtMs > toMs || observedAtMs < (own.at(-1)?.atMs ?? -Infinity) + everyMs)
            continue;
          own.push({ atMs: Math.round(observedAtMs), longitude, latitude });
        }
      }
    }
  }
  return [...ways].map(([vehicleId, fixes]) => ({ vehicleId, fixes }));
}

function groupOf(slot: number): number {
  return Math.floor(slot / GROUP_SLOTS);
}

/** Which slots of a segment are the vehicles that are asked for. */
function createSlots(ways: ReadonlyMap<string, unknown>): (segment: SegmentReader) => ReadonlyMap<number, string> {
  const known = new Map<SegmentReader, ReadonlyMap<number, string>>();
  return (segment) => {
    const found =
      known.get(segment) ??
      new Map(directoryOf(segment).flatMap((id, slot) => (ways.has(id) ? [[slot, id] as const] : [])));
    known.set(segment, found);
    return found;
  };
}
