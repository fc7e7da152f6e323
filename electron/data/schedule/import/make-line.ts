import type { LinePlan, PathPoint, PlannedDirection } from '../../../../shared/domain/index.ts';
// Of the files that are used: the thread begins sooner without all of the domain.
import { linePath } from '../../../../shared/domain/schedule/line-path.ts';
import { stopsOnPath } from '../../../../shared/domain/schedule/stops-on-path.ts';
import type { LeftOut } from '../../ground/import/import-error.ts';
import { type Pattern, timesOfTrip } from './patterns.ts';
import type { TripRows } from './stop-times.ts';
import type { RouteEntry, Timetable } from './timetable.ts';

/** A pattern of so many of the trips may be the axis of a direction, though another has more: the longest of those is. */
const LEAST_SHARE = 0.1;

/** The pattern along which a direction is drawn. Trips that leave it are drawn where they are on it. */
export function axisOf(patterns: readonly Pattern[]): Pattern | undefined {
  const trips = patterns.reduce((sum, pattern) => sum + pattern.trips.length, 0);
  return patterns
    .filter((pattern) => pattern.trips.length >= trips * LEAST_SHARE)
    .reduce<Pattern | undefined>(
      (best, one) => (best === undefined || one.stops.length > best.stops.length ? one : best),
      undefined,
    );
}

/** The shape of a pattern's trips; '' where none has one. */
export function shapeOf(pattern: Pattern, { trips }: Timetable): string {
  return pattern.trips.map((trip) => trips[trip]?.shape ?? '').find((shape) => shape !== '') ?? '';
}

/** The plan of a line, of which both directions are along paths of their own; null where nothing of it can be drawn. */
export function makeLine(
  route: RouteEntry,
  patterns: readonly Pattern[],
  parts: { timetable: Timetable; rows: TripRows; shapes: ReadonlyMap<string, readonly PathPoint[]>; leftOut: LeftOut },
): LinePlan | null {
  const { timetable } = parts;
  const services = new Map<number, number>();
  const directions = ([0, 1] as const).flatMap((direction) => {
    const own = patterns.filter((pattern) => pattern.direction === direction);
    return own.length === 0 ? [] : (makeDirection(direction, route, own, services, parts) ?? []);
  });
  if (directions.length === 0) return null;
  const used = [...services.keys()].flatMap((service) => timetable.services[service] ?? []);
  return { name: route.name, timeZone: timetable.timeZone, services: used, directions };
}

function makeDirection(
  direction: 0 | 1,
  route: RouteEntry,
  patterns: readonly Pattern[],
  services: Map<number, number>,
  { timetable, rows, shapes, leftOut }: Parameters<typeof makeLine>[2],
): PlannedDirection | null {
  const axis = axisOf(patterns);
  if (axis === undefined) return null;
  const placesOf = (pattern: Pattern) => pattern.stops.flatMap((stop) => timetable.stops[stop]?.place ?? []);
  const places = ({ stops }: Pattern) =>
    stops.flatMap((stop) => [timetable.stops[stop]?.place ?? [0, 0]] as PathPoint[]);
  const shape = linePath(shapes.get(shapeOf(axis, timetable)) ?? []);
  const path = shape ?? linePath(places(axis));
  if (path === null || placesOf(axis).length < 2) {
    leftOut.add({ code: 'bad-row', file: 'shapes.txt', detail: `line '${route.name}' has a way of no length` });
    return null;
  }
  const axisMetres = stopsOnPath(path, places(axis));
  const profiles = createNumbered();
  const trips: PlannedDirection['trips'] = [];
  const onPath = patterns.map((pattern, at) => {
    for (const trip of pattern.trips) {
      const found = timesOfTrip(trip, timetable, rows, leftOut);
      const entry = timetable.trips[trip];
      const [start] = found?.times.departures ?? [];
      if (found === null || entry === undefined || start === undefined) continue;
      const { arrivals, departures } = found.times;
      const profile = profiles.indexOf(
        arrivals.flatMap((arrival, stop) => [stop === 0 ? 0 : arrival - start, (departures[stop] ?? arrival) - start]),
      );
      const service = services.get(entry.service) ?? services.size;
      services.set(entry.service, service);
      if (entry.repeats.length === 0) trips.push([entry.id, start, at, profile, service]);
      for (const seconds of entry.repeats) trips.push([`${entry.id} ${clock(seconds)}`, seconds, at, profile, service]);
    }
    return (pattern === axis ? axisMetres : stopsOnPath(path, places(pattern))).map((each) => each && rounded(each));
  });
  const stops = axis.stops.flatMap((stop, at) => {
    const metres = axisMetres[at];
    return metres == null ? [] : [{ name: timetable.stops[stop]?.name ?? '', metres: rounded(metres) }];
  });
  return {
    ...{ key: String(direction), name: headsignOf(axis, timetable) || (stops.at(-1)?.name ?? '') },
    path: path.points.map(([longitude, latitude]) => [longitude, latitude]),
    ...{ hasShape: shape !== null, lengthMetres: path.lengthMetres, stops },
    ...{ patterns: onPath, profiles: profiles.all(), trips: trips.sort((a, b) => a[1] - b[1]) },
  };
}

function headsignOf({ trips: own }: Pattern, { trips }: Timetable): string {
  return own.map((trip) => trips[trip]?.headsign ?? '').find((headsign) => headsign !== '') ?? '';
}

/** Lists of numbers, each kept once. */
function createNumbered() {
  const known = new Map<string, number>();
  const all: number[][] = [];
  return {
    indexOf(list: number[]): number {
      const key = list.join(' ');
      const at = known.get(key) ?? all.push(list) - 1;
      known.set(key, at);
      return at;
    },
    all: () => all,
  };
}

function clock(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${two(seconds / 3_600)}:${two((seconds / 60) % 60)}`;
}

function rounded(metres: number): number {
  return Math.round(metres * 10) / 10;
}
