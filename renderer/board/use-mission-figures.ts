import { useEffect, useState } from 'react';
import type { VigieContract } from '../../shared/contract/index.ts';
import type { Disposer } from '../../shared/domain/index.ts';
import type { ResultOf } from '../../shared/rpc/index.ts';
import { missionTimeOf } from '../stores/mission-clock.ts';
import { useServices } from '../stores/services.tsx';

export type MissionFigures = ResultOf<VigieContract, 'board.counts'>;

/** Missions grow late though none changes. Milliseconds. */
const PERIOD_MS = 15_000;
/** Changes that follow one another faster than this are counted together. */
const PAUSE_MS = 1_000;

/** How many missions are late, under way and done today: asked at each change and every 15 s. Undefined before the first answer. */
export function useMissionFigures(): MissionFigures | undefined {
  const { connection, clock, health } = useServices();
  const [figures, setFigures] = useState<MissionFigures>();
  useEffect(() => {
    const controller = new AbortController();
    let stopTimer: Disposer = () => undefined;
    let isSoon = false;
    const ask = () => {
      isSoon = false;
      stopTimer();
      stopTimer = clock.after(PERIOD_MS, ask);
      const nowMs = Math.round(missionTimeOf(health.state.getState(), clock.nowMs()));
      const asked = { nowMs, dayStartMs: startOfDay(nowMs) };
      connection.client.request('board.counts', asked, { signal: controller.signal }).then(
        (answer) => {
          if (!controller.signal.aborted) setFigures(answer);
        },
        () => undefined, // The figures stand; the banner says why they do not move, and the next turn asks again.
      );
    };
    // While changes go on and on, the first of them sets the time.
    const askSoon = () => {
      if (isSoon) return;
      isSoon = true;
      stopTimer();
      stopTimer = clock.after(PAUSE_MS, ask);
    };
    const stopChanges = connection.client.on('data.changed', ({ entities }) => {
      if (entities.includes('mission')) askSoon();
    });
    const stopOpen = connection.onOpen(ask);
    return () => {
      controller.abort();
      stopTimer();
      stopChanges();
      stopOpen();
    };
  }, [connection, clock, health]);
  return figures;
}

/** Midnight of this machine's time zone before a moment, UTC ms: an operator's day is the local one. */
export function startOfDay(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0);
}
