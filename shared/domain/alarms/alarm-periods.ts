import type { TimeZone } from '../billing/local-time.ts';

const DAY_MS = 86_400_000;

/** When shifts begin, minutes after midnight on the operator's clock: 6, 14 and 22 o'clock. */
export const DEFAULT_SHIFT_STARTS: readonly number[] = [6 * 60, 14 * 60, 22 * 60];
export const DAY_STARTS: readonly number[] = [0];

/** A shift or a day, as far as it lies in what is looked at. UTC ms: from the first moment on, until before the second. */
export interface AlarmPeriod {
  /** When it begins on the operator's calendar and clock, `YYYY-MM-DD HH:MM`. */
  readonly label: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The shifts, or days, of a span of time, the oldest first. The first and the last may be cut by the span; each has the length that the clock
 * gives it, also where it is put forward or back.
 * @param starts minutes after midnight at which a period begins, at least one
 */
export function periodsOf(
  span: { fromMs: number; toMs: number },
  starts: readonly number[],
  zone: TimeZone,
): AlarmPeriod[] {
  const firstDay = Date.parse(zone.dayOf(span.fromMs)) - DAY_MS;
  const lastDay = Date.parse(zone.dayOf(span.toMs)) + DAY_MS;
  const begins: number[] = [];
  for (let day = firstDay; day <= lastDay; day += DAY_MS) {
    for (const minutes of starts.toSorted((one, other) => one - other)) begins.push(day + minutes * 60_000);
  }
  return begins.slice(0, -1).flatMap((wallMs, index) => {
    const fromMs = Math.max(span.fromMs, instantOf(wallMs, zone));
    const toMs = Math.min(span.toMs, instantOf(begins[index + 1] ?? wallMs, zone));
    const label = new Date(wallMs).toISOString().slice(0, 16).replace('T', ' ');
    return fromMs < toMs ? [{ label, fromMs, toMs }] : [];
  });
}

/** The instant at which a clock in the zone shows a time; in the hour that is left out, what it would have shown. */
function instantOf(wallMs: number, zone: TimeZone): number {
  const near = wallMs - zone.offsetMs(wallMs);
  return wallMs - zone.offsetMs(near);
}
