/**
 * `npm run bench -- alarms`: 100,000 vehicles with a new fix each second, twelve rules of all kinds over 500 geofences: what share of a core the
 * engine takes, and the longest stretch for which it holds the process up. See docs/benchmarks.md.
 *
 *   npm run bench -- alarms [VEHICLES]
 */
import { cpus, loadavg } from 'node:os';
import { AlarmEngine, type EngineFix, type EngineRule, type Geofence } from '../../shared/domain/index.ts';
import { boxOf, fenceOf, ruleOf } from '../support/alarms/rules.ts';
import { median, round } from './support/runs.ts';

const VEHICLES = Number(process.argv[2] ?? 100_000);
const FENCES = 500;
const SECONDS = 60;
const WARM_UP_SECONDS = 10;
const BEGIN_MS = Date.UTC(2026, 2, 1);
/** Around Paris, degrees. */
const [WEST, SOUTH, WIDE, TALL] = [2.0, 48.6, 0.8, 0.5];

/** The same numbers in each run (a linear congruential generator: Numerical Recipes, 3rd edition, 7.1.4). */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

const random = chance(1);
const fences: Geofence[] = Array.from({ length: FENCES }, (_, index) => {
  const [longitude, latitude] = [WEST + random() * WIDE, SOUTH + random() * TALL];
  if (index % 2 === 0)
    return fenceOf(1_000 + index, {
      type: 'Circle',
      center: [longitude, latitude],
      radiusMetres: 300 + random() * 700,
    });
  return fenceOf(1_000 + index, boxOf(longitude, latitude, longitude + 0.01, latitude + 0.008));
});
const some = (from: number, count: number) => fences.slice(from, from + count).map(({ id }) => id);

const RULES: EngineRule[] = [
  ruleOf(1, { kind: 'silent', afterSeconds: 300 }, { offDelaySeconds: 10 }),
  ruleOf(
    2,
    { kind: 'speed', aboveMetresPerSecond: 36, deadbandMetresPerSecond: 3 },
    { onDelaySeconds: 10, offDelaySeconds: 10 },
  ),
  ruleOf(
    3,
    { kind: 'speed', aboveMetresPerSecond: 25, deadbandMetresPerSecond: 2 },
    { onDelaySeconds: 120, offDelaySeconds: 30 },
  ),
  ruleOf(4, { kind: 'geofence-enter', geofenceIds: some(0, 50) }, { onDelaySeconds: 5, offDelaySeconds: 5 }),
  ruleOf(5, { kind: 'geofence-enter', geofenceIds: some(50, 150) }, { onDelaySeconds: 30, offDelaySeconds: 30 }),
  ruleOf(6, { kind: 'geofence-exit', geofenceIds: some(0, 500) }, { onDelaySeconds: 60, offDelaySeconds: 60 }),
  ruleOf(7, { kind: 'geofence-dwell', geofenceIds: some(200, 300), afterSeconds: 900 }),
  ruleOf(8, {
    kind: 'long-stop',
    afterSeconds: 600,
    radiusMetres: 50,
    onMissionOnly: false,
    exceptGeofenceIds: some(0, 20),
  }),
  ruleOf(9, { kind: 'late-mission', latenessSeconds: 300 }),
  ruleOf(10, {
    ...{ kind: 'headway', geofenceIds: some(0, 20), minimumHeadwaySeconds: 2 },
    ...{ maximumHeadwaySeconds: 900, outOfServiceSeconds: 7_200 },
  }),
  ruleOf(11, { kind: 'suspect-position' }, { onDelaySeconds: 3 }),
  ruleOf(12, { kind: 'feed-down', afterSeconds: 30 }),
];

const longitude = Float64Array.from({ length: VEHICLES }, () => WEST + random() * WIDE);
const latitude = Float64Array.from({ length: VEHICLES }, () => SOUTH + random() * TALL);
const speed = Float64Array.from({ length: VEHICLES }, () => (random() < 0.2 ? 0 : 5 + random() * 22));
const heading = Float64Array.from({ length: VEHICLES }, () => random() * 2 * Math.PI);

const engine = new AlarmEngine({ nowMs: BEGIN_MS });
engine.setGeofences(fences, BEGIN_MS);
for (let slot = 0; slot < VEHICLES; slot++) {
  engine.setVehicle(
    slot,
    { id: String(slot), kind: 'bus', depot: `D${slot % 20}`, line: `L${slot % 200}`, subsidiary: null },
    BEGIN_MS,
  );
}
engine.setFeed('bench', false, BEGIN_MS);
for (let mission = 0; mission < 20_000; mission++) {
  const plannedStartMs = BEGIN_MS + (mission % 3_600) * 1000;
  const plan = { plannedStartMs, plannedEndMs: plannedStartMs + 1_800_000, actualStartMs: null, subsidiary: null };
  engine.setMission(
    { id: String(mission), vehicleId: String(mission % VEHICLES), status: 'planned', ...plan },
    BEGIN_MS,
  );
}
engine.setRules(RULES, BEGIN_MS);

const fix: EngineFix = {
  longitude: 0,
  latitude: 0,
  speedMetresPerSecond: 0,
  state: 2,
  isSuspect: false,
  observedAtMs: 0,
};
let changes = 0;

/** One second of the whole fleet; the time that the engine took, ms. Moving the vehicles is not counted. */
function playSecond(second: number): number {
  for (let slot = 0; slot < VEHICLES; slot++) {
    const metres = speed[slot] ?? 0;
    const turned = (heading[slot] ?? 0) + (random() - 0.5) * 0.2;
    heading[slot] = turned;
    longitude[slot] =
      WEST + (((((longitude[slot] ?? 0) + (metres * Math.sin(turned)) / 73_500 - WEST) % WIDE) + WIDE) % WIDE);
    latitude[slot] =
      SOUTH + (((((latitude[slot] ?? 0) + (metres * Math.cos(turned)) / 111_195 - SOUTH) % TALL) + TALL) % TALL);
  }
  const nowMs = BEGIN_MS + second * 1000;
  const beganAtMs = performance.now();
  for (let slot = 0; slot < VEHICLES; slot++) {
    fix.longitude = longitude[slot] ?? 0;
    fix.latitude = latitude[slot] ?? 0;
    fix.speedMetresPerSecond = speed[slot] ?? 0;
    fix.isSuspect = (slot + second) % 5_000 === 0;
    fix.observedAtMs = nowMs - 500;
    engine.observe(slot, fix, nowMs);
  }
  engine.step(nowMs);
  engine.drain(() => (changes += 1));
  return performance.now() - beganAtMs;
}

const load = loadavg()[0] ?? Number.NaN;
for (let second = 1; second <= WARM_UP_SECONDS; second++) playSecond(second);
globalThis.gc?.();
const heapBefore = process.memoryUsage().heapUsed;
changes = 0;
const times = Array.from({ length: SECONDS }, (_, index) => playSecond(WARM_UP_SECONDS + 1 + index));
const allocated = process.memoryUsage().heapUsed - heapBefore;
globalThis.gc?.();
const kept = process.memoryUsage().heapUsed - heapBefore;
console.log(
  JSON.stringify({
    bench: 'alarms',
    ...{ vehicles: VEHICLES, rules: RULES.length, geofences: FENCES, missions: 20_000, seconds: SECONDS, changes },
    core_share_percent: round(median(times) / 10, 1),
    ...{ median_ms_a_second: round(median(times), 1), longest_ms_a_second: round(Math.max(...times), 1) },
    microseconds_a_fix: round((median(times) * 1000) / VEHICLES, 2),
    ...{ allocated_mb: round(allocated / 2 ** 20, 1), kept_mb: round(kept / 2 ** 20, 1) },
    ...{ cpu: cpus()[0]?.model ?? 'unknown', load_before: round(load, 2) },
  }),
);
if (median(times) > 1_000) process.exitCode = 1;
