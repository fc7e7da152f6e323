import type { EngineRule, EngineVehicle, Geofence } from '../../../../shared/domain/index.ts';
import { alarmsFromFixes, alarmsFromSpells, type Say } from './delays.ts';
import { byLine } from './headway.ts';
import type { Found, History, PastFix, Spell } from './history.ts';
import { lateMissions } from './missions.ts';
import { isIn, metresBetween } from './places.ts';
import { fenceOf, fixesOf, isInScope } from './scope.ts';

/**
 * What the rules find in a history, worked out again from their definitions (docs/alarms.md) in the plainest way: rule by rule, subject by subject,
 * over all that happened, with nothing kept between two fixes. It shares types with the engine, and no code.
 */
export function evaluateSlowly(history: History): Found[] {
  return history.rules.flatMap((rule) => evaluateRule(rule, history));
}

function evaluateRule(engineRule: EngineRule, history: History): Found[] {
  const { parameters } = engineRule.rule;
  if (parameters.kind === 'late-mission') return lateMissions(engineRule, parameters.latenessSeconds, history);
  if (parameters.kind === 'headway') return byLine(engineRule, parameters, history);
  if (parameters.kind === 'feed-down') return feedDown(engineRule, parameters.afterSeconds, history);
  const vehicles = history.vehicles.filter((vehicle) => isInScope(engineRule, vehicle));
  return vehicles.flatMap((vehicle) => {
    return evaluateVehicle(engineRule, vehicle, fixesOf(history, vehicle.id), history);
  });
}

function evaluateVehicle({ rule }: EngineRule, vehicle: EngineVehicle, fixes: PastFix[], history: History): Found[] {
  const [onMs, offMs] = [rule.onDelaySeconds * 1000, rule.offDelaySeconds * 1000];
  const believed = fixes.filter(({ isSuspect }) => !isSuspect);
  const found = (spells: readonly Spell[], geofenceId: string | null = null): Found[] =>
    spells.map(({ fromMs, toMs }) => ({
      ...{ ruleId: rule.id, subjectKind: 'vehicle', subjectId: vehicle.id, geofenceId },
      ...{ raisedAtMs: fromMs, returnedAtMs: toMs },
    }));
  const { parameters } = rule;
  switch (parameters.kind) {
    case 'silent':
      return found(alarmsFromSpells(silences(fixes, parameters.afterSeconds * 1000), onMs, offMs, history.toMs));
    case 'speed': {
      const says = believed.map(({ atMs, speed }) => ({
        atMs,
        begins: speed > parameters.aboveMetresPerSecond,
        goesOn: speed >= parameters.aboveMetresPerSecond - parameters.deadbandMetresPerSecond,
      }));
      return found(alarmsFromFixes(says, onMs, offMs));
    }
    case 'suspect-position': {
      const says = fixes.map(({ atMs, isSuspect }) => ({ atMs, begins: isSuspect, goesOn: isSuspect }));
      return found(alarmsFromFixes(says, onMs, offMs));
    }
    case 'geofence-enter':
    case 'geofence-dwell': {
      const afterMs = parameters.kind === 'geofence-dwell' ? parameters.afterSeconds * 1000 : 0;
      return parameters.geofenceIds.flatMap((id) => {
        const fence = fenceOf(history, id);
        return fence === undefined ? [] : found(alarmsFromFixes(stays(believed, fence, afterMs), onMs, offMs), id);
      });
    }
    case 'geofence-exit':
      return exits(believed, parameters.geofenceIds, history).flatMap(({ says, named }) =>
        alarmsFromFixes(says, onMs, offMs).flatMap((spell) => found([spell], named(spell.fromMs))),
      );
    case 'long-stop': {
      const except = parameters.exceptGeofenceIds.flatMap((id) => fenceOf(history, id) ?? []);
      const counted = (fix: PastFix) =>
        (!parameters.onMissionOnly || fix.state === 2) &&
        !except.some((fence) => isIn(fence, fix.longitude, fix.latitude));
      return found(alarmsFromFixes(stops(believed, parameters, counted), onMs, offMs));
    }
    default:
      throw new Error(`${parameters.kind} is not about one vehicle`);
  }
}

/** From so long after each fix on until the next one. */
function silences(fixes: readonly PastFix[], afterMs: number): Spell[] {
  let state = 0;
  return fixes.flatMap((fix, index): Spell[] => {
    if (!fix.isSuspect) state = fix.state;
    const next = fixes[index + 1];
    const fromMs = fix.atMs + afterMs;
    if (state === 3 || (next !== undefined && next.atMs < fromMs)) return [];
    return [{ fromMs, toMs: next?.atMs ?? null }];
  });
}

function stays(fixes: readonly PastFix[], fence: Geofence, afterMs: number): Say[] {
  let since: number | undefined;
  return fixes.map(({ atMs, longitude, latitude }) => {
    const isInside = isIn(fence, longitude, latitude);
    since = isInside ? (since ?? atMs) : undefined;
    return { atMs, begins: since !== undefined && atMs - since >= afterMs, goesOn: isInside };
  });
}

function exits(fixes: readonly PastFix[], ids: readonly string[], history: History) {
  const fences = ids.map((id) => fenceOf(history, id));
  const lastIn: { atMs: number; id: string }[] = [];
  const says = fixes.map(({ atMs, longitude, latitude }): Say => {
    const place = fences.findIndex((fence) => fence !== undefined && isIn(fence, longitude, latitude));
    if (place >= 0) lastIn.push({ atMs, id: ids[place] ?? '' });
    const isOut = place < 0 && lastIn.length > 0;
    return { atMs, begins: isOut, goesOn: isOut };
  });
  return [{ says, named: (atMs: number) => lastIn.findLast((each) => each.atMs < atMs)?.id ?? null }];
}

function stops(
  fixes: readonly PastFix[],
  { afterSeconds, radiusMetres }: { afterSeconds: number; radiusMetres: number },
  isCounted: (fix: PastFix) => boolean,
): Say[] {
  let stop: PastFix | undefined;
  return fixes.map((fix) => {
    const isSame =
      stop !== undefined && metresBetween(stop.longitude, stop.latitude, fix.longitude, fix.latitude) <= radiusMetres;
    if (!isCounted(fix)) stop = undefined;
    else if (!isSame) stop = fix;
    const isLong = stop !== undefined && fix.atMs - stop.atMs >= afterSeconds * 1000;
    return { atMs: fix.atMs, begins: isLong, goesOn: isLong };
  });
}

function feedDown({ rule }: EngineRule, afterSeconds: number, history: History): Found[] {
  const heard = [history.fromMs, ...history.fixes.map(({ atMs }) => atMs)];
  const spells = heard.flatMap((atMs, index): Spell[] => {
    const next = heard[index + 1];
    const fromMs = atMs + afterSeconds * 1000;
    return next !== undefined && next < fromMs ? [] : [{ fromMs, toMs: next ?? null }];
  });
  const alarms = alarmsFromSpells(spells, rule.onDelaySeconds * 1000, rule.offDelaySeconds * 1000, history.toMs);
  return alarms
    .filter(({ fromMs }) => fromMs <= history.toMs)
    .map(({ fromMs, toMs }) => ({
      ...{ ruleId: rule.id, subjectKind: 'feed', subjectId: history.feedName, geofenceId: null },
      ...{ raisedAtMs: fromMs, returnedAtMs: toMs },
    }));
}
