import type { AlarmRow, MissionRow } from '../../shared/contract/index.ts';
import { DELAY_TOLERANCE_MS } from '../../shared/domain/index.ts';

export const MARK_KINDS = ['alarm', 'planned', 'started', 'late'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

/** Something that happened, or was to happen, at an instant of a bar. */
export interface TimeMark {
  readonly key: string;
  readonly kind: MarkKind;
  readonly atMs: number;
  /** What it is of, such as a mission's reference, or the vehicle that an alarm is about. */
  readonly label: string;
}

/**
 * When missions were planned to start and did, as marks, in the order of time. One that started late, or not at all though it is due, is
 * marked as late when it was five minutes behind its plan.
 * @param nowMs of the missions' own time
 */
export function missionMarks(missions: readonly MissionRow[], nowMs: number): TimeMark[] {
  return missions
    .flatMap(({ id, reference, plannedStartAt, actualStartAt, status }): TimeMark[] => {
      if (status === 'cancelled') return [];
      const plannedMs = Date.parse(plannedStartAt);
      const actualMs = actualStartAt === null ? null : Date.parse(actualStartAt);
      const mark = (kind: MarkKind, atMs: number): TimeMark => ({ key: `${id} ${kind}`, kind, atMs, label: reference });
      const isLate = (actualMs ?? nowMs) - plannedMs >= DELAY_TOLERANCE_MS;
      return [
        mark('planned', plannedMs),
        ...(actualMs === null ? [] : [mark('started', actualMs)]),
        ...(isLate ? [mark('late', plannedMs + DELAY_TOLERANCE_MS)] : []),
      ];
    })
    .toSorted((one, other) => one.atMs - other.atMs);
}

/** When alarms were raised, as marks. */
export function alarmMarks(alarms: readonly Pick<AlarmRow, 'id' | 'subject' | 'raisedAt'>[]): TimeMark[] {
  return alarms.map(({ id, subject, raisedAt }) => ({
    ...{ key: `${id} alarm`, kind: 'alarm', atMs: Date.parse(raisedAt), label: subject },
  }));
}

/** The nearest mark after an instant, or before it; undefined where there is none. */
export function nextMark(marks: readonly TimeMark[], atMs: number, direction: 1 | -1): TimeMark | undefined {
  // A second either way is the same instant to a person.
  return direction === 1
    ? marks.find((mark) => mark.atMs > atMs + 999)
    : marks.findLast((mark) => mark.atMs < atMs - 999);
}
