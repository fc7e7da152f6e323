import { z } from 'zod';
import type { TimeZone } from '../billing/local-time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TIME = /^\s*(\d{1,3}):([0-5]\d):([0-5]\d)\s*$/;
const DATE = /^(\d{4})(\d{2})(\d{2})$/;

/** `H:MM:SS` of GTFS in seconds from the beginning of the service day: 25:10:00 is ten past one on the next. Null: it is no such time. */
export function serviceSeconds(text: string): number | null {
  const [, hours, minutes, seconds] = TIME.exec(text) ?? [];
  return hours === undefined ? null : Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}

/** A calendar day as days since 1970-01-01; from `YYYYMMDD` of GTFS. Null: there is no such day. */
export function dayNumber(text: string): number | null {
  const [, year, month, day] = DATE.exec(text.trim()) ?? [];
  if (year === undefined) return null;
  const atMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const isReal = new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '') === text.trim();
  return isReal ? atMs / DAY_MS : null;
}

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
