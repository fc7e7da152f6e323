import type { PathPoint, ServiceCalendar } from '../../../../shared/domain/index.ts';
// Of the one file that is used: the thread begins sooner without all of the domain.
import { dayNumber, serviceSeconds } from '../../../../shared/domain/schedule/service-time.ts';
import { ImportError, type LeftOut } from '../../ground/import/import-error.ts';
import type { ZipTables } from '../../ground/import/zip-tables.ts';
import { NO_TIME, StopTimes } from './stop-times.ts';

/** Rows of `stop_times.txt` that are held at once, as numbers: a whole country has some. */
export const MOST_STOP_TIMES = 8_000_000;
/** Trips that are driven at even intervals are written out, one by one. */
const MOST_REPEATED = 300_000;
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const LONGEST_NAME = 200;

export interface RouteEntry {
  /** Its id, its short and its long name, as far as it has them. */
  names: string[];
  name: string;
  trips: number[];
}

export interface TripEntry {
  id: string;
  service: number;
  /** Null: the plan does not tell. */
  direction: 0 | 1 | null;
  headsign: string;
  shape: string;
  /** Seconds of the service day at which it is driven as well, where that is told by intervals. */
  repeats: number[];
}

export interface Timetable {
  timeZone: string;
  services: ServiceCalendar[];
  routes: RouteEntry[];
  trips: TripEntry[];
  stops: { name: string; place: PathPoint | null }[];
  times: StopTimes;
}

/** What must be there for a timetable. */
export const TIMETABLE_TABLES = ['routes.txt', 'trips.txt', 'stops.txt', 'stop_times.txt'] as const;

/**
 * Reads the timetable out of GTFS tables. Rows that mean nothing are left out and told.
 * @throws ImportError where a table cannot be read, or is larger than anything that is held
 */
export async function readTimetable(tables: ZipTables, leftOut: LeftOut): Promise<Timetable> {
  const services = await readServices(tables, leftOut);
  const routes = await readRoutes(tables);
  const trips = await readTrips(tables, leftOut, routes, services.indexOf);
  const stops = await readStops(tables);
  const times = await readStopTimes(tables, leftOut, trips.indexOf, stops.indexOf);
  if (tables.has('frequencies.txt')) await readFrequencies(tables, leftOut, trips);
  return {
    timeZone: await readTimeZone(tables, leftOut),
    ...{ services: services.all, routes: [...routes.values()], trips: trips.all, stops: stops.all, times },
  };
}

async function readTimeZone(tables: ZipTables, leftOut: LeftOut): Promise<string> {
  const file = 'agency.txt';
  const found: string[] = [];
  if (tables.has(file)) {
    const columns = { required: ['agency_timezone'], optional: [] } as const;
    await tables.read(file, columns, ({ agency_timezone }) => void found.push(agency_timezone));
  }
  const [name = ''] = found;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    const detail = `'${name}' is no time zone: the times of the plan are taken for UTC`;
    leftOut.add({ code: 'bad-row', file, line: 2, field: 'agency_timezone', detail });
    return 'UTC';
  }
}

async function readServices(tables: ZipTables, leftOut: LeftOut) {
  const all: ServiceCalendar[] = [];
  const indexOf = new Map<string, number>();
  const serviceOf = (id: string): ServiceCalendar => {
    const known = all[indexOf.get(id) ?? -1];
    if (known !== undefined) return known;
    const made: ServiceCalendar = { weekdays: 0, from: 0, to: 0, added: [], removed: [] };
    indexOf.set(id, all.push(made) - 1);
    return made;
  };
  if (tables.has('calendar.txt')) {
    const file = 'calendar.txt';
    const columns = { required: ['service_id', 'start_date', 'end_date', ...WEEKDAYS], optional: [] } as const;
    await tables.read(file, columns, (row, line) => {
      const [from, to] = [dayNumber(row.start_date), dayNumber(row.end_date)];
      if (from === null || to === null) {
        const field = from === null ? 'start_date' : 'end_date';
        return leftOut.add({ code: 'bad-row', file, line, field, detail: `'${row[field]}' is no date YYYYMMDD` });
      }
      const weekdays = WEEKDAYS.reduce((bits, name, at) => bits | (row[name] === '1' ? 1 << at : 0), 0);
      Object.assign(serviceOf(row.service_id), { weekdays, from, to });
      return undefined;
    });
  }
  if (tables.has('calendar_dates.txt')) {
    const file = 'calendar_dates.txt';
    const columns = { required: ['service_id', 'date', 'exception_type'], optional: [] } as const;
    await tables.read(file, columns, ({ service_id, date, exception_type }, line) => {
      const day = dayNumber(date);
      if (day === null) {
        return leftOut.add({ code: 'bad-row', file, line, field: 'date', detail: `'${date}' is no date YYYYMMDD` });
      }
      const { added, removed } = serviceOf(service_id);
      (exception_type === '2' ? removed : added).push(day);
      return undefined;
    });
  }
  return { all, indexOf };
}

async function readRoutes(tables: ZipTables): Promise<Map<string, RouteEntry>> {
  const routes = new Map<string, RouteEntry>();
  const columns = { required: ['route_id'], optional: ['route_short_name', 'route_long_name'] } as const;
  await tables.read('routes.txt', columns, ({ route_id, route_short_name: short, route_long_name: long }) => {
    const names = [...new Set([route_id, short, long, `${short} ${long}`.trim()])].filter((name) => name !== '');
    const name = (short === '' ? long : short) || route_id;
    routes.set(route_id, { names: names.map(cut), name: cut(name), trips: [] });
  });
  return routes;
}

async function readTrips(
  tables: ZipTables,
  leftOut: LeftOut,
  routes: ReadonlyMap<string, RouteEntry>,
  serviceOf: ReadonlyMap<string, number>,
) {
  const file = 'trips.txt';
  const all: TripEntry[] = [];
  const indexOf = new Map<string, number>();
  /** Of the many trips of a line few have a headsign or a shape of their own. */
  const known = new Map<string, string>();
  const shared = (text: string) => known.get(text) ?? (known.set(text, text), text);
  const columns = {
    required: ['trip_id', 'route_id', 'service_id'],
    optional: ['direction_id', 'trip_headsign', 'shape_id'],
  } as const;
  await tables.read(file, columns, (row, line) => {
    const route = routes.get(row.route_id);
    const service = serviceOf.get(row.service_id);
    if (route === undefined || service === undefined) {
      const field = route === undefined ? 'route_id' : 'service_id';
      return leftOut.add({ code: 'bad-row', file, line, field, detail: `'${row[field]}' is in no other table` });
    }
    const direction = row.direction_id === '0' ? 0 : row.direction_id === '1' ? 1 : null;
    const trip = all.push({
      ...{ id: cut(row.trip_id), service, direction, repeats: [] },
      ...{ headsign: shared(cut(row.trip_headsign)), shape: shared(row.shape_id) },
    });
    indexOf.set(row.trip_id, trip - 1);
    route.trips.push(trip - 1);
    return undefined;
  });
  return { all, indexOf };
}

async function readStops(tables: ZipTables) {
  const all: Timetable['stops'] = [];
  const indexOf = new Map<string, number>();
  const columns = { required: ['stop_id', 'stop_lat', 'stop_lon'], optional: ['stop_name'] } as const;
  await tables.read('stops.txt', columns, ({ stop_id, stop_lat, stop_lon, stop_name }) => {
    const place: PathPoint = [Number(stop_lon), Number(stop_lat)];
    const isPlace =
      stop_lat !== '' && Math.abs(place[0]) <= 180 && Math.abs(place[1]) <= 90 && place.some((each) => each !== 0);
    indexOf.set(stop_id, all.push({ name: cut(stop_name || stop_id), place: isPlace ? place : null }) - 1);
  });
  return { all, indexOf };
}

async function readStopTimes(
  tables: ZipTables,
  leftOut: LeftOut,
  tripOf: ReadonlyMap<string, number>,
  stopOf: ReadonlyMap<string, number>,
): Promise<StopTimes> {
  const file = 'stop_times.txt';
  const times = new StopTimes();
  const columns = {
    required: ['trip_id', 'stop_id', 'stop_sequence'],
    optional: ['arrival_time', 'departure_time'],
  } as const;
  await tables.read(file, columns, (row, line) => {
    const [trip, stop] = [tripOf.get(row.trip_id), stopOf.get(row.stop_id)];
    const sequence = Number(row.stop_sequence);
    if (trip === undefined || stop === undefined || !Number.isSafeInteger(sequence) || sequence < 0) {
      const field = trip === undefined ? 'trip_id' : stop === undefined ? 'stop_id' : 'stop_sequence';
      return leftOut.add({
        code: 'bad-row',
        file,
        line,
        field,
        detail: `'${row[field]}' is in no other table, or no number`,
      });
    }
    if (times.size >= MOST_STOP_TIMES) {
      throw new ImportError({ code: 'too-large', file, line, detail: `it has more than ${MOST_STOP_TIMES} rows` });
    }
    const time = (field: 'arrival_time' | 'departure_time') => {
      if (row[field] === '') return NO_TIME;
      const seconds = serviceSeconds(row[field]);
      if (seconds === null)
        leftOut.add({ code: 'bad-row', file, line, field, detail: `'${row[field]}' is no time H:MM:SS` });
      return seconds ?? NO_TIME;
    };
    const [arrival, departure] = [time('arrival_time'), time('departure_time')];
    times.add(
      trip,
      sequence,
      stop,
      arrival === NO_TIME ? departure : arrival,
      departure === NO_TIME ? arrival : departure,
    );
    return undefined;
  });
  return times;
}

async function readFrequencies(
  tables: ZipTables,
  leftOut: LeftOut,
  { all, indexOf }: { all: TripEntry[]; indexOf: ReadonlyMap<string, number> },
): Promise<void> {
  const file = 'frequencies.txt';
  let count = 0;
  const columns = { required: ['trip_id', 'start_time', 'end_time', 'headway_secs'], optional: [] } as const;
  await tables.read(file, columns, (row, line) => {
    const trip = all[indexOf.get(row.trip_id) ?? -1];
    const [from, to, every] = [serviceSeconds(row.start_time), serviceSeconds(row.end_time), Number(row.headway_secs)];
    if (trip === undefined || from === null || to === null || !(every >= 1)) {
      const detail = 'it names no trip, no span of time or no interval';
      return leftOut.add({ code: 'bad-row', file, line, detail });
    }
    for (let seconds = from; seconds < to; seconds += every) {
      if (++count > MOST_REPEATED) {
        throw new ImportError({ code: 'too-large', file, line, detail: `it makes more than ${MOST_REPEATED} trips` });
      }
      trip.repeats.push(Math.round(seconds));
    }
    return undefined;
  });
}

function cut(text: string): string {
  return text.slice(0, LONGEST_NAME);
}
