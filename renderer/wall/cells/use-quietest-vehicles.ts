import { useEffect, useState } from 'react';
import type { VehicleRow } from '../../../shared/contract/index.ts';
import type { Disposer } from '../../../shared/domain/index.ts';
import type { SlotOf } from '../../stores/selection.ts';
import { useServices } from '../../stores/services.tsx';
import { listFilterOf, placeOf, SHOW_ALL, useFleetStatus } from '../../supervision/index.ts';

export interface QuietVehicle extends VehicleRow {
  readonly place: SlotOf | null;
}

/** The order changes as vehicles speak: it is asked again this often, ms. */
const PERIOD_MS = 5_000;

/** Those that are heard say how they are by themselves. */
const QUIET = { ...SHOW_ALL, ages: ['late', 'silent'] } as const;

/** The vehicles that are late or silent, for longest first, and how many such there are. Undefined before the first answer. */
export function useQuietestVehicles(limit: number): { rows: QuietVehicle[]; total: number } | undefined {
  const { connection, clock } = useServices();
  const thresholds = useFleetStatus((status) => status.thresholds);
  const [answer, setAnswer] = useState<{ rows: QuietVehicle[]; total: number }>();
  useEffect(() => {
    const controller = new AbortController();
    let stopTimer: Disposer = () => undefined;
    const ask = () => {
      stopTimer();
      stopTimer = clock.after(PERIOD_MS, ask);
      const sort = { by: 'lastHeard', direction: 'ascending' } as const;
      const asked = { filter: listFilterOf(QUIET, thresholds), sort, offset: 0, limit };
      connection.client.request('vehicles.page', asked, { signal: controller.signal }).then(
        ({ rows, total, streamId }) => {
          if (controller.signal.aborted) return;
          setAnswer({ rows: rows.map((row) => ({ ...row, place: placeOf(row, streamId) })), total });
        },
        () => undefined, // The rows stand; the banner says why they do not change, and the next turn asks again.
      );
    };
    const stopOpen = connection.onOpen(ask);
    return () => {
      controller.abort();
      stopTimer();
      stopOpen();
    };
  }, [connection, clock, limit, thresholds]);
  return answer;
}
