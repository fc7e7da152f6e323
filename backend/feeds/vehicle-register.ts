import type { FeedHost, FeedVehicle } from './feed.ts';

/** More vehicles than this in one recording is a mistake in its file, and would fill the memory. */
const MOST_VEHICLES = 200_000;

/** Registers vehicles as they appear. */
export interface VehicleRegister {
  /** Notes a vehicle, to be registered next. Answers false when there is no room for more. */
  note(vehicle: FeedVehicle): boolean;
  /** Registers what was noted and has changed. Rejects when the host cannot; what was noted is kept. */
  flush(): Promise<void>;
}

export function createVehicleRegister(host: Pick<FeedHost, 'registerVehicles'>): VehicleRegister {
  const lines = new Map<string, string | null>();
  const noted = new Map<string, FeedVehicle>();
  return {
    note(vehicle) {
      if (lines.get(vehicle.code) === vehicle.line || noted.get(vehicle.code)?.line === vehicle.line) return true;
      if (!lines.has(vehicle.code) && lines.size + noted.size >= MOST_VEHICLES) return false;
      noted.set(vehicle.code, vehicle);
      return true;
    },
    async flush() {
      if (noted.size === 0) return;
      const vehicles = [...noted.values()];
      await host.registerVehicles(vehicles);
      for (const vehicle of vehicles) {
        lines.set(vehicle.code, vehicle.line);
        if (noted.get(vehicle.code) === vehicle) noted.delete(vehicle.code);
      }
    },
  };
}
