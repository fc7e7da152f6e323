import type { Geofence } from '../geofence.ts';
import { AlarmEngine } from './engine/engine.ts';
import { FLOOD_WINDOW_MS } from './flood.ts';
import { mostWithin } from './most-within.ts';
import type { MissionChange } from './mission-history.ts';
import type { EngineChange, EngineFix, EngineMission, EngineRule, EngineVehicle } from './engine/types.ts';

/** A rule that would raise more at once is refused until a person has read the number and says yes. */
export const MOST_AT_ONCE = 1_000;
/** Time passes in steps of so much between recorded fixes. */
const STEP_MS = 10_000;
const MOST_EXAMPLES = 50;

/** What a fleet did in a span of time. */
export interface RecordedFleet {
  readonly fromMs: number;
  readonly toMs: number;
  /** By slot. */
  readonly vehicles: readonly EngineVehicle[];
  readonly geofences: readonly Geofence[];
  readonly missions: readonly EngineMission[];
  /** What became of missions meanwhile, in the order of time; undefined: they stayed as they are. */
  readonly missionChanges?: readonly MissionChange[];
  /**
   * Calls back for each fix, in the order of their times (the object may be the same each time), and where nothing was recorded for a while:
   * until when. Nobody fell silent in that time, as far as is known.
   */
  eachFix(visit: (slot: number, fix: EngineFix) => void, onGap: (toMs: number) => void): void;
}

/** What a rule would have done. */
export interface RuleTrial {
  fromMs: number;
  toMs: number;
  fixes: number;
  raised: number;
  /** That had not returned at the end. */
  standing: number;
  /** Vehicles, missions or lines that it was about. */
  subjects: number;
  /** In any ten minutes. */
  mostInTenMinutes: number;
  /** That it would raise at the end, were it live then. */
  atOnce: number;
  examples: Pick<
    EngineChange,
    'subjectKind' | 'subjectId' | 'geofenceId' | 'line' | 'atMs' | 'value' | 'limit' | 'longitude' | 'latitude'
  >[];
}

/** "This rule would have raised 14 alarms last night": the engine itself over what was recorded, with this rule alone, whatever its state is. */
export function tryRule(wanted: EngineRule, fleet: RecordedFleet): RuleTrial {
  const { fromMs, toMs } = fleet;
  const engine = new AlarmEngine({ nowMs: fromMs, mostStanding: Infinity, lateAfterMs: Infinity });
  engine.setGeofences(fleet.geofences, fromMs);
  fleet.vehicles.forEach((vehicle, slot) => engine.setVehicle(slot, vehicle, fromMs));
  for (const mission of fleet.missions) engine.setMission(mission, fromMs);
  engine.setRules([{ ...wanted, rule: { ...wanted.rule, state: 'live' } }], fromMs);
  const raisedMs: number[] = [];
  const subjects = new Set<string>();
  const trial: RuleTrial = {
    fromMs,
    toMs,
    fixes: 0,
    raised: 0,
    standing: 0,
    subjects: 0,
    mostInTenMinutes: 0,
    atOnce: 0,
    examples: [],
  };
  const note = (change: EngineChange) => {
    trial.standing += change.change === 'raised' ? 1 : -1;
    if (change.change !== 'raised') return;
    raisedMs.push(change.atMs);
    subjects.add(`${change.subjectKind} ${change.subjectId}`);
    if (trial.examples.length < MOST_EXAMPLES) trial.examples.push(exampleOf(change));
  };
  let steppedMs = fromMs;
  const { missionChanges = [] } = fleet;
  let nextChange = 0;
  const passTo = (atMs: number) => {
    for (;;) {
      const change = missionChanges[nextChange];
      if (change !== undefined && change.atMs <= Math.min(steppedMs + STEP_MS, atMs)) {
        engine.setMission(change.mission, change.atMs);
        nextChange += 1;
      } else if (steppedMs + STEP_MS <= atMs) {
        steppedMs += STEP_MS;
        engine.step(steppedMs);
      } else break;
    }
    engine.drain(note);
  };
  let lastMs = fromMs;
  fleet.eachFix(
    (slot, fix) => {
      passTo(fix.observedAtMs);
      trial.fixes += 1;
      engine.observe(slot, fix, fix.observedAtMs);
      lastMs = Math.max(lastMs, steppedMs, fix.observedAtMs);
    },
    (gapToMs) => {
      engine.shiftClock(gapToMs - lastMs);
      steppedMs = gapToMs;
      lastMs = gapToMs;
    },
  );
  passTo(toMs);
  engine.step(toMs);
  engine.drain(note);
  return {
    ...trial,
    raised: raisedMs.length,
    atOnce: engine.countAtOnce(wanted),
    subjects: subjects.size,
    mostInTenMinutes: mostWithin(
      raisedMs.toSorted((one, other) => one - other),
      FLOOD_WINDOW_MS,
    ),
  };
}

function exampleOf({
  subjectKind,
  subjectId,
  geofenceId,
  line,
  atMs,
  value,
  limit,
  longitude,
  latitude,
}: EngineChange): RuleTrial['examples'][number] {
  return { subjectKind, subjectId, geofenceId, line, atMs, value, limit, longitude, latitude };
}

/** What has to be said before a rule goes live: how many alarms it would raise this moment, where that is too many. */
export function atOnceFault(atOnce: number): string | undefined {
  if (atOnce <= MOST_AT_ONCE) return undefined;
  return `state: the rule would raise ${atOnce} alarms at once, more than ${MOST_AT_ONCE}: narrow it, or say that you want it so`;
}
