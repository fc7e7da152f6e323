import { z } from 'zod';
import type { Alarm } from './alarm.ts';
import { type AlarmPeriod, DAY_STARTS, DEFAULT_SHIFT_STARTS, periodsOf } from './alarm-periods.ts';
import { ALARM_PRIORITIES, alarmKind, type AlarmPriority, alarmPriority } from './alarm-rule.ts';
import { FLOOD_BEGINS_ABOVE, FLOOD_WINDOW_MS } from './flood.ts';
import type { TimeZone } from '../billing/local-time.ts';
import { mostWithin } from './most-within.ts';

/** An alarm that has held for longer is stale: 24 hours (EEMUA 191, ISA-18.2). */
export const STALE_AFTER_MS = 24 * 3_600_000;
/** So many by one rule about one subject within a minute chatter (ISA-18.2: three or more). */
export const CHATTERS_FROM = 3;
const CHATTER_WINDOW_MS = 60_000;
const MOST_WORST = 10;

/** Shares that EEMUA 191 recommends, apart from the critical ones: of these there are to be about twenty in all, whatever the rest. */
export const RECOMMENDED_SHARES: Readonly<Record<Exclude<AlarmPriority, 'critical'>, number>> = {
  high: 0.05,
  medium: 0.15,
  low: 0.8,
};
export const RECOMMENDED_CRITICAL = 20;

const count = z.int().nonnegative();
const rates = z.object({
  announced: count,
  /** Alarms in ten minutes: the mean, and the most in any ten minutes (OPC 10000-9 AverageAlarmRate, MaximumAlarmRate). */
  averageRate: z.number().nonnegative(),
  maximumRate: count,
  /** Share of time, in steps of ten minutes from the beginning, in which there were more than ten alarms. */
  floodShare: z.number().min(0).max(1),
});

export const alarmOffender = z.object({
  ruleId: z.guid(),
  ruleName: z.string(),
  kind: alarmKind,
  subjectKind: z.string(),
  subjectId: z.string(),
  announced: count,
  /** Of all that was announced. */
  share: z.number().min(0).max(1),
});

export const alarmFigures = rates.extend({
  fromMs: z.number(),
  toMs: z.number(),
  /** In the ten minutes before the end (OPC 10000-9 CurrentAlarmRate). */
  currentRate: count,
  /** At the end: alarms that hold, and those that nobody has acknowledged (OPC 10000-9 MaximumActiveState and MaximumUnAck tell how long; here: how many). */
  standing: count,
  unacknowledged: count,
  shelved: count,
  suppressed: count,
  stale: count,
  /** Longest time that one holds, and that one waits for an acknowledge, seconds (OPC 10000-9 MaximumActiveState, MaximumUnAck). */
  longestActiveSeconds: z.number().nonnegative(),
  longestUnacknowledgedSeconds: z.number().nonnegative(),
  /** Pairs of a rule and a subject that chattered in the span, the worst minute of each counted (OPC 10000-9 MaximumReAlarmCount: the most). */
  chattering: z.array(alarmOffender.extend({ mostInAMinute: count })),
  worst: z.array(alarmOffender).max(MOST_WORST),
  /** Median time from raised to acknowledged, seconds; null: none was. */
  medianAcknowledgeSeconds: z.number().nonnegative().nullable(),
  /** Shares among the alarms that are not critical; `recommended` is null of the critical ones. */
  byPriority: z.array(
    z.object({
      priority: alarmPriority,
      announced: count,
      share: z.number().nullable(),
      recommended: z.number().nullable(),
    }),
  ),
  byShift: z.array(rates.extend({ label: z.string(), fromMs: z.number(), toMs: z.number() })),
  byDay: z.array(rates.extend({ label: z.string(), fromMs: z.number(), toMs: z.number() })),
});
export type AlarmFigures = z.infer<typeof alarmFigures>;
export type AlarmOffender = z.infer<typeof alarmOffender>;

export interface FiguresSpan {
  fromMs: number;
  /** Now, or the end of a span that is over: what stands is as it was known when the alarms were read. */
  toMs: number;
  zone: TimeZone;
  shiftStarts?: readonly number[];
}

type Counted = Alarm & { readonly atMs: number };

/**
 * The figures of alarm management of a span of time. docs/alarms.md says what each is and where it comes from.
 * @param alarms all that were raised in the span, and all that are not closed; others are left out
 */
export function alarmFiguresOf(alarms: readonly Alarm[], span: FiguresSpan): AlarmFigures {
  const { fromMs, toMs, zone, shiftStarts = DEFAULT_SHIFT_STARTS } = span;
  const announced = alarms
    .filter(wasAnnounced)
    .map((alarm): Counted => ({ ...alarm, atMs: Date.parse(alarm.raisedAt) }))
    .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    .toSorted((one, other) => one.atMs - other.atMs);
  const times = announced.map(({ atMs }) => atMs);
  const ratesIn = (period: AlarmPeriod) => ({ ...period, ...ratesOf(times, period) });
  return {
    ...{ fromMs, toMs, ...ratesOf(times, { fromMs, toMs }) },
    currentRate: times.filter((atMs) => atMs > toMs - FLOOD_WINDOW_MS).length,
    ...standingOf(alarms, toMs),
    ...offendersOf(announced),
    medianAcknowledgeSeconds: medianAcknowledge(announced),
    byPriority: sharesOf(announced),
    byShift: periodsOf(span, shiftStarts, zone).map(ratesIn),
    byDay: periodsOf(span, DAY_STARTS, zone).map(ratesIn),
  };
}

/** Whether operators were told of it, ever: late ones are history, and those that another explained to the end were never shown. */
function wasAnnounced({ late, causeId, suppressedBy }: Alarm): boolean {
  return !late && (causeId === null || suppressedBy === null);
}

/** @param times UTC ms, in order */
function ratesOf(times: readonly number[], { fromMs, toMs }: { fromMs: number; toMs: number }): z.infer<typeof rates> {
  const within = times.filter((atMs) => atMs >= fromMs && atMs < toMs);
  const steps = Math.max(1, Math.ceil((toMs - fromMs) / FLOOD_WINDOW_MS));
  const perStep = new Uint32Array(steps);
  for (const atMs of within) {
    const step = Math.floor((atMs - fromMs) / FLOOD_WINDOW_MS);
    perStep[step] = (perStep[step] ?? 0) + 1;
  }
  const inFlood = perStep.filter((each) => each > FLOOD_BEGINS_ABOVE).length;
  return {
    announced: within.length,
    averageRate: toMs > fromMs ? (within.length * FLOOD_WINDOW_MS) / (toMs - fromMs) : 0,
    maximumRate: mostWithin(within, FLOOD_WINDOW_MS),
    floodShare: inFlood / steps,
  };
}

function standingOf(alarms: readonly Alarm[], nowMs: number) {
  const open = alarms.filter(({ closedAt }) => closedAt === null);
  const hidden = (until: string | null) => until === null || nowMs < Date.parse(until);
  const shelved = open.filter(({ shelvedUntil }) => shelvedUntil !== null && hidden(shelvedUntil));
  const suppressed = open.filter(
    ({ suppressedBy, suppressedUntil }) => suppressedBy !== null && hidden(suppressedUntil),
  );
  const active = open.filter(({ returnedAt }) => returnedAt === null);
  const isHidden = new Set([...shelved, ...suppressed]);
  const unacknowledged = open.filter((alarm) => alarm.acknowledgedAt === null && !isHidden.has(alarm));
  const longest = (some: readonly Alarm[]) =>
    some.reduce((most, { raisedAt }) => Math.max(most, (nowMs - Date.parse(raisedAt)) / 1000), 0);
  return {
    ...{ standing: active.length, unacknowledged: unacknowledged.length },
    ...{ shelved: shelved.length, suppressed: suppressed.length },
    stale: active.filter(({ raisedAt }) => nowMs - Date.parse(raisedAt) > STALE_AFTER_MS).length,
    ...{ longestActiveSeconds: longest(active), longestUnacknowledgedSeconds: longest(unacknowledged) },
  };
}

function offendersOf(announced: readonly Counted[]): Pick<AlarmFigures, 'worst' | 'chattering'> {
  const pairs = new Map<string, Counted[]>();
  for (const alarm of announced) {
    const key = JSON.stringify([alarm.ruleId, alarm.subjectKind, alarm.subjectId]);
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, [alarm]);
    else pair.push(alarm);
  }
  const offenders = [...pairs.values()]
    .flatMap((pair) => {
      const [one] = pair;
      if (one === undefined) return [];
      const { ruleId, ruleName, kind, subjectKind, subjectId } = one;
      const mostInAMinute = mostWithin(
        pair.map(({ atMs }) => atMs),
        CHATTER_WINDOW_MS,
      );
      const share = pair.length / announced.length;
      return [{ ruleId, ruleName, kind, subjectKind, subjectId, announced: pair.length, share, mostInAMinute }];
    })
    .toSorted((one, other) => other.announced - one.announced || (one.subjectId < other.subjectId ? -1 : 1));
  return {
    worst: offenders.slice(0, MOST_WORST).map((offender) => {
      const { mostInAMinute: _, ...worst } = offender;
      return worst;
    }),
    chattering: offenders.filter(({ mostInAMinute }) => mostInAMinute >= CHATTERS_FROM),
  };
}

function medianAcknowledge(announced: readonly Counted[]): number | null {
  const seconds = announced
    .flatMap(({ acknowledgedAt, atMs }) =>
      acknowledgedAt === null ? [] : Math.max(0, (Date.parse(acknowledgedAt) - atMs) / 1000),
    )
    .toSorted((one, other) => one - other);
  const middle = seconds.length / 2;
  if (seconds.length === 0) return null;
  return ((seconds[Math.floor(middle)] ?? 0) + (seconds[Math.ceil(middle) - 1] ?? 0)) / 2;
}

function sharesOf(announced: readonly Counted[]): AlarmFigures['byPriority'] {
  const counts = new Map<AlarmPriority, number>(ALARM_PRIORITIES.map((priority) => [priority, 0]));
  for (const { priority } of announced) counts.set(priority, (counts.get(priority) ?? 0) + 1);
  const uncritical = announced.length - (counts.get('critical') ?? 0);
  return [...counts].map(([priority, found]) => {
    const isCritical = priority === 'critical';
    const share = isCritical || uncritical === 0 ? null : found / uncritical;
    return { priority, announced: found, share, recommended: isCritical ? null : RECOMMENDED_SHARES[priority] };
  });
}
