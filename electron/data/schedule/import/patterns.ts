import type { PathPoint } from '../../../../shared/domain/index.ts';
import type { LeftOut } from '../../ground/import/import-error.ts';
import { NO_TIME } from './stop-times.ts';
import type { RouteEntry, Timetable } from './timetable.ts';
import type { TripRows } from './stop-times.ts';

/** A sequence of stops, and the trips that have it. */
export interface Pattern {
  stops: number[];
  trips: number[];
  direction: 0 | 1 | null;
}

/** Between the first and the last stop of a trip times may be missing: they are filled in by distance. Seconds of the service day. */
export interface TripTimes {
  arrivals: number[];
  departures: number[];
}

/** The stops of a trip with their times; null, and told, where it is none that could be driven. */
export function timesOfTrip(
  trip: number,
  { trips, stops }: Timetable,
  rows: TripRows,
  leftOut: LeftOut,
): { stops: number[]; times: TripTimes } | null {
  const own = rows.of(trip);
  const id = trips[trip]?.id ?? '';
  const refuse = (field: string, detail: string) => {
    leftOut.add({ code: 'bad-row', file: 'stop_times.txt', field, detail: `trip '${id}' ${detail}` });
    return null;
  };
  const sequence = [...own].map((row) => rows.stop(row));
  const places = sequence.map((stop) => stops[stop]?.place ?? null);
  if (sequence.length < 2) return refuse('trip_id', 'has fewer than two stops');
  if (places.some((place) => place === null)) return refuse('stop_id', 'stops where no place is known');
  const times = {
    arrivals: [...own].map((row) => rows.arrival(row)),
    departures: [...own].map((row) => rows.departure(row)),
  };
  if (times.departures[0] === NO_TIME || times.arrivals.at(-1) === NO_TIME) {
    return refuse('arrival_time', 'has no time at its first or last stop');
  }
  fillTimes(times, places as PathPoint[]);
  const isOrdered = times.arrivals.every(
    (arrival, at) => (times.departures[at] ?? 0) >= arrival && (at === 0 || arrival >= (times.departures[at - 1] ?? 0)),
  );
  return isOrdered ? { stops: sequence, times } : refuse('arrival_time', 'goes back in time');
}

function fillTimes({ arrivals, departures }: TripTimes, places: readonly PathPoint[]): void {
  const along = [0];
  for (let at = 1; at < places.length; at++) along.push((along[at - 1] ?? 0) + roughly(places[at - 1], places[at]));
  let known = 0;
  for (let at = 1; at < places.length; at++) {
    if (arrivals[at] === NO_TIME) continue;
    const [from, to] = [departures[known] ?? 0, arrivals[at] ?? 0];
    const length = (along[at] ?? 0) - (along[known] ?? 0);
    for (let between = known + 1; between < at; between++) {
      const done = (along[between] ?? 0) - (along[known] ?? 0);
      const share = length > 0 ? done / length : (between - known) / (at - known);
      arrivals[between] = departures[between] = Math.round(from + (to - from) * share);
    }
    known = at;
  }
}

/** In degrees of latitude: only shares of it are used. */
function roughly([fromX, fromY]: PathPoint = [0, 0], [toX, toY]: PathPoint = [0, 0]): number {
  return Math.hypot((toX - fromX) * Math.cos((fromY * Math.PI) / 180), toY - fromY);
}

/** The trips of a line by their stops, the pattern of most trips first; those that cannot be driven are left out. */
export function patternsOf(route: RouteEntry, timetable: Timetable, rows: TripRows, leftOut: LeftOut): Pattern[] {
  const patterns = new Map<string, Pattern>();
  for (const trip of route.trips) {
    const found = timesOfTrip(trip, timetable, rows, leftOut);
    if (found === null) continue;
    const direction = timetable.trips[trip]?.direction ?? null;
    const key = `${direction} ${found.stops.join(' ')}`;
    const pattern = patterns.get(key) ?? { stops: found.stops, trips: [], direction };
    patterns.set(key, pattern);
    pattern.trips.push(trip);
  }
  const all = [...patterns.values()].sort((a, b) => b.trips.length - a.trips.length);
  return all.map((pattern) => ({
    ...pattern,
    direction: pattern.direction ?? inferDirection(pattern, all[0], timetable),
  }));
}

/** Where the plan does not tell: the other way round than most trips, or the same, by the stops that both have, else by where they lead. */
function inferDirection(pattern: Pattern, main: Pattern | undefined, { stops }: Timetable): 0 | 1 {
  if (main === undefined || pattern === main) return 0;
  const shared = pattern.stops.map((stop) => main.stops.indexOf(stop)).filter((at) => at >= 0);
  const forwards = shared.slice(1).reduce((sum, at, index) => sum + Math.sign(at - (shared[index] ?? 0)), 0);
  if (forwards !== 0) return forwards > 0 ? 0 : 1;
  const way = ({ stops: [first = 0], stops: of }: Pattern) => {
    const [from, to] = [stops[first]?.place ?? [0, 0], stops[of.at(-1) ?? 0]?.place ?? [0, 0]];
    return [to[0] - from[0], to[1] - from[1]] as const;
  };
  const [own, mains] = [way(pattern), way(main)];
  return own[0] * mains[0] + own[1] * mains[1] < 0 ? 1 : 0;
}
