import { z } from 'zod';
import type { TimeZone } from '../billing/local-time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** `YYYY-MM-DD` of a day number. */
export function dayName(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day number of an instant on the calendar of a time zone. */
export function dayOf(atMs: number, zone: TimeZone): number {
  return Math.floor((atMs + zone.offsetMs(atMs)) / DAY_MS);
}

/**
 * When the times of a service day count from, UTC ms: noon by the local clock less 12 hours (GTFS reference, "Time"). That is midnight but
 * on the two days of a year when clocks are changed, where it is an hour beside it, so that 08:00:00 is eight by the clock on each day.
 */
export function serviceDayStart(day: number, zone: TimeZone): number {
  const wallNoon = day * DAY_MS + 12 * HOUR_MS;
  const guess = wallNoon - zone.offsetMs(wallNoon);
  return wallNoon - zone.offsetMs(guess) - 12 * HOUR_MS;
}

/** On which days something runs: days of the week from Monday, within a span, days added and taken out. Day numbers. */
export const serviceCalendar = z.object({
  /** Bit 0: Mondays. */
  weekdays: z.number().int().min(0).max(127),
  from: z.number().int(),
  to: z.number().int(),
  added: z.array(z.number().int()),
  removed: z.array(z.number().int()),
});
export type ServiceCalendar = z.infer<typeof serviceCalendar>;

/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 3;

export function runsOn({ weekdays, from, to, added, removed }: ServiceCalendar, day: number): boolean {
  if (removed.includes(day)) return false;
  if (added.includes(day)) return true;
  const weekday = (((day + FIRST_WEEKDAY) % 7) + 7) % 7;
  return day >= from && day <= to && (weekdays & (1 << weekday)) !== 0;
}
