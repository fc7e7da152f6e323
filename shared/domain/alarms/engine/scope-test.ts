import type { EngineRule, EngineVehicle } from './types.ts';

/** Whether a rule is about a vehicle. */
export function scopeTest({ rule: { scope }, subsidiary }: EngineRule): (vehicle: EngineVehicle) => boolean {
  const passes = <Value>(list: readonly Value[]): ((value: Value | null) => boolean) => {
    const wanted = new Set(list);
    return (value) => wanted.size === 0 || (value !== null && wanted.has(value));
  };
  const kind = passes(scope.vehicleKinds);
  const depot = passes(scope.depots);
  const line = passes(scope.lines);
  const id = passes(scope.vehicleIds);
  return (vehicle) =>
    (subsidiary === null || vehicle.subsidiary === subsidiary) &&
    kind(vehicle.kind) &&
    depot(vehicle.depot) &&
    line(vehicle.line) &&
    id(vehicle.id);
}

/** Whether a rule is about everything of its subsidiary: then also about what has no vehicle. */
export function isUnlimited({ rule: { scope } }: EngineRule): boolean {
  return Object.values(scope).every((list) => list.length === 0);
}
