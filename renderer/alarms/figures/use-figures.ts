import { useCallback, useEffect } from 'react';
import type { SyncEntity } from '../../../shared/api/index.ts';
import type { AlarmFigures } from '../../../shared/domain/index.ts';
import { type RecordHandle, useRecord } from '../../lists/index.ts';
import { useClient, useNow, useServices } from '../../stores/services.tsx';

const HOUR_MS = 3_600_000;
/** Spans that can be asked for, hours: no longer than closed alarms stay on a desktop (KEPT_CLOSED_DAYS). */
export const FIGURE_HOURS = [8, 24, 168, 336] as const;
export type FigureHours = (typeof FIGURE_HOURS)[number];

/** Rates are those of now: they are read again so often, though nothing was changed. Milliseconds. */
const LOOK_EVERY_MS = 30_000;
/** Read at each beat and after an edit; not at each change, of which a flood has hundreds. */
const ENTITIES: readonly SyncEntity[] = [];

/** The figures of the last hours, by this computer's clock. */
export function useFigures(hours: FigureHours): RecordHandle<AlarmFigures> {
  const client = useClient();
  const { clock } = useServices();
  const read = useCallback(
    (signal: AbortSignal) => {
      const toMs = clock.nowMs();
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      return client.request('alarms.figures', { fromMs: toMs - hours * HOUR_MS, toMs, timeZone }, { signal });
    },
    [client, clock, hours],
  );
  const handle = useRecord(String(hours), read, ENTITIES);
  const { retry } = handle;
  const beat = Math.floor(useNow() / LOOK_EVERY_MS);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- each beat they are read again
  useEffect(() => retry(), [beat]);
  return handle;
}

/** Those of the last week, for what a priority is measured against; null while they are not known. */
export function useRecentFigures(): AlarmFigures | null {
  const { record } = useFigures(168);
  return record.state === 'ready' ? record.value : null;
}
