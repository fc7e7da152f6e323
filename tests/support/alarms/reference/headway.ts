import type { AlarmParametersOf, EngineRule } from '../../../../shared/domain/index.ts';
import { alarmsFromSpells } from './delays.ts';
import type { Found, History, Spell } from './history.ts';
import { isIn } from './places.ts';
import { fenceOf, fixesOf, isInScope } from './scope.ts';

interface Coming {
  vehicleId: string;
  atMs: number;
  order: number;
}

/** Headways of each line at each geofence. */
export function byLine(engineRule: EngineRule, parameters: AlarmParametersOf<'headway'>, history: History): Found[] {
  const { rule } = engineRule;
  const vehicles = history.vehicles.filter((vehicle) => vehicle.line !== null && isInScope(engineRule, vehicle));
  const lines = [...new Set(vehicles.map(({ line }) => line ?? ''))];
  return lines.flatMap((line) =>
    parameters.geofenceIds.flatMap((geofenceId) => {
      const fence = fenceOf(history, geofenceId);
      if (fence === undefined) return [];
      const ids = vehicles.filter((vehicle) => vehicle.line === line).map(({ id }) => id);
      const comings = ids.flatMap((id) =>
        comingsOf(id, history, (longitude, latitude) => isIn(fence, longitude, latitude)),
      );
      const spells = wrongSpells(
        comings.toSorted((one, other) => one.order - other.order),
        parameters,
        history.toMs,
      );
      return alarmsFromSpells(spells, rule.onDelaySeconds * 1000, rule.offDelaySeconds * 1000, history.toMs).map(
        ({ fromMs, toMs }) => ({
          ...{ ruleId: rule.id, subjectKind: 'line', subjectId: line, geofenceId },
          ...{ raisedAtMs: fromMs, returnedAtMs: toMs },
        }),
      );
    }),
  );
}

/** Fixes of a vehicle that are in after one that was not. */
function comingsOf(
  vehicleId: string,
  history: History,
  isInside: (longitude: number, latitude: number) => boolean,
): Coming[] {
  let wasIn: boolean | undefined;
  return fixesOf(history, vehicleId).flatMap(({ longitude, latitude, isSuspect, atMs, order }): Coming[] => {
    if (isSuspect) return [];
    const isNow = isInside(longitude, latitude);
    const comes = isNow && wasIn === false;
    wasIn = isNow;
    return comes ? [{ vehicleId, atMs, order }] : [];
  });
}

function wrongSpells(comings: readonly Coming[], parameters: AlarmParametersOf<'headway'>, endMs: number): Spell[] {
  const shortest = (parameters.minimumHeadwaySeconds ?? 0) * 1000;
  const longest = (parameters.maximumHeadwaySeconds ?? Infinity) * 1000;
  const service = parameters.outOfServiceSeconds * 1000;
  // Who stands on the edge comes in again and again.
  const counted: Coming[] = [];
  for (const coming of comings) {
    const before = counted.at(-1);
    const isSame = before?.vehicleId === coming.vehicleId && coming.atMs - before.atMs < Math.min(shortest, service);
    if (!isSame) counted.push(coming);
  }
  const spells: Spell[] = [];
  let wasShort = false;
  counted.forEach((coming, index) => {
    const before = counted[index - 1];
    const next = counted[index + 1];
    const headway =
      before === undefined || coming.atMs - before.atMs >= service ? undefined : coming.atMs - before.atMs;
    const isShort = headway !== undefined && headway < shortest;
    const fromMs = isShort ? coming.atMs : coming.atMs + longest;
    const outMs = coming.atMs + service;
    const toMs = Math.min(next?.atMs ?? Infinity, outMs);
    const goesOn = wasShort && isShort;
    wasShort = isShort;
    if (fromMs > toMs || fromMs > endMs) return;
    const last = spells.at(-1);
    const over = toMs > endMs ? null : toMs;
    // One too soon after another that was is the same alarm.
    if (last !== undefined && goesOn) last.toMs = over;
    else spells.push({ fromMs, toMs: over });
  });
  return spells;
}
