import type { VehicleTrack } from '../../../shared/api/index.ts';
import { POSITION_FLAGS, readRecord, RECORD_BYTES, VEHICLE_STATES } from '../../../shared/domain/index.ts';
import { scanFixes } from './fix-scan.ts';
import { directoryOf, type Stretch } from './library.ts';
import type { SegmentReader } from './segment-reader.ts';

/** Longer ways are thinned evenly. */
const MOST_SAMPLES = 4_000;

/** The way of a vehicle up to an instant, as it was recorded: every fix, or evenly thinned. */
export function trackOf(stretch: Stretch, vehicleId: string, toMs: number, minutes: number): VehicleTrack {
  const { timeScale } = stretch;
  const fromMs = toMs - (minutes * 60_000) / timeScale;
  const slots = new Map<SegmentReader, number | undefined>();
  const slotIn = (segment: SegmentReader) => {
    if (!slots.has(segment)) {
      const slot = directoryOf(segment).indexOf(vehicleId);
      slots.set(segment, slot < 0 ? undefined : slot);
    }
    return slots.get(segment);
  };
  const samples: VehicleTrack['samples'] = [];
  for (const { segment, batch, ticks, order } of scanFixes(stretch, fromMs, toMs, slotIn)) {
    const slot = slotIn(segment);
    const view = new DataView(batch.words.buffer);
    for (const index of order) {
      const seenAtMs = ticks[batch.ticks[index] ?? 0] ?? 0;
      if (batch.slots[index] !== slot || seenAtMs < fromMs || seenAtMs > toMs) continue;
      const record = readRecord(view, index * RECORD_BYTES, segment.head.epochMs);
      if ((record.flags & POSITION_FLAGS.hidden) !== 0) continue;
      const isSuspect = (record.flags & POSITION_FLAGS.suspect) !== 0;
      samples.push({
        observedAtMs: Math.round(record.observedAtMs),
        longitude: record.longitude,
        latitude: record.latitude,
        speedMetresPerSecond: isSuspect ? null : Math.hypot(record.velocityEast, record.velocityNorth),
        state: VEHICLE_STATES[record.state] ?? 'unknown',
        // How far off a fix was that was not believed, a recording does not say.
        suspectKilometres: isSuspect ? 0 : null,
      });
    }
  }
  const every = Math.max(1, Math.ceil(samples.length / MOST_SAMPLES));
  const thinned = every === 1 ? samples : samples.filter((_, index) => (samples.length - 1 - index) % every === 0);
  const keptMinutes = Math.max(0, ((toMs - stretch.fromMs) * timeScale) / 60_000);
  return { vehicleId, fromMs: Math.round(fromMs), toMs: Math.round(toMs), keptMinutes, timeScale, samples: thinned };
}
