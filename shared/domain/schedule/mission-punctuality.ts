import type { MissionStatus } from '../mission.ts';
import { ON_TIME, type OnTime, timeliness } from './lateness.ts';

/** A mission as punctuality sees it. Times UTC ms. */
export interface TimedMission {
  readonly status: MissionStatus;
  readonly plannedStartMs: number;
  readonly plannedEndMs: number;
  readonly actualStartMs: number | null;
  readonly actualEndMs: number | null;
  readonly line: string | null;
  /** The same for all ways in which a line is written. */
  readonly lineKey: string | null;
  readonly driver: string | null;
  /** On which day it was planned to begin, by the calendar of who asks. */
  readonly day: string;
}

export const PUNCTUALITY_ENDS = ['start', 'end'] as const;
/** At which end of a mission it is looked whether it was on time. */
export type PunctualityEnd = (typeof PUNCTUALITY_ENDS)[number];

/** How many were on time. */
export interface PunctualityCounts {
  readonly onTime: number;
  readonly early: number;
  readonly late: number;
  /** Those of `late` that should have begun, or ended, and have not. */
  readonly outstanding: number;
  readonly cancelled: number;
  /** Planned in the time that is looked at, and neither due nor told of: they count for nothing. */
  readonly open: number;
}

export interface PunctualityGroup {
  readonly name: string | null;
  readonly counts: PunctualityCounts;
  /** Of all that are known: half are as late or later, ms; null: none is known. To the minute. */
  readonly medianMs: number | null;
}

/** By how much: bars from the first bound on, in minutes; the first and the last are open. */
export const PUNCTUALITY_BOUNDS = [-10, -5, -1, 0, 1, 3, 5, 10, 15, 30] as const;

export interface MissionPunctuality {
  readonly all: PunctualityGroup;
  /** As many as `PUNCTUALITY_BOUNDS` and one more. */
  readonly distribution: readonly number[];
  readonly byLine: readonly PunctualityGroup[];
  readonly byDriver: readonly PunctualityGroup[];
  readonly byDay: readonly PunctualityGroup[];
}

const MINUTE = 60_000;
/** Beyond these all are alike, minutes. */
const [EARLIEST, LATEST] = [-180, 360];

/** Share of those that are known to be on time or not; null: none is known. */
export function onTimeShare({ onTime, early, late }: PunctualityCounts): number | null {
  const known = onTime + early + late;
  return known === 0 ? null : onTime / known;
}

class Tally {
  /** What it is called: of several ways to write it the most frequent, of equals the first by the alphabet. */
  readonly #names = new Map<string, number>();
  readonly counts = { onTime: 0, early: 0, late: 0, outstanding: 0, cancelled: 0, open: 0 };
  readonly #minutes = new Uint32Array(LATEST - EARLIEST + 1);

  called(name: string | null): void {
    if (name !== null) this.#names.set(name, (this.#names.get(name) ?? 0) + 1);
  }
  name(): string | null {
    const [first] = [...this.#names].sort(([one, times], [other, often]) => often - times || (one < other ? -1 : 1));
    return first?.[0] ?? null;
  }
  add(lateMs: number, limits: OnTime): void {
    const key = timeliness(lateMs, limits);
    this.counts[key === 'on-time' ? 'onTime' : key] += 1;
    const minute = Math.max(EARLIEST, Math.min(LATEST, Math.round(lateMs / MINUTE)));
    this.#minutes[minute - EARLIEST] = (this.#minutes[minute - EARLIEST] ?? 0) + 1;
  }
  medianMs(): number | null {
    const known = this.counts.onTime + this.counts.early + this.counts.late;
    if (known === 0) return null;
    let passed = 0;
    const at = this.#minutes.findIndex((count) => (passed += count) * 2 >= known);
    return (at + EARLIEST) * MINUTE;
  }
}

/** Takes missions one by one, so that those of a month need not be held. */
export interface PunctualityTally {
  add(mission: TimedMission): void;
  result(): MissionPunctuality;
}

/**
 * The punctuality of missions at one end of them. What has not begun (or ended) and is past the limit is late by now, and counts. A mission
 * that was cancelled is neither.
 * @param nowMs the time that missions are planned in, UTC ms
 */
export function tallyPunctuality(end: PunctualityEnd, nowMs: number, limits: OnTime = ON_TIME): PunctualityTally {
  const all = new Tally();
  const distribution: number[] = Array.from({ length: PUNCTUALITY_BOUNDS.length + 1 }, () => 0);
  const [lines, drivers, days] = [0, 1, 2].map(() => new Map<string | null, Tally>());

  function tallies({ line, lineKey, driver, day }: TimedMission): Tally[] {
    const of = (map: Map<string | null, Tally> | undefined, key: string | null, name = key) => {
      const tally = map?.get(key) ?? new Tally();
      map?.set(key, tally);
      tally.called(name);
      return tally;
    };
    return [all, of(lines, lineKey, line), of(drivers, driver), of(days, day)];
  }

  return {
    add(mission) {
      const own = tallies(mission);
      if (mission.status === 'cancelled') {
        for (const { counts } of own) counts.cancelled += 1;
        return;
      }
      const { lateMs, isOutstanding } = latenessOf(mission, end, nowMs, limits);
      if (lateMs === null) {
        for (const { counts } of own) counts.open += 1;
        return;
      }
      const bar = PUNCTUALITY_BOUNDS.findLastIndex((bound) => lateMs >= bound * MINUTE) + 1;
      distribution[bar] = (distribution[bar] ?? 0) + 1;
      for (const tally of own) {
        tally.add(lateMs, limits);
        if (isOutstanding) tally.counts.outstanding += 1;
      }
    },
    result: () => ({
      all: groupOf(all),
      distribution,
      byLine: groupsOf(lines),
      byDriver: groupsOf(drivers),
      byDay: groupsOf(days),
    }),
  };
}

/** How late a mission was, or is by now; null where that cannot be told, or it is not due. */
function latenessOf(mission: TimedMission, end: PunctualityEnd, nowMs: number, limits: OnTime) {
  const plannedMs = end === 'start' ? mission.plannedStartMs : mission.plannedEndMs;
  const actualMs = end === 'start' ? mission.actualStartMs : mission.actualEndMs;
  if (actualMs !== null) return { lateMs: actualMs - plannedMs, isOutstanding: false };
  // It has happened, and nobody wrote down when.
  const isOver = mission.status === 'completed' || (end === 'start' && mission.status === 'in-progress');
  const byNowMs = nowMs - plannedMs;
  return isOver || byNowMs <= limits.lateMs
    ? { lateMs: null, isOutstanding: false }
    : { lateMs: byNowMs, isOutstanding: true };
}

function groupOf(tally: Tally): PunctualityGroup {
  return { name: tally.name(), counts: { ...tally.counts }, medianMs: tally.medianMs() };
}

function groupsOf(tallies: ReadonlyMap<string | null, Tally> | undefined): PunctualityGroup[] {
  return [...(tallies?.values() ?? [])].map(groupOf);
}
