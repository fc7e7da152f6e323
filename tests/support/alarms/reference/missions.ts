import type { EngineMission, EngineRule } from '../../../../shared/domain/index.ts';
import { alarmsFromSpells } from './delays.ts';
import type { Found, History, Spell } from './history.ts';
import { isInScope } from './scope.ts';

const DAY_MS = 86_400_000;

/** Missions that begin or end later than planned by so much. */
export function lateMissions(engineRule: EngineRule, latenessSeconds: number, history: History): Found[] {
  const { rule } = engineRule;
  const latenessMs = latenessSeconds * 1000;
  const ids = [...new Set(history.missions.map(({ mission }) => mission.id))];
  return ids.flatMap((id) => {
    const told = history.missions.filter(({ mission }) => mission.id === id);
    const over = told.find(({ mission }) => mission.status === 'completed' || mission.status === 'cancelled');
    const open = told.filter((each) => over === undefined || each.atMs < over.atMs || each === over);
    const spells = merged(
      open.flatMap(({ atMs, mission }, index) =>
        lateSpell(engineRule, mission, atMs, open[index + 1]?.atMs ?? null, latenessMs, history),
      ),
    );
    const endMs = over?.atMs ?? history.toMs;
    return alarmsFromSpells(spells, rule.onDelaySeconds * 1000, rule.offDelaySeconds * 1000, endMs).map(
      ({ fromMs, toMs }) => ({
        ...{ ruleId: rule.id, subjectKind: 'mission', subjectId: id, geofenceId: null, raisedAtMs: fromMs },
        // An alarm does not outlive its mission.
        returnedAtMs: toMs ?? over?.atMs ?? null,
      }),
    );
  });
}

/** While this is what is known of a mission: from when on it is late. */
function lateSpell(
  engineRule: EngineRule,
  mission: EngineMission,
  fromMs: number,
  toMs: number | null,
  latenessMs: number,
  history: History,
): Spell[] {
  if (mission.status === 'completed' || mission.status === 'cancelled') return [];
  const vehicle = history.vehicles.find(({ id }) => id === mission.vehicleId);
  const isUnlimited = Object.values(engineRule.rule.scope).every((list) => list.length === 0);
  const isMeant = isUnlimited
    ? engineRule.subsidiary === null || engineRule.subsidiary === mission.subsidiary
    : vehicle !== undefined && isInScope(engineRule, vehicle);
  if (!isMeant) return [];
  const beganLate =
    mission.status === 'in-progress' &&
    (mission.actualStartMs ?? mission.plannedStartMs) - mission.plannedStartMs >= latenessMs;
  const planMs = mission.status === 'planned' || beganLate ? mission.plannedStartMs : mission.plannedEndMs;
  if (fromMs - planMs > DAY_MS) return [];
  const lateMs = Math.max(fromMs, planMs + latenessMs);
  if (toMs !== null && lateMs > toMs) return [];
  return lateMs > history.toMs ? [] : [{ fromMs: lateMs, toMs }];
}

/** Spells that touch are one. */
function merged(spells: readonly Spell[]): Spell[] {
  const result: Spell[] = [];
  for (const spell of spells) {
    const before = result.at(-1);
    if (before !== undefined && before.toMs === spell.fromMs) before.toMs = spell.toMs;
    else result.push({ ...spell });
  }
  return result;
}
