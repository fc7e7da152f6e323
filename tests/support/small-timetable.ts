/** One line of GTFS with both directions, four stops 1.5 km apart to the east on 48°N, every quarter of an hour, in Paris. */
const STOPS = ['Gare', 'Mairie', 'Marché', 'Port'];
const METRES_PER_DEGREE = 74_400;
export const STOP_METRES = 1_500;
export const LINE_METRES = STOP_METRES * 3;
/** Seconds from stop to stop. */
const STEP = 240;

const clock = (seconds: number) =>
  [seconds / 3_600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');

/** Where the line is at some metres from its beginning. */
export function placeOnLine(metres: number): { longitude: number; latitude: number } {
  return { longitude: 2 + metres / METRES_PER_DEGREE, latitude: 48 };
}

/** @param more tables that replace these, or are added; undefined takes one out */
export function smallTimetable(more: Record<string, string | undefined> = {}): Record<string, string> {
  const trips = Array.from({ length: 12 }, (_, index) => [`out${index}`, `back${index}`]).flat();
  const rows = trips.map(
    (trip) =>
      `${trip},A,week,${trip.startsWith('out') ? 0 : 1},${trip.startsWith('out') ? 'Port' : 'Gare'},${trip.startsWith('out') ? 'there' : 'return'}`,
  );
  const times = trips.flatMap((trip) => {
    const start = 8 * 3_600 + Number(trip.replace(/\D/g, '')) * 900;
    return STOPS.map((_, at) => {
      const stop = trip.startsWith('out') ? at : STOPS.length - 1 - at;
      // The second stop has no times: they are filled in.
      const time = at === 1 ? '' : clock(start + at * STEP);
      return `${trip},${time},${time},s${stop},${at + 1}`;
    });
  });
  const shape = (id: string, metres: number[]) =>
    metres.map((each, at) => `${id},48,${placeOnLine(each).longitude},${at}`);
  const tables: Record<string, string | undefined> = {
    'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\n1,Someone,https://example.org,Europe/Paris\n',
    'routes.txt': 'route_id,route_short_name,route_long_name\nA,C1,Gare – Port\n',
    'calendar.txt':
      'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nweek,1,1,1,1,1,0,0,20260101,20261231\n',
    'trips.txt': `trip_id,route_id,service_id,direction_id,trip_headsign,shape_id\n${rows.join('\n')}\n`,
    'stops.txt': `stop_id,stop_name,stop_lat,stop_lon\n${STOPS.map((name, at) => `s${at},${name},48.0002,${placeOnLine(at * STOP_METRES).longitude}`).join('\n')}\n`,
    'stop_times.txt': `trip_id,arrival_time,departure_time,stop_id,stop_sequence\n${times.join('\n')}\n`,
    'shapes.txt': `shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n${[...shape('there', [0, 2_000, LINE_METRES]), ...shape('return', [LINE_METRES, 2_000, 0])].join('\n')}\n`,
    ...more,
  };
  return Object.fromEntries(
    Object.entries(tables).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  );
}
