import { z } from 'zod';
import { TimeZone } from '../billing/local-time.ts';
import type { CoursePoint } from './course.ts';
import { dayName, dayOf, runsOn, serviceCalendar, serviceDayStart } from './service-day.ts';

const metres = z.number().nonnegative();
const index = z.number().int().nonnegative();

/** A line in one direction, as it is planned. All metres are along `path`, from its first point. */
export const plannedDirection = z.object({
  key: z.string(),
  /** Where it leads. */
  name: z.string(),
  path: z.array(z.tuple([z.number(), z.number()])).min(2),
  /** False: the plan has no shape, and the path goes straight from stop to stop. */
  hasShape: z.boolean(),
  lengthMetres: z.number().positive(),
  stops: z.array(z.object({ name: z.string(), metres })),
  /** Sequences of stops that trips have: where each stop is, null where it is not on the path. */
  patterns: z.array(z.array(metres.nullable())),
  /** Times that trips take: of each stop arrival and departure, seconds from the trip's first departure. */
  profiles: z.array(z.array(z.number().int())),
  /** Name of the trip, seconds of the service day of its first departure, its pattern, profile and service. */
  trips: z.array(z.tuple([z.string(), z.number().int(), index, index, index])),
});
export type PlannedDirection = z.infer<typeof plannedDirection>;

/** The plan of one line, as it was imported. */
export const linePlan = z.object({
  name: z.string(),
  /** IANA. */
  timeZone: z.string(),
  services: z.array(serviceCalendar),
  directions: z.array(plannedDirection),
});
export type LinePlan = z.infer<typeof linePlan>;

/** A planned journey on one day. */
export interface PlannedTrip {
  /** `YYYY-MM-DD NAME`: the service day and the trip. */
  readonly key: string;
  readonly label: string;
  readonly points: readonly CoursePoint[];
}

/** Trips of longer ago are not looked for: no trip takes so long, days. */
const MOST_DAYS_LONG = 4;
const DAY_SECONDS = 86_400;

/** The planned journeys of a direction that are under way at some time from `fromMs` to `toMs`, UTC ms, the earliest first. */
export function plannedTrips(plan: LinePlan, direction: PlannedDirection, fromMs: number, toMs: number): PlannedTrip[] {
  const zone = new TimeZone(plan.timeZone);
  const longest = longestSeconds(direction);
  const daysBack = Math.min(MOST_DAYS_LONG, Math.ceil(longest / DAY_SECONDS));
  const found: PlannedTrip[] = [];
  for (let day = dayOf(fromMs, zone) - daysBack; day <= dayOf(toMs, zone) + 1; day++) {
    const startMs = serviceDayStart(day, zone);
    const running = plan.services.map((service) => runsOn(service, day));
    for (const trip of direction.trips) {
      const [name, seconds, pattern, profile, service] = trip;
      const atMs = startMs + seconds * 1_000;
      if (running[service] !== true || atMs > toMs) continue;
      const points = pointsOf(direction.patterns[pattern] ?? [], direction.profiles[profile] ?? [], atMs);
      const [first, last] = [points[0], points.at(-1)];
      if (first === undefined || last === undefined || last.metres <= first.metres || last.atMs < fromMs) continue;
      found.push({ key: `${dayName(day)} ${name}`, label: name, points });
    }
  }
  return found.sort((a, b) => (a.points[0]?.atMs ?? 0) - (b.points[0]?.atMs ?? 0));
}

function longestSeconds({ trips, profiles }: PlannedDirection): number {
  return trips.reduce((most, [, seconds, , profile]) => Math.max(most, seconds + (profiles[profile]?.at(-1) ?? 0)), 0);
}

function pointsOf(pattern: readonly (number | null)[], profile: readonly number[], startMs: number): CoursePoint[] {
  return pattern.flatMap((place, stop): CoursePoint[] => {
    const [arrival, departure] = [profile[2 * stop], profile[2 * stop + 1]];
    if (place === null || arrival === undefined || departure === undefined) return [];
    const reached = { atMs: startMs + arrival * 1_000, metres: place };
    return departure === arrival ? [reached] : [reached, { atMs: startMs + departure * 1_000, metres: place }];
  });
}
