import { useEffect, useRef, useState } from 'react';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { VigieContract } from '../../shared/contract/index.ts';
import type { Disposer } from '../../shared/domain/index.ts';
import type { ResultOf } from '../../shared/rpc/index.ts';
import { useServices } from '../stores/services.tsx';
import { useMissionTime } from '../stores/mission-clock.ts';

export type MissionCounts = ResultOf<VigieContract, 'missions.summary'>;

const ENTITIES: ReadonlySet<SyncEntity> = new Set(['mission']);
/** Missions grow late though none changes. Milliseconds. */
const PERIOD_MS = 15_000;
/** Changes that follow one another faster than this are counted together. */
const PAUSE_MS = 1_000;

/** How the missions stand now: asked at each change and every 15 s. Undefined before the first answer. */
export function useMissionSummary(): MissionCounts | undefined {
  const { connection, clock } = useServices();
  const [counts, setCounts] = useState<MissionCounts>();
  const missionTime = useMissionTime();
  const latest = useRef(missionTime);
  useEffect(() => {
    latest.current = missionTime;
  });

  useEffect(() => {
    const controller = new AbortController();
    let stopTimer: Disposer = () => undefined;
    let soon = false;
    const ask = () => {
      soon = false;
      stopTimer();
      stopTimer = clock.after(PERIOD_MS, ask);
      const nowMs = Math.round(latest.current);
      connection.client.request('missions.summary', { nowMs }, { signal: controller.signal }).then(
        (answer) => {
          if (!controller.signal.aborted) setCounts(answer);
        },
        () => undefined, // The figures stand; the banner says why they do not move, and the next turn asks again.
      );
    };
    // While changes go on and on, the first of them sets the time.
    const askSoon = () => {
      if (soon) return;
      soon = true;
      stopTimer();
      stopTimer = clock.after(PAUSE_MS, ask);
    };
    const stopChanges = connection.client.on('data.changed', ({ entities }) => {
      if (entities.some((entity) => ENTITIES.has(entity))) askSoon();
    });
    const stopOpen = connection.onOpen(ask);
    return () => {
      controller.abort();
      stopTimer();
      stopChanges();
      stopOpen();
    };
  }, [connection, clock]);
  return counts;
}
