import {
  DEGREES_PER_UNIT,
  type EngineFix,
  type EngineRule,
  type EngineVehicle,
  type Geofence,
  missionsSince,
  type PastMission,
  POSITION_FLAGS,
  RECORD_BYTES,
  type RuleTrial,
  tryRule,
} from '../../../shared/domain/index.ts';
import { scanFixes } from './fix-scan.ts';
import { directoryOf, type Library, type Stretch } from './library.ts';
import type { SegmentReader } from './segment-reader.ts';

/** Of a large fleet the last hours are looked at: so many bytes, some 25 million fixes, take some tens of seconds. */
const MOST_BYTES = 90e6;

/** A rule, and what it looks at beside positions, as it is now. */
export interface RuleOnRecording {
  rule: EngineRule;
  vehicles: EngineVehicle[];
  geofences: Geofence[];
  missions: PastMission[];
  /** Server time, UTC ms. */
  fromMs: number;
}

export interface RecordedTrial {
  trial: RuleTrial;
  /** For how long something was recorded between its beginning and its end, ms. */
  recordedMs: number;
}

/** What a rule would have done while this was recorded: every fix of it. Undefined where nothing was. */
export function tryOnRecording(
  library: Library,
  { rule, vehicles, geofences, missions: past, fromMs: wantedMs }: RuleOnRecording,
  mostBytes = MOST_BYTES,
): RecordedTrial | undefined {
  const stretches = library.stretches().filter(({ toMs }) => toMs > wantedMs);
  const leastMs = beginningWithin(stretches, mostBytes, wantedMs);
  const pieces = stretches
    .filter(({ toMs }) => toMs > leastMs)
    .map((stretch) => ({ stretch, fromMs: Math.max(leastMs, stretch.fromMs) }));
  const [first] = pieces;
  if (first === undefined) return undefined;
  const { fromMs } = first;
  const toMs = Math.max(...pieces.map(({ stretch }) => stretch.toMs));
  const { missions, changes } = missionsSince(past, fromMs);
  const slotOf = slotsOf(vehicles);
  const trial = tryRule(rule, {
    ...{ fromMs, toMs, vehicles, geofences, missions, missionChanges: changes },
    eachFix(visit, onGap) {
      for (const piece of pieces) {
        if (piece !== first) onGap(piece.fromMs);
        eachFixOf(piece.stretch, piece.fromMs, slotOf, visit);
      }
    },
  });
  const recordedMs = pieces.reduce((sum, piece) => sum + piece.stretch.toMs - piece.fromMs, 0);
  return { trial, recordedMs };
}

/** From when on there are no more bytes than that. */
function beginningWithin(stretches: readonly Stretch[], mostBytes: number, wantedMs: number): number {
  let left = mostBytes;
  for (const segment of stretches.flatMap(({ segments }) => segments).toReversed()) {
    if (segment.toMs <= wantedMs) break;
    left -= segment.fileBytes();
    if (left < 0) return Math.max(wantedMs, segment.toMs);
  }
  return wantedMs;
}

type SlotOf = (segment: SegmentReader, slot: number) => number;

/** The places of recorded slots among the vehicles of now; -1: it is none of them any more. */
function slotsOf(vehicles: readonly EngineVehicle[]): SlotOf {
  const places = new Map(vehicles.map(({ id }, place) => [id, place]));
  const known = new Map<SegmentReader, Int32Array>();
  return (segment, slot) => {
    let slots = known.get(segment);
    if (slots === undefined) {
      slots = Int32Array.from(directoryOf(segment), (id) => places.get(id) ?? -1);
      known.set(segment, slots);
    }
    return slots[slot] ?? -1;
  };
}

/** Reads what the engine asks of a record (shared/domain/position-record.ts), and makes no object for it. */
function eachFixOf(
  stretch: Stretch,
  fromMs: number,
  slotOf: SlotOf,
  visit: (slot: number, fix: EngineFix) => void,
): void {
  const fix: EngineFix = {
    ...{ longitude: 0, latitude: 0, speedMetresPerSecond: 0, state: 0, isSuspect: false, observedAtMs: 0 },
  };
  for (const { segment, batch, ticks, order } of scanFixes(stretch, fromMs, stretch.toMs)) {
    const view = new DataView(batch.words.buffer);
    const { epochMs } = segment.head;
    for (const index of order) {
      const at = index * RECORD_BYTES;
      const flags = view.getUint8(at + 22);
      const slot = slotOf(segment, batch.slots[index] ?? 0);
      if (slot < 0 || (flags & POSITION_FLAGS.hidden) !== 0 || (ticks[batch.ticks[index] ?? 0] ?? 0) < fromMs) continue;
      fix.longitude = view.getInt32(at, true) * DEGREES_PER_UNIT;
      fix.latitude = view.getInt32(at + 4, true) * DEGREES_PER_UNIT;
      fix.speedMetresPerSecond = Math.hypot(view.getFloat32(at + 8, true), view.getFloat32(at + 12, true));
      fix.observedAtMs = epochMs + view.getFloat32(at + 16, true) * 1000;
      fix.state = view.getUint8(at + 21);
      fix.isSuspect = (flags & POSITION_FLAGS.suspect) !== 0;
      visit(slot, fix);
    }
  }
}
