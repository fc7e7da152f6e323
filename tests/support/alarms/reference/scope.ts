import type { EngineRule, EngineVehicle, Geofence } from '../../../../shared/domain/index.ts';
import type { History, PastFix } from './history.ts';

const grouped = new WeakMap<History, Map<string, PastFix[]>>();

/** The fixes of a vehicle in their order. They are sorted out once: a day has half a million. */
export function fixesOf(history: History, vehicleId: string): PastFix[] {
  const groups = grouped.get(history) ?? Map.groupBy(history.fixes, (fix) => fix.vehicleId);
  grouped.set(history, groups);
  return groups.get(vehicleId) ?? [];
}

export function isInScope({ rule: { scope }, subsidiary }: EngineRule, vehicle: EngineVehicle): boolean {
  if (subsidiary !== null && vehicle.subsidiary !== subsidiary) return false;
  if (scope.vehicleKinds.length > 0 && !scope.vehicleKinds.includes(vehicle.kind)) return false;
  if (scope.depots.length > 0 && (vehicle.depot === null || !scope.depots.includes(vehicle.depot))) return false;
  if (scope.lines.length > 0 && (vehicle.line === null || !scope.lines.includes(vehicle.line))) return false;
  return scope.vehicleIds.length === 0 || scope.vehicleIds.includes(vehicle.id);
}

export function fenceOf({ geofences }: History, id: string): Geofence | undefined {
  return geofences.find((geofence) => geofence.id === id);
}
