import { useEffect, useState } from 'react';
import type { MissionRow } from '../../shared/contract/index.ts';
import { useSelection, useServices } from '../stores/services.tsx';

/** What this window was sent, as far as the board can mark it. */
export interface Sent {
  /** Undefined: no mission was sent, or it is not known yet. */
  readonly mission: MissionRow | undefined;
  /** Whether a row is what was sent, or a mission of the vehicle that was sent. */
  readonly isSent: (row: MissionRow) => boolean;
}

/** Follows the mission that was sent to this screen: read anew whenever missions or the names in them change. */
export function useSentMission(): Sent {
  const { connection } = useServices();
  const selected = useSelection((state) => state.selected);
  const missionId = selected?.panel === 'missions' ? selected.id : null;
  const vehicleId = selected?.panel === 'vehicles' ? selected.id : null;
  const [read, setRead] = useState<MissionRow>();
  useEffect(() => {
    if (missionId === null) return undefined;
    const { client } = connection;
    const controller = new AbortController();
    const { signal } = controller;
    const ask = () =>
      void client.request('missions.get', { id: missionId }, { signal }).then(
        (mission) => {
          if (!signal.aborted) setRead(mission);
        },
        () => undefined, // What was read stands; the banner says why, and a change or a new link asks again.
      );
    const stops = [
      connection.onOpen(ask),
      client.on('data.changed', ({ entities }) => {
        if (entities.some((entity) => entity === 'mission' || entity === 'vehicle' || entity === 'third-party')) ask();
      }),
    ];
    return () => {
      controller.abort();
      for (const stop of stops) stop();
    };
  }, [connection, missionId]);
  return {
    mission: missionId !== null && read?.id === missionId ? read : undefined,
    isSent: ({ id, vehicleId: of }) => id === missionId || (vehicleId !== null && of === vehicleId),
  };
}
