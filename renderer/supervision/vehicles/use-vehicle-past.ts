import { useCallback, useEffect, useRef } from 'react';
import { useStore } from 'zustand/react';
import type { SyncEntity, VehicleTrack } from '../../../shared/api/index.ts';
import type { MissionRow } from '../../../shared/contract/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import { type RecordHandle, useRecord } from '../../lists/index.ts';
import { missionTimeOf } from '../../stores/mission-clock.ts';
import { useServices } from '../../stores/services.tsx';
import { useFleet, useIsReplay } from '../fleet-context.tsx';

/** How often the last hour is asked for again while it is looked at, in milliseconds: a sample comes about so often. */
export const PERIOD_MS = 15_000;
/** Minutes of the vehicle's own time. */
export const PAST_MINUTES = 60;
const NO_ENTITIES: readonly SyncEntity[] = [];
const MISSIONS: readonly SyncEntity[] = ['mission'];

/** A track, and when this window read it (UTC ms by its own clock): what is not renewed is told by that. */
export interface ReadTrack extends VehicleTrack {
  readonly readAtMs: number;
}

/** Of a recording the last hour is read again when the instant is another by so much, ms: half a minute of its own time. */
const INSTANT_STEP_MS = 30_000;

/** The last hour of a vehicle, from the server: it is there only while the server is. Of a recording, the hour before the instant. */
export function useTrack(id: string): RecordHandle<ReadTrack> {
  const { connection, clock } = useServices();
  const fleet = useFleet();
  const isReplay = useIsReplay();
  const step = useStore(fleet.status, () => (isReplay ? Math.floor(fleet.serverNowMs() / INSTANT_STEP_MS) : 0));
  const read = useCallback(
    async (signal: AbortSignal) => {
      const { client } = connection;
      const minutes = PAST_MINUTES;
      // The step alone would be half a minute before what is shown.
      const atMs = step === 0 ? 0 : fleet.serverNowMs();
      const track = isReplay
        ? await client.request('recordings.track', { vehicleId: id, atMs, stretch: null, minutes }, { signal })
        : await client.request('vehicles.track', { id, minutes }, { signal });
      return { ...track, readAtMs: clock.nowMs() };
    },
    [connection, clock, fleet, isReplay, id, step],
  );
  const handle = useRecord(id, read, NO_ENTITIES);
  usePeriod(clock, handle.retry);
  return handle;
}

/** The missions of a vehicle around now, from the cache: they are there without a server. */
export function useVehicleMissions(id: string): RecordHandle<{ around: MissionRow[]; next: MissionRow[] }> {
  const { connection, clock, health } = useServices();
  const read = useCallback(
    (signal: AbortSignal) => {
      const nowMs = Math.round(missionTimeOf(health.state.getState(), clock.nowMs()));
      return connection.client.request('vehicles.missions', { id, nowMs }, { signal });
    },
    [connection, clock, health, id],
  );
  const handle = useRecord(id, read, MISSIONS);
  usePeriod(clock, handle.retry);
  return handle;
}

/** Does something again and again, as it is at the time. */
function usePeriod(clock: Clock, action: () => void): void {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => {
    const beat = () => {
      latest.current();
      stop = clock.after(PERIOD_MS, beat);
    };
    let stop = clock.after(PERIOD_MS, beat);
    return () => stop();
  }, [clock]);
}
