import type { AlarmTrial } from '../../../shared/api/index.ts';
import {
  type EngineFix,
  type EngineRule,
  type RecordedFleet,
  tryRule,
  VEHICLE_STATES,
} from '../../../shared/domain/index.ts';
import type { Reader } from '../../database/scope.ts';
import type { SupervisionService } from '../supervision-service.ts';
import { looksAtMissions, type OwnerOf, readGeofences, readMissions, readVehicles } from './fleet-facts.ts';

/** Recorded fixes that are played for one question at most: the service has others to answer. Of a large fleet the last minutes are looked at. */
const MOST_FIXES = 250_000;
/** Of one vehicle, in the time that is kept: see TRACK_SAMPLES. */
const FIXES_OF_ONE = 240;

/**
 * What a rule would have done lately: the engine itself over the last minutes of each vehicle, as far as they are kept. They are thinned, so what lasts
 * shorter than a quarter of a minute may not be found. Missions are as they are planned now.
 * @param reader sees what the asker may see: of other vehicles nothing is said
 */
export async function tryRuleOnTracks(
  reader: Reader,
  wanted: EngineRule,
  {
    supervision,
    ownerOf,
    minutes,
    nowMs,
  }: { supervision: SupervisionService; ownerOf: OwnerOf; minutes: number; nowMs: number },
): Promise<AlarmTrial> {
  const vehicles = await readVehicles(reader, ownerOf);
  const kept = Math.min(minutes, supervision.history.minutes);
  const played = Math.max(
    1,
    Math.floor(Math.min(kept, (kept * MOST_FIXES) / Math.max(1, vehicles.length * FIXES_OF_ONE))),
  );
  const fromMs = nowMs - played * 60_000;
  const fixes = vehicles.flatMap(({ id }, slot) =>
    (supervision.trackOf(id, played, reader.scope)?.samples ?? []).map((sample) => ({ slot, sample })),
  );
  fixes.sort((one, other) => one.sample.observedAtMs - other.sample.observedAtMs);
  const fix: EngineFix = {
    ...{ longitude: 0, latitude: 0, speedMetresPerSecond: 0, state: 0, isSuspect: false, observedAtMs: 0 },
  };
  const fleet: RecordedFleet = {
    ...{ fromMs, toMs: nowMs, vehicles, geofences: await readGeofences(reader) },
    missions: looksAtMissions(wanted) ? await readMissions(reader, ownerOf, nowMs) : [],
    eachFix(visit) {
      for (const { slot, sample } of fixes) {
        fix.longitude = sample.longitude;
        fix.latitude = sample.latitude;
        fix.speedMetresPerSecond = sample.speedMetresPerSecond ?? 0;
        fix.state = VEHICLE_STATES.indexOf(sample.state);
        fix.isSuspect = sample.suspectKilometres !== null;
        fix.observedAtMs = sample.observedAtMs;
        visit(slot, fix);
      }
    },
  };
  return tryRule(wanted, fleet);
}
