import { grown } from './grown.ts';
import type { EngineFix, EngineMission, EngineVehicle } from './types.ts';

/** What is known of the fleet, apart from any rule: by slot, in arrays; what a vehicle is, once. */
export class FleetState {
  readonly vehicles: (EngineVehicle | undefined)[] = [];
  readonly slots = new Map<string, number>();
  readonly missions = new Map<string, EngineMission>();
  /** Ids of the missions of a vehicle, by its id. */
  readonly missionsOf = new Map<string, Set<string>>();
  /** When something new came of a vehicle, by the engine's clock, UTC ms; NaN: never. */
  heardAt = new Float64Array(0);
  /** Time of the newest fix, UTC ms; NaN: none. */
  observedAt = new Float64Array(0);
  /** Of the newest fix that was believed. */
  longitude = new Float64Array(0);
  latitude = new Float64Array(0);
  speed = new Float64Array(0);
  state = new Uint8Array(0);
  isSuspect = new Uint8Array(0);

  ensure(count: number): void {
    this.heardAt = grown(this.heardAt, count, Number.NaN);
    this.observedAt = grown(this.observedAt, count, Number.NaN);
    this.longitude = grown(this.longitude, count, Number.NaN);
    this.latitude = grown(this.latitude, count, Number.NaN);
    this.speed = grown(this.speed, count);
    this.state = grown(this.state, count);
    this.isSuspect = grown(this.isSuspect, count);
  }

  know(slot: number, vehicle: EngineVehicle): void {
    this.ensure(slot + 1);
    this.vehicles[slot] = vehicle;
    this.slots.set(vehicle.id, slot);
  }

  knowMission(mission: EngineMission): void {
    this.forgetMission(mission.id);
    this.missions.set(mission.id, mission);
    if (mission.vehicleId === null) return;
    const known = this.missionsOf.get(mission.vehicleId);
    if (known === undefined) this.missionsOf.set(mission.vehicleId, new Set([mission.id]));
    else known.add(mission.id);
  }

  forgetMission(id: string): void {
    const vehicleId = this.missions.get(id)?.vehicleId ?? null;
    this.missions.delete(id);
    if (vehicleId === null) return;
    const known = this.missionsOf.get(vehicleId);
    known?.delete(id);
    if (known?.size === 0) this.missionsOf.delete(vehicleId);
  }

  forget(slot: number): void {
    const vehicle = this.vehicles[slot];
    if (vehicle !== undefined) this.slots.delete(vehicle.id);
    this.vehicles[slot] = undefined;
    for (const array of [this.heardAt, this.observedAt, this.longitude, this.latitude]) array[slot] = Number.NaN;
  }

  take(slot: number, fix: EngineFix): void {
    this.observedAt[slot] = fix.observedAtMs;
    this.isSuspect[slot] = fix.isSuspect ? 1 : 0;
    if (fix.isSuspect) return;
    this.longitude[slot] = fix.longitude;
    this.latitude[slot] = fix.latitude;
    this.speed[slot] = fix.speedMetresPerSecond;
    this.state[slot] = fix.state;
  }
}
