import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zipOf } from '../../backend/feeds/gtfs/zip-file.ts';
import { postPositionsResult } from '../../shared/api/index.ts';
import { type RunningBackend, startBackend } from './backend.ts';
import { type Clerk, startClerk } from './clerk.ts';

const MINUTE = 60_000;
const STOPS = [
  'Gare Part-Dieu',
  'Place Guichard',
  'Saxe – Gambetta',
  'Jean Macé',
  'Debourg',
  'Gerland',
  'Port Édouard',
  'Stade',
];
const STOP_METRES = 1_100;
const LENGTH = STOP_METRES * (STOPS.length - 1);
/** From end to end, and between two departures. */
const RUN_MS = 28 * MINUTE;
const EVERY_MS = 8 * MINUTE;
const FIX_MS = 20_000;

/** Where the line is: it bends on its way through the town. */
function placeAt(metres: number): { longitude: number; latitude: number } {
  return {
    longitude: 4.86 - (metres / 77_500) * 0.45 + Math.sin(metres / 1_800) * 0.004,
    latitude: 45.76 - (metres / 111_195) * 0.82,
  };
}

/** Vehicles of the line: which departure each drives (0: the one before an hour), and how late, ms, at a share of the way. */
const VEHICLES: readonly { departure: number; late: (share: number) => number }[] = [
  { departure: 1, late: () => 60_000 },
  { departure: 2, late: (share) => 9 * MINUTE * share },
  { departure: 3, late: (share) => -4 * MINUTE * share },
  { departure: 4, late: () => 30_000 },
  { departure: 5, late: (share) => 10 * MINUTE * share },
  { departure: 6, late: () => 0 },
];

export interface ScheduleScene {
  clerk: Clerk;
  running: RunningBackend;
  line: string;
  stop(): Promise<void>;
}

/**
 * A line with a timetable about now, and six vehicles on it, of which one is late, two run together and one is early: they were heard over the
 * last hour, and no mission tells which trip they are.
 */
export async function openScheduleScene(): Promise<ScheduleScene> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-schedule-scene-'));
  const nowMs = Date.now();
  const firstMs = Math.floor(nowMs / EVERY_MS) * EVERY_MS - 60 * MINUTE;
  const running = await startBackend();
  await running.backend.database.query(
    `insert into vehicles (code, label, kind, depot, line) select 'C1-' || i, 'Bus ' || i, 'bus', 'Gerland', 'C1' from generate_series(1, $1::int) as i`,
    [VEHICLES.length],
  );
  await addMissions(running, firstMs, nowMs);
  const token = await running.backend.tokenFor('ada', ['supervisor']);
  const clerk = await startClerk(path.join(folder, 'desktop'), { url: running.url, token }, { recording: true });
  while ((await clerk.window.request('schedule.lines', {})).lines.length === 0) await pause();
  await postFixes(running, firstMs, nowMs);
  await bringTimetable(clerk, firstMs);
  return {
    ...{ clerk, running, line: 'C1' },
    async stop() {
      await clerk.stop();
      await running.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Missions of other work of the day, for punctuality: each fifth late, each seventh not ended. */
async function addMissions(running: RunningBackend, firstMs: number, nowMs: number): Promise<void> {
  await running.backend.database.query(
    `insert into missions (reference, vehicle_id, driver, customer_name, origin_address, destination_address, planned_start_at, planned_end_at,
       actual_start_at, actual_end_at, status)
     select 'P-' || i, null, (array['Ana Morel', 'Luc Petit', 'Inès Roux'])[1 + i % 3], 'Ville', 'Dépôt', 'Gare', at, at + interval '20 min',
       at + late, case when i % 7 > 0 then at + interval '20 min' + late end, case when i % 7 > 0 then 'completed' else 'in-progress' end
     from generate_series(1, 60) as i,
       lateral (select to_timestamp($1::float8 / 1000) - i * interval '4 min' as at) as planned,
       lateral (select case when i % 5 = 0 then interval '9 min' else interval '1 min' * (i % 4) end as late) as lateness
     where at + late < to_timestamp($2::float8 / 1000)`,
    [firstMs, nowMs],
  );
}

async function postFixes(running: RunningBackend, firstMs: number, nowMs: number): Promise<void> {
  const positions = VEHICLES.flatMap(({ departure, late }, index) => {
    const beginMs = firstMs + departure * EVERY_MS;
    const fixes = [];
    for (let atMs = beginMs; atMs <= nowMs; atMs += FIX_MS) {
      // Where it is when it is as late as it is there, found in a few steps.
      let share = (atMs - beginMs) / RUN_MS;
      for (let step = 0; step < 6; step++) share = Math.max(0, (atMs - beginMs - late(share)) / RUN_MS);
      if (share > 1) break;
      fixes.push({ vehicle: `C1-${index + 1}`, ...placeAt(share * LENGTH), observedAtMs: atMs });
    }
    return fixes;
  });
  const body = JSON.stringify({ positions: positions.sort((a, b) => a.observedAtMs - b.observedAtMs) });
  for (;;) {
    const headers = { 'content-type': 'application/json' };
    const answer = await running.ask('/api/v2/positions', { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`positions were refused: ${answer.status} ${await answer.text()}`);
    const { refused } = postPositionsResult.parse(await answer.json());
    // Rows that another program wrote are heard of a moment later.
    if (refused['unknown-vehicle'] === undefined) return;
    await pause();
  }
}

async function bringTimetable(clerk: Clerk, firstMs: number): Promise<void> {
  const bytes = Buffer.from(zipOf(timetable(firstMs)));
  const { importId } = await clerk.window.request('ground.import.begin', {
    ...{ name: 'Réseau', fileName: 'network.zip', bytes: bytes.byteLength },
  });
  await clerk.window.request('ground.import.send', { importId, offset: 0, base64: bytes.toString('base64') });
  const { result } = await clerk.window.request('ground.import.finish', { importId });
  if (result !== 'imported') throw new Error('the timetable was refused');
}

/** In UTC, on the day of the first departure: times go beyond 24 hours by themselves. */
function timetable(firstMs: number): Record<string, string> {
  const midnightMs = Math.floor(firstMs / 86_400_000) * 86_400_000;
  const date = new Date(midnightMs).toISOString().slice(0, 10).replaceAll('-', '');
  const clock = (ms: number) =>
    [ms / 3_600_000, (ms / MINUTE) % 60, (ms / 1_000) % 60]
      .map((part) => String(Math.floor(part)).padStart(2, '0'))
      .join(':');
  const departures = Array.from({ length: 24 }, (_, index) => index);
  const ways = ['out', 'back'] as const;
  const times = ways.flatMap((way) =>
    departures.flatMap((index) =>
      STOPS.map((_, at) => {
        const time = clock(firstMs - midnightMs + index * EVERY_MS + (at / (STOPS.length - 1)) * RUN_MS);
        return `${way}${index + 1},${time},${time},s${way === 'out' ? at : STOPS.length - 1 - at},${at + 1}`;
      }),
    ),
  );
  const points = Array.from({ length: 78 }, (_, index) => placeAt((index / 77) * LENGTH));
  const shape = (id: string, along: typeof points) =>
    along.map(({ longitude, latitude }, at) => `${id},${latitude},${longitude},${at}`);
  const table = (head: string, rows: readonly string[]) => `${[head, ...rows].join('\n')}\n`;
  return {
    'agency.txt': table('agency_id,agency_name,agency_url,agency_timezone', ['1,Ville,https://example.org,UTC']),
    'routes.txt': table('route_id,route_short_name,route_long_name', ['A,C1,Part-Dieu – Stade']),
    'calendar_dates.txt': table('service_id,date,exception_type', [`day,${date},1`]),
    'trips.txt': table(
      'trip_id,route_id,service_id,direction_id,trip_headsign,shape_id',
      ways.flatMap((way) =>
        departures.map(
          (index) =>
            `${way}${index + 1},A,day,${way === 'out' ? 0 : 1},${way === 'out' ? 'Stade' : 'Gare Part-Dieu'},${way}`,
        ),
      ),
    ),
    'stops.txt': table(
      'stop_id,stop_name,stop_lat,stop_lon',
      STOPS.map((name, at) => {
        const { longitude, latitude } = placeAt(at * STOP_METRES);
        return `s${at},${name},${latitude},${longitude}`;
      }),
    ),
    'stop_times.txt': table('trip_id,arrival_time,departure_time,stop_id,stop_sequence', times),
    'shapes.txt': table('shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence', [
      ...shape('out', points),
      ...shape('back', points.toReversed()),
    ]),
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}
