import { dayName, dayOf, serviceDayStart, TimeZone } from '../../shared/domain/index.ts';
import type { Circuit, Trip } from './circuit.ts';
import type { Fleet } from './fleet.ts';
import { journeysOf } from './missions.ts';
import type { Vocabulary } from './network.ts';
import type { Point } from './path.ts';
import { hash, pick, PURPOSE } from './random.ts';

/** Where the network lies: its service days are those of the clocks there. */
const TIME_ZONE = 'Europe/Paris';
/** More vehicles would make a timetable that nobody imports for a trial; the first ones are the same for any size of fleet. */
const MOST_VEHICLES = 1_000;
/** Lines are those of vehicles that follow one. */
const LINE_KINDS = ['bus', 'tram', 'coach'];

interface TimedStop {
  place: Point;
  /** From the beginning of the trip. */
  arrivalSeconds: number;
  departureSeconds: number;
}

/** A way of a line: what the trips of one circuit between the same two ends have in common. */
interface Way {
  id: string;
  direction: 0 | 1;
  from: string;
  to: string;
  path: Point[];
  stops: TimedStop[];
}

/**
 * The timetable that the simulated lines follow, as tables of GTFS: what a back office plans as missions, with the stops in between. A
 * service is one day, since the rounds of vehicles are no even parts of one.
 * @returns the text of each table, by its name
 */
export function simulatedTimetable(
  fleet: Fleet,
  vocabulary: Vocabulary,
  span: { fromMs: number; toMs: number },
): Record<string, string> {
  const zone = new TimeZone(TIME_ZONE);
  const lines = new Map<string, { id: string; ways: Map<string, Way> }>();
  const days = new Set<number>();
  const [routes, trips, times, stops, shapes]: string[][] = [[], [], [], [], []];

  function wayOf(name: string, circuit: Circuit, trip: Trip, index: number): Way {
    const line = lines.get(name) ?? { id: `L${lines.size + 1}`, ways: new Map<string, Way>() };
    if (!lines.has(name)) routes?.push(row(line.id, name, '3'));
    lines.set(name, line);
    const key = `${trip.from}\n${trip.to}`;
    const known = line.ways.get(key);
    if (known !== undefined) return known;
    const id = `${line.id}-${line.ways.size + 1}`;
    const made: Way = {
      ...drivenWay(circuit, index),
      id,
      direction: line.ways.size === 0 ? 0 : 1,
      from: trip.from,
      to: trip.to,
    };
    line.ways.set(key, made);
    made.path.forEach(([longitude, latitude], at) => shapes?.push(row(id, degrees(latitude), degrees(longitude), at)));
    made.stops.forEach(({ place: [longitude, latitude] }, at) => {
      const isEnd = at === 0 || at === made.stops.length - 1;
      const between = pick(vocabulary.stops, hash(fleet.seed, PURPOSE.address, lines.size) + at);
      const stopName = isEnd ? (at === 0 ? trip.from : trip.to) : between;
      stops?.push(row(`${id}-${at}`, stopName, degrees(latitude), degrees(longitude)));
    });
    return made;
  }

  for (let vehicle = 0; vehicle < Math.min(fleet.count, MOST_VEHICLES); vehicle += 1) {
    const [duty, circuit] = [fleet.duties[vehicle], fleet.circuits[vehicle]];
    if (duty === undefined || circuit === undefined || duty.line === null || !LINE_KINDS.includes(duty.kind)) continue;
    for (const journey of journeysOf(fleet, vehicle, span.fromMs, span.toMs)) {
      const way = wayOf(duty.line, circuit, journey.trip, journey.index);
      const day = dayOf(journey.plannedStartMs, zone);
      days.add(day);
      const id = `${fleet.codes[vehicle] ?? ''}-${journey.round}-${journey.index}`;
      trips?.push(row(id, way.id.split('-')[0] ?? '', `D${day}`, way.direction, way.to, way.id));
      const start = (journey.plannedStartMs - serviceDayStart(day, zone)) / 1000;
      way.stops.forEach(({ arrivalSeconds, departureSeconds }, at) =>
        times?.push(row(id, clock(start + arrivalSeconds), clock(start + departureSeconds), `${way.id}-${at}`, at + 1)),
      );
    }
  }
  const table = (head: string, rows: readonly string[] | undefined) => `${[head, ...(rows ?? [])].join('\n')}\n`;
  return {
    'agency.txt': table('agency_id,agency_name,agency_url,agency_timezone', [
      row('1', 'Réseau simulé', 'https://example.org', TIME_ZONE),
    ]),
    'routes.txt': table('route_id,route_short_name,route_type', routes),
    'calendar_dates.txt': table(
      'service_id,date,exception_type',
      [...days].map((day) => row(`D${day}`, dayName(day).replaceAll('-', ''), 1)),
    ),
    'trips.txt': table('trip_id,route_id,service_id,direction_id,trip_headsign,shape_id', trips),
    'stops.txt': table('stop_id,stop_name,stop_lat,stop_lon', stops),
    'stop_times.txt': table('trip_id,arrival_time,departure_time,stop_id,stop_sequence', times),
    'shapes.txt': table('shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence', shapes),
  };
}

/** The path of a trip of a circuit, and where it waits: two knots at one place. */
function drivenWay({ trip, seconds, longitude, latitude }: Circuit, index: number): Pick<Way, 'path' | 'stops'> {
  const first = trip.indexOf(index);
  // The knot after the trip is where it ends; a round that ends with it closes with one of its own.
  const last = Math.min(trip.lastIndexOf(index) + 1, trip.length - 1);
  const begin = seconds[first] ?? 0;
  const path: Point[] = [];
  const stops: TimedStop[] = [];
  for (let knot = first; knot <= last; knot += 1) {
    const place: Point = [longitude[knot] ?? 0, latitude[knot] ?? 0];
    const before = path.at(-1);
    const elapsed = (seconds[knot] ?? 0) - begin;
    if (before?.[0] === place[0] && before[1] === place[1]) {
      const arrivalSeconds = (seconds[knot - 1] ?? 0) - begin;
      if (knot > first + 1) stops.push({ place, arrivalSeconds, departureSeconds: elapsed });
      continue;
    }
    path.push(place);
    if (knot === first || knot === last) stops.push({ place, arrivalSeconds: elapsed, departureSeconds: elapsed });
  }
  return { path, stops };
}

function degrees(value: number): string {
  return value.toFixed(6);
}

/** H:MM:SS of a service day, beyond 24 too. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${two(whole / 3600)}:${two((whole / 60) % 60)}:${two(whole % 60)}`;
}

function row(...cells: readonly (string | number)[]): string {
  return cells
    .map((cell) => (/[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell)))
    .join(',');
}
