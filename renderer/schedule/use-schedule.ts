import { useCallback, useEffect } from 'react';
import { useStore } from 'zustand/react';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { ScheduleDiagram, ScheduleLine } from '../../shared/contract/index.ts';
import { type RecordHandle, useRecord } from '../lists/index.ts';
import { useMissionTime } from '../stores/mission-clock.ts';
import { useClient } from '../stores/services.tsx';
import { useInstant, useIsReplay } from '../supervision/index.ts';
import { type ScheduleModel, type ScheduleView, shownSpan } from './schedule-model.ts';

/** Missions and vehicles change by the second: what is shown is read again in steps, by the clock, ms. */
const STEP_MS = 15_000;
const NONE: readonly SyncEntity[] = [];
const OF_LINES: readonly SyncEntity[] = ['vehicle'];

/** The time that the schedule is at, UTC ms in steps: that of missions; of a window that replays, the instant that it shows. */
export function useScheduleTime(): number {
  const missions = useMissionTime();
  const instant = useInstant();
  const isReplay = useIsReplay();
  return Math.floor((isReplay ? instant : missions) / STEP_MS) * STEP_MS;
}

/** The lines that there are. Timetables come by an import, which tells nobody: they are read again when the panel is opened. */
export function useLines(): RecordHandle<readonly ScheduleLine[]> {
  const client = useClient();
  const read = useCallback(
    async (signal: AbortSignal) => (await client.request('schedule.lines', {}, { signal })).lines,
    [client],
  );
  const handle = useRecord('lines', read, OF_LINES);
  const { retry } = handle;
  useEffect(() => client.on('ground.changed', () => retry()), [client, retry]);
  return handle;
}

export interface ShownDiagram extends RecordHandle<ScheduleDiagram | null> {
  /** What is shown, UTC ms. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
}

/** The diagram of the line that is chosen; null while none is. The last one of a line stays until the next is there. */
export function useDiagram(model: ScheduleModel): ShownDiagram {
  return useDiagramOf(useStore(model));
}

/** The same of what is shown without being moved. */
export function useDiagramOf(view: Pick<ScheduleView, 'line' | 'direction' | 'fromMs' | 'spanMs'>): ShownDiagram {
  const client = useClient();
  const nowMs = useScheduleTime();
  const { line, direction } = view;
  const { fromMs, toMs } = shownSpan(view, nowMs);
  const read = useCallback(
    (signal: AbortSignal) =>
      line === null
        ? Promise.resolve(null)
        : client.request('schedule.diagram', { line, direction, fromMs, toMs, nowMs }, { signal }),
    [client, line, direction, fromMs, toMs, nowMs],
  );
  const handle = useRecord(`${line ?? ''}\n${direction ?? ''}`, read, NONE);
  return { ...handle, fromMs, toMs, nowMs };
}
