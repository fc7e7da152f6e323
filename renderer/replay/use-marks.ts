import { useEffect, useMemo, useState } from 'react';
import type { AlarmRow, MissionRow } from '../../shared/contract/index.ts';
import { missionTimeOf } from '../stores/mission-clock.ts';
import { useServices } from '../stores/services.tsx';
import { useLiveFleet } from '../supervision/index.ts';
import { alarmMarks, missionMarks, type TimeMark } from './marks.ts';
import type { Period } from './time-scale.ts';

/** As many of each as one page has. */
const MOST = 500;
/** A mission that starts late was planned before: by so much at most it is looked for. */
const BEFORE_MS = 2 * 3_600_000;

/** The marks of a period of the server's time. Asked anew when the period is another, to the minute, or missions or alarms change. */
export function useMarks(period: Period | undefined): readonly TimeMark[] {
  const { connection, clock, health } = useServices();
  const live = useLiveFleet();
  const [missions, setMissions] = useState<readonly MissionRow[]>([]);
  const [alarms, setAlarms] = useState<readonly AlarmRow[]>([]);
  const fromMs = period === undefined ? null : Math.floor(period.fromMs / 60_000) * 60_000;
  const toMs = period === undefined ? null : Math.ceil(period.toMs / 60_000) * 60_000;
  useEffect(() => {
    if (fromMs === null || toMs === null) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const askAlarms = () => {
      const filter = { view: 'history', fromMs, beforeMs: toMs } as const;
      const sort = { by: 'raisedAt', direction: 'descending' } as const;
      connection.client.request('alarms.page', { filter, sort, offset: 0, limit: MOST }, { signal }).then(
        ({ rows }) => {
          if (!signal.aborted) setAlarms(rows);
        },
        () => undefined, // The marks of before stand.
      );
    };
    const askMissions = () => {
      const toMission = missionTimeScale(health.state.getState(), clock.nowMs(), live.serverNowMs()).toMission;
      const start = { fromMs: Math.round(toMission(fromMs)) - BEFORE_MS, beforeMs: Math.round(toMission(toMs)) };
      const asked = { filter: { start }, offset: 0, limit: MOST };
      connection.client.request('missions.page', asked, { signal }).then(
        ({ rows }) => {
          if (!signal.aborted) setMissions(rows);
        },
        () => undefined, // The marks of before stand.
      );
    };
    const stopChanges = connection.client.on('data.changed', ({ entities }) => {
      if (entities.includes('mission')) askMissions();
      if (entities.includes('alarm')) askAlarms();
    });
    askMissions();
    askAlarms();
    return () => {
      controller.abort();
      stopChanges();
    };
  }, [connection, clock, health, live, fromMs, toMs]);
  return useMemo(() => {
    if (fromMs === null || toMs === null) return [];
    const { toInstant, nowMs } = missionTimeScale(health.state.getState(), clock.nowMs(), live.serverNowMs());
    const ofMissions = missionMarks(missions, nowMs).map((mark) => ({ ...mark, atMs: toInstant(mark.atMs) }));
    return [...ofMissions, ...alarmMarks(alarms)]
      .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
      .toSorted((one, other) => one.atMs - other.atMs);
  }, [missions, alarms, fromMs, toMs, health, clock, live]);
}

/** Missions are planned in the feed's own time, which is another than the server's where a recorded day is its feed. */
function missionTimeScale(state: Parameters<typeof missionTimeOf>[0], machineMs: number, serverMs: number) {
  const nowMs = missionTimeOf(state, machineMs);
  const feed = state.health?.feed ?? null;
  const speed = feed === null || feed.feedTimeMs === null || feed.speed <= 0 ? 1 : feed.speed;
  return {
    nowMs,
    toMission: (atMs: number) => nowMs + (atMs - serverMs) * speed,
    toInstant: (missionMs: number) => serverMs + (missionMs - nowMs) / speed,
  };
}
