import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import {
  beginTrack,
  type EngineMission,
  type EngineVehicle,
  type Fix,
  followReport,
  refusalOf,
  type Track,
  topSpeedMetresPerSecond,
  VEHICLE_STATES,
} from '../../../shared/domain/index.ts';
import type { History, PastFix } from '../../support/alarms/reference/history.ts';

const IDLE = VEHICLE_STATES.indexOf('idle');
const ON_MISSION = VEHICLE_STATES.indexOf('on-mission');
/** What a fare is planned to take, and by how much it is known before. */
const FARE_MS = 10 * 60_000;
const KNOWN_BEFORE_MS = 15 * 60_000;

interface Cab {
  slot: number;
  track: Track | undefined;
  fare: { id: string; startMs: number } | undefined;
}

/**
 * A recorded day as supervision takes it in: places that cannot be refused, speeds as they follow from them, jumps told apart. Runs of fares are
 * missions, and since a cab that is hailed has no plan, one is made for each: every second fare was to begin up to 15 minutes before it did.
 */
export function readRecordedDay(file: string): Omit<History, 'rules' | 'geofences'> & { rows: number } {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').slice(1);
  const cabs = new Map<string, Cab>();
  const vehicles: EngineVehicle[] = [];
  const fixes: PastFix[] = [];
  const missions: { atMs: number; mission: EngineMission }[] = [];
  for (const line of lines) {
    const [seconds = '', code = '', latitude = '', longitude = '', occupied = ''] = line.split(',');
    const atMs = Number(seconds) * 1000;
    const place: Fix = { vehicle: code, longitude: Number(longitude), latitude: Number(latitude), observedAtMs: atMs };
    if (refusalOf(place, atMs) !== undefined) continue;
    const cab = cabs.get(code) ?? newCab(code, vehicles);
    cabs.set(code, cab);
    const isSuspect = follow(cab, place);
    if (isSuspect === undefined || cab.track === undefined) continue;
    const speed = Math.hypot(cab.track.velocityEast, cab.track.velocityNorth);
    const state = occupied === '1' ? ON_MISSION : IDLE;
    fixes.push({
      order: fixes.length,
      vehicleId: code,
      atMs,
      longitude: place.longitude,
      latitude: place.latitude,
      speed,
      state,
      isSuspect,
    });
    followFare(cab, code, atMs, occupied === '1', missions);
  }
  const [first, last] = [fixes[0], fixes.at(-1)];
  if (first === undefined || last === undefined) throw new Error(`${file} holds no fix that can be used`);
  return {
    ...{ vehicles, fixes, feedName: 'recorded day', rows: lines.length },
    ...{ fromMs: first.atMs - KNOWN_BEFORE_MS, toMs: last.atMs + 3_600_000 },
    missions: missions
      .filter(({ atMs }) => atMs >= first.atMs - KNOWN_BEFORE_MS)
      .toSorted((one, other) => one.atMs - other.atMs),
  };
}

function newCab(code: string, vehicles: EngineVehicle[]): Cab {
  const slot = vehicles.length;
  const depot = slot % 2 === 0 ? 'North' : 'South';
  vehicles.push({ id: code, kind: 'taxi', depot, line: `Line ${slot % 5}`, subsidiary: null });
  return { slot, track: undefined, fare: undefined };
}

/** Whether the fix is suspect; undefined: it says nothing new. */
function follow(cab: Cab, fix: Fix): boolean | undefined {
  const options = { topSpeed: topSpeedMetresPerSecond('taxi'), timeScale: 1 };
  if (cab.track === undefined) {
    cab.track = beginTrack(fix, options);
    return false;
  }
  const result = followReport(cab.track, fix, options);
  return result === 'believed' ? false : result === 'suspect' ? true : undefined;
}

function followFare(
  cab: Cab,
  code: string,
  atMs: number,
  isOccupied: boolean,
  missions: { atMs: number; mission: EngineMission }[],
): void {
  if (isOccupied === (cab.fare !== undefined)) return;
  const { id, startMs } = cab.fare ?? { id: `${code}-${atMs / 1000}`, startMs: atMs };
  const number = Math.floor(startMs / 60_000);
  const isPlanned = number % 2 === 0;
  const plannedStartMs = isPlanned ? startMs - (number % 16) * 60_000 : startMs;
  const plan = { id, vehicleId: code, subsidiary: null, plannedStartMs, plannedEndMs: plannedStartMs + FARE_MS };
  if (isOccupied) {
    cab.fare = { id, startMs };
    if (isPlanned)
      missions.push({ atMs: startMs - KNOWN_BEFORE_MS, mission: { ...plan, status: 'planned', actualStartMs: null } });
    missions.push({ atMs, mission: { ...plan, status: 'in-progress', actualStartMs: startMs } });
    return;
  }
  cab.fare = undefined;
  missions.push({ atMs, mission: { ...plan, status: 'completed', actualStartMs: startMs } });
}
