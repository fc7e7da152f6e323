import { useEffect, useState } from 'react';
import type { VehicleRow } from '../../../shared/contract/index.ts';
import type { Disposer } from '../../../shared/domain/index.ts';
import type { SlotOf } from '../../stores/selection.ts';
import { useServices } from '../../stores/services.tsx';
import { listFilterOf, placeOf, quietestSlots, SHOW_ALL, useFleet, useFleetStatus } from '../../supervision/index.ts';

export interface QuietVehicle extends VehicleRow {
  readonly place: SlotOf | null;
}

interface QuietAnswer {
  readonly rows: QuietVehicle[];
  readonly total: number;
}

/** The order changes as vehicles speak: it is asked again this often, ms. */
const PERIOD_MS = 5_000;
/** A recording may be played many times as fast. */
const REPLAY_PERIOD_MS = 1_000;

/** Those that are heard say how they are by themselves. */
const QUIET = { ...SHOW_ALL, ages: ['late', 'silent'] } as const;

/** The vehicles that are late or silent, for longest first, and how many such there are. Undefined before the first answer. */
export function useQuietestVehicles(limit: number): QuietAnswer | undefined {
  const fleet = useFleet();
  const { connection, clock } = useServices();
  const thresholds = useFleetStatus((status) => status.thresholds);
  const [answer, setAnswer] = useState<QuietAnswer>();
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const { client } = connection;
    async function askLive(): Promise<QuietAnswer> {
      const sort = { by: 'lastHeard', direction: 'ascending' } as const;
      const asked = { filter: listFilterOf(QUIET, thresholds), sort, offset: 0, limit };
      const { rows, total, streamId } = await client.request('vehicles.page', asked, { signal });
      return { rows: rows.map((row) => ({ ...row, place: placeOf(row, streamId) })), total };
    }
    /** The data host knows the order of now; that of the instant is in the frame. */
    async function askReplayed(): Promise<QuietAnswer> {
      const frame = fleet.frame();
      if (frame === undefined) return { rows: [], total: 0 };
      const { streamId } = frame;
      const slots = quietestSlots(frame, limit).filter((slot) => (fleet.ageMs(slot) ?? 0) >= thresholds.lateMs);
      const { rows } = await client.request('vehicles.bySlots', { streamId, slots }, { signal });
      const known = rows.flatMap((row) => (row === null ? [] : [{ ...row, place: placeOf(row, streamId) }]));
      const { late, silent } = fleet.status.getState().counts;
      return { rows: known, total: late + silent };
    }
    async function show(): Promise<void> {
      try {
        const next = await (fleet.source === 'live' ? askLive() : askReplayed());
        if (!signal.aborted) setAnswer(next);
      } catch {
        // The rows stand; the banner says why they do not change, and the next turn asks again.
      }
    }
    let stopTimer: Disposer = () => undefined;
    const ask = () => {
      stopTimer();
      stopTimer = clock.after(fleet.source === 'live' ? PERIOD_MS : REPLAY_PERIOD_MS, ask);
      void show();
    };
    const stopOpen = connection.onOpen(ask);
    return () => {
      controller.abort();
      stopTimer();
      stopOpen();
    };
  }, [connection, clock, fleet, limit, thresholds]);
  return answer;
}
