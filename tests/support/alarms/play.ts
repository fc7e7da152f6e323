import { AlarmEngine, type EngineChange, type EngineFix, standingKeyOf } from '../../../shared/domain/index.ts';
import type { Found, History } from './reference/history.ts';

/** Plays a history through the engine, as it comes, with a step of the clock each so often. */
export function playHistory(history: History, stepMs: number): Found[] {
  const engine = new AlarmEngine({ nowMs: history.fromMs });
  const slots = new Map(history.vehicles.map(({ id }, slot) => [id, slot]));
  engine.setGeofences(history.geofences, history.fromMs);
  history.vehicles.forEach((vehicle, slot) => engine.setVehicle(slot, vehicle, history.fromMs));
  engine.setFeed(history.feedName, false, history.fromMs);
  engine.setRules(history.rules, history.fromMs);

  const found: Found[] = [];
  const standing = new Map<string, Found>();
  const note = (change: EngineChange) => noteChange(change, found, standing);
  const fix: EngineFix = {
    ...{ longitude: 0, latitude: 0, speedMetresPerSecond: 0, state: 0, isSuspect: false, observedAtMs: 0 },
  };
  let nextStepMs = history.fromMs + stepMs;
  const passTo = (atMs: number) => {
    for (; nextStepMs <= atMs; nextStepMs += stepMs) {
      engine.step(nextStepMs);
      engine.drain(note);
    }
  };
  let mission = 0;
  const tellMissions = (untilMs: number) => {
    for (
      let told = history.missions[mission];
      told !== undefined && told.atMs <= untilMs;
      told = history.missions[++mission]
    ) {
      passTo(told.atMs);
      engine.setMission(told.mission, told.atMs);
    }
  };
  for (const past of history.fixes) {
    tellMissions(past.atMs);
    passTo(past.atMs);
    const slot = slots.get(past.vehicleId);
    if (slot === undefined) throw new Error(`nobody knows the vehicle ${past.vehicleId}`);
    fix.longitude = past.longitude;
    fix.latitude = past.latitude;
    fix.speedMetresPerSecond = past.speed;
    fix.state = past.state;
    fix.isSuspect = past.isSuspect;
    fix.observedAtMs = past.atMs;
    engine.observe(slot, fix, past.atMs);
    engine.drain(note);
  }
  tellMissions(history.toMs);
  passTo(history.toMs);
  engine.step(history.toMs);
  engine.drain(note);
  return found;
}

function noteChange(change: EngineChange, found: Found[], standing: Map<string, Found>): void {
  const { subjectKind, subjectId, geofenceId, atMs, raisedAtMs } = change;
  const ruleId = change.rule.id;
  const key = standingKeyOf({ ruleId, subjectKind, subjectId, geofenceId, line: change.line });
  if (change.change === 'raised') {
    if (standing.has(key)) throw new Error(`${key} was raised twice`);
    const alarm: Found = { ruleId, subjectKind, subjectId, geofenceId, raisedAtMs, returnedAtMs: null };
    found.push(alarm);
    standing.set(key, alarm);
    return;
  }
  const alarm = standing.get(key);
  if (alarm === undefined || alarm.raisedAtMs !== raisedAtMs) throw new Error(`${key} returned and did not stand`);
  alarm.returnedAtMs = atMs;
  standing.delete(key);
}

/** What one has found and the other has not: by rule, subject, and when it began and ended. */
export function compareFound(
  engine: readonly Found[],
  reference: readonly Found[],
): { missed: string[]; invented: string[] } {
  const textOf = (found: Found) =>
    JSON.stringify([
      found.ruleId,
      found.subjectKind,
      found.subjectId,
      found.geofenceId,
      found.raisedAtMs,
      found.returnedAtMs,
    ]);
  const ours = new Set(engine.map(textOf));
  const theirs = new Set(reference.map(textOf));
  // One that is found twice is invented once.
  const twice = engine.length - ours.size;
  return {
    missed: [...theirs].filter((text) => !ours.has(text)),
    invented: [...[...ours].filter((text) => !theirs.has(text)), ...Array.from({ length: twice }, () => 'found twice')],
  };
}
