import { useEffect, useState } from 'react';
import { useServices } from '../stores/services.tsx';
import { useIsReplay } from './fleet-context.tsx';
import { type AlarmedVehicles, NONE_ALARMED } from './map/index.ts';

/** Shelves end by the clock, and vehicles are heard for the first time: it is asked again so often. Milliseconds. */
const LOOK_EVERY_MS = 5_000;

/** The vehicles that the map marks: those with an alarm that is announced. What was known stands while the data host is away. None on a replaying map. */
export function useAlarmed(): AlarmedVehicles {
  const { connection, clock } = useServices();
  const isReplay = useIsReplay();
  const [alarmed, setAlarmed] = useState(NONE_ALARMED);
  useEffect(() => {
    const { client } = connection;
    let asking = new AbortController();
    let stopTimer = () => {};
    let told = '';
    const look = () => {
      stopTimer();
      stopTimer = clock.after(LOOK_EVERY_MS, look);
      asking.abort();
      asking = new AbortController();
      const { signal } = asking;
      client.request('alarms.vehicles', {}, { signal }).then(
        (answer) => {
          const text = JSON.stringify(answer);
          if (signal.aborted || text === told) return;
          told = text;
          setAlarmed({
            streamId: answer.streamId,
            bySlot: new Map(answer.vehicles.map(({ slot, ...alarm }) => [slot, alarm])),
          });
        },
        () => undefined, // The banner says why, and a new link asks again.
      );
    };
    const stops = [
      connection.onOpen(look),
      client.on('data.changed', ({ entities }) => {
        if (entities.includes('alarm')) look();
      }),
    ];
    return () => {
      stopTimer();
      asking.abort();
      for (const stop of stops) stop();
    };
  }, [connection, clock]);
  // Alarms are those of now, and no vehicle of a recording has them.
  return isReplay ? NONE_ALARMED : alarmed;
}
