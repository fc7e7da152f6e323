import { type Fix, VEHICLE_STATES } from '../../shared/domain/index.ts';
import { hasPoorReceiver, silentSince, spoil } from './faults.ts';
import type { Fleet } from './fleet.ts';
import { createMovement, nowhere } from './movement.ts';
import { isCancelled } from './outcome.ts';
import { hash, PURPOSE } from './random.ts';

const STATE_IDLE = VEHICLE_STATES.indexOf('idle');
const STATE_ON_MISSION = VEHICLE_STATES.indexOf('on-mission');
/** Fixes handed over at a time. */
const BATCH = 2_000;

export interface ReporterOptions {
  /** Each vehicle reports every so many whole seconds, from the least to the most. Both 1: the whole fleet at 1 Hz. */
  everySeconds?: readonly [least: number, most: number];
}

/** Makes the reports of the fleet that fall due. */
export interface Reporter {
  /**
   * Reports every vehicle whose report is due by a time, UTC ms: its newest one, if several are. The fixes, and the
   * array, are used again for the next batch: `ingest` must take what it wants from them before it returns.
   * @returns the number of fixes
   */
  reportUntil(nowMs: number, ingest: (fixes: readonly Fix[]) => void): number;
  /** Makes the vehicles from `first` up to, not including, `end` due at once. */
  makeDue(first: number, end: number, nowMs: number): void;
}

export function createReporter(fleet: Fleet, options: ReporterOptions = {}): Reporter {
  const { count, seed, codes } = fleet;
  const [least, most] = options.everySeconds ?? [1, 5];
  const everyMs = Uint32Array.from(
    { length: count },
    (_, i) => 1000 * (least + (hash(seed, PURPOSE.report, i) % (most - least + 1))),
  );
  const shiftMs = Uint32Array.from(everyMs, (every, i) => hash(seed, PURPOSE.report, i, 1) % every);
  const dueMs = new Float64Array(count).fill(Infinity);
  const poor = Uint8Array.from({ length: count }, (_, i) => Number(hasPoorReceiver(seed, i)));
  const movement = createMovement(fleet);
  const found = nowhere();
  const pool: Fix[] = [];
  let filled = 0;
  let lastMs = 0;
  const isNew = new Uint8Array(count).fill(1);

  const report = (vehicle: number, atMs: number) => {
    movement.locate(vehicle, atMs / 1000, found);
    const cancelled = found.state === STATE_ON_MISSION && isCancelled(seed, vehicle, found.round, found.trip);
    const fix = pool[filled] ?? (pool[filled] = emptyFix());
    fix.vehicle = codes[vehicle] ?? '';
    fix.longitude = found.longitude;
    fix.latitude = found.latitude;
    fix.observedAtMs = atMs;
    fix.headingDegrees = found.headingDegrees;
    fix.speedMetresPerSecond = found.speedMetresPerSecond;
    fix.state = VEHICLE_STATES[cancelled ? STATE_IDLE : found.state];
    // The first one is good, since nothing could tell that it is not.
    if (poor[vehicle] === 1 && isNew[vehicle] === 0) spoil(fix, seed, vehicle);
    filled += 1;
  };

  const isKnown = (vehicle: number) => dueMs[vehicle] !== Infinity;

  return {
    reportUntil(nowMs, ingest) {
      let reported = 0;
      const flush = () => {
        if (filled === 0) return;
        reported += filled;
        ingest(filled === pool.length ? pool : pool.slice(0, filled));
        filled = 0;
      };
      // After the wall clock was put back, reports would be due in a future that is slow to come.
      if (nowMs < lastMs - 1_000) for (let i = 0; i < count; i += 1) if (isKnown(i)) dueMs[i] = nowMs;
      lastMs = nowMs;
      for (let vehicle = 0; vehicle < count; vehicle += 1) {
        if ((dueMs[vehicle] ?? Infinity) > nowMs) continue;
        const every = everyMs[vehicle] ?? 1000;
        const shift = shiftMs[vehicle] ?? 0;
        const atMs = Math.floor((nowMs - shift) / every) * every + shift;
        dueMs[vehicle] = atMs + every;
        const sinceMs = silentSince(seed, vehicle, atMs);
        // Of a vehicle that is silent as it joins, the last report is known.
        if (sinceMs === undefined || isNew[vehicle] === 1) report(vehicle, sinceMs ?? atMs);
        isNew[vehicle] = 0;
        if (filled === BATCH) flush();
      }
      flush();
      return reported;
    },
    makeDue(first, end, nowMs) {
      dueMs.fill(nowMs, first, end);
    },
  };
}

function emptyFix(): Fix {
  return {
    vehicle: '',
    longitude: 0.5,
    latitude: 0.5,
    observedAtMs: 0.5,
    headingDegrees: 0.5,
    speedMetresPerSecond: 0.5,
    state: 'unknown',
  };
}
