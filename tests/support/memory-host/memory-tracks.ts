import type { TrackSample, VehicleTrack } from '../../../shared/api/index.ts';
import type { VigieContract } from '../../../shared/contract/index.ts';
import { type Handlers, RpcError } from '../../../shared/rpc/index.ts';
import type { Dataset } from './dataset.ts';

type Answer = <T>(method: 'vehicles.track' | 'vehicles.missions', make: () => T) => Promise<T>;

/** The last hour of each vehicle: it drives, stands at a stop each ten minutes, and one fix of it cannot be believed. */
export function trackHandlers(
  dataset: () => Dataset,
  answer: Answer,
): Pick<Handlers<VigieContract>['methods'], 'vehicles.track' | 'vehicles.missions'> {
  return {
    'vehicles.track': ({ id, minutes }) =>
      answer('vehicles.track', () => {
        if (!dataset().vehicles.some((vehicle) => vehicle.id === id))
          throw new RpcError('not-found', 'no such vehicle');
        return trackOf(id, minutes, Date.now());
      }),
    'vehicles.missions': ({ id, nowMs }) =>
      answer('vehicles.missions', () => {
        const own = dataset()
          .missions.filter(({ vehicleId }) => vehicleId === id)
          .toSorted((one, other) => Date.parse(one.plannedStartAt) - Date.parse(other.plannedStartAt));
        const around = own.filter(
          ({ status, plannedStartAt, plannedEndAt }) =>
            status !== 'cancelled' &&
            Date.parse(plannedStartAt) <= nowMs &&
            (status === 'in-progress' || Date.parse(plannedEndAt) >= nowMs - 3_600_000),
        );
        return { around, next: own.filter(({ status }) => status === 'planned').slice(0, 5) };
      }),
  };
}

function trackOf(vehicleId: string, minutes: number, toMs: number): VehicleTrack {
  const fromMs = toMs - minutes * 60_000;
  const samples: TrackSample[] = [];
  for (let observedAtMs = fromMs + 5_000; observedAtMs <= toMs; observedAtMs += 15_000) {
    const minute = (observedAtMs - fromMs) / 60_000;
    const isSuspect = samples.length === 150;
    const speed = Math.max(0, 9 + 6 * Math.sin(minute / 2) + 3 * Math.sin(minute * 2.3));
    samples.push({
      observedAtMs,
      longitude: 4.8 + minute / 600,
      latitude: 45.7 + minute / 900,
      speedMetresPerSecond: isSuspect ? null : minute % 10 < 1.5 ? 0 : Math.round(speed * 2) / 2,
      state: 'on-mission',
      suspectKilometres: isSuspect ? 14 : null,
    });
  }
  return { vehicleId, fromMs, toMs, keptMinutes: 60, timeScale: 1, samples };
}
