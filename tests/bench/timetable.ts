// npm run bench -- timetable [--routes 800]: imports a network of that many lines with 84 trips of 30 stops each, in the importer's own thread, and
// looks meanwhile for how long the process that waits for it is held up.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { zipOf } from '../../backend/feeds/gtfs/zip-file.ts';
import { startImport } from '../../electron/data/ground/import/import-thread.ts';
import { readLinePlan, readPlanIndex } from '../../electron/data/schedule/plan-file.ts';

const STOPS = 30;
const TRIPS = 84;
const LOOK_MS = 10;
const { values } = parseArgs({ options: { routes: { type: 'string', default: '800' }, write: { type: 'string' } } });
const routes = Number(values.routes);
if (!Number.isSafeInteger(routes) || routes < 1 || routes > 5_000) throw new RangeError('--routes: give 1 to 5000');

if (values.write !== undefined) {
  writeFileSync(values.write, zipOf(network()));
  process.exit();
}
const folder = mkdtempSync(path.join(tmpdir(), 'vigie-timetable-'));
try {
  const file = path.join(folder, 'network.zip');
  // In a process of its own: what that takes is none of the import's.
  const own = fileURLToPath(import.meta.url);
  const { status } = spawnSync(process.execPath, [own, '--write', file, '--routes', values.routes], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the network could not be written');
  const planTarget = path.join(folder, 'network.plan');
  const began = performance.now();
  let [worstMs, last, mostBytes] = [0, began, 0];
  const looking = setInterval(() => {
    const now = performance.now();
    worstMs = Math.max(worstMs, now - last - LOOK_MS);
    last = now;
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
  }, LOOK_MS);
  const task = { file, fileName: 'network.zip', target: path.join(folder, 'network.geojson'), planTarget };
  const answer = await startImport(task).answer;
  clearInterval(looking);
  if (answer.result !== 'imported') throw new Error(`the network was not imported: ${JSON.stringify(answer)}`);
  const importMs = performance.now() - began;
  const index = await readPlanIndex(planTarget);
  const reads = [];
  for (const entry of index.slice(0, 50)) {
    const at = performance.now();
    await readLinePlan(planTarget, entry);
    reads.push(performance.now() - at);
  }
  const rounded = (value: number, digits = 0) => Number(value.toFixed(digits));
  console.log(
    JSON.stringify({
      ...{
        benchmark: 'timetable',
        stopTimes: routes * TRIPS * STOPS,
        lines: index.length,
        trips: answer.layer.plan?.trips,
      },
      ...{
        importSeconds: rounded(importMs / 1_000, 1),
        worstBlockMs: rounded(worstMs),
        mostMemoryMB: rounded(mostBytes / 1e6),
      },
      ...{ planMB: rounded(statSync(planTarget).size / 1e6, 1), lineMs: rounded(Math.max(...reads), 1) },
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function network(): Record<string, string> {
  const clock = (seconds: number) =>
    [seconds / 3_600, (seconds / 60) % 60, seconds % 60]
      .map((part) => String(Math.floor(part)).padStart(2, '0'))
      .join(':');
  const tables = {
    'agency.txt': ['agency_id,agency_name,agency_url,agency_timezone', '1,A,https://example.org,Europe/Paris'],
    'calendar.txt': [
      'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date',
      'w,1,1,1,1,1,1,1,20260101,20271231',
    ],
    'routes.txt': ['route_id,route_short_name,route_long_name'],
    'stops.txt': ['stop_id,stop_name,stop_lat,stop_lon'],
    'trips.txt': ['trip_id,route_id,service_id,direction_id,trip_headsign,shape_id'],
    'stop_times.txt': ['trip_id,arrival_time,departure_time,stop_id,stop_sequence'],
    'shapes.txt': ['shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence'],
  };
  for (let route = 0; route < routes; route++) {
    const [longitude, latitude] = [2 + (route % 40) * 0.05, 45 + Math.floor(route / 40) * 0.05];
    const bend = (at: number) => latitude + Math.sin(at) * 0.002;
    tables['routes.txt'].push(`r${route},${route},Line ${route}`);
    for (let stop = 0; stop < STOPS; stop++) {
      tables['stops.txt'].push(`r${route}s${stop},Stop ${stop},${bend(stop)},${longitude + stop * 0.004}`);
    }
    for (let point = 0; point < STOPS * 4; point++) {
      tables['shapes.txt'].push(`h${route},${bend(point / 4)},${longitude + point * 0.001},${point}`);
    }
    for (let trip = 0; trip < TRIPS; trip++) {
      tables['trips.txt'].push(`r${route}t${trip},r${route},w,${trip % 2},There,h${route}`);
      for (let at = 0; at < STOPS; at++) {
        const seconds = 5 * 3_600 + trip * 780 + at * (90 + (trip % 7) * 5);
        const stop = trip % 2 === 1 ? STOPS - 1 - at : at;
        tables['stop_times.txt'].push(
          `r${route}t${trip},${clock(seconds)},${clock(seconds + 15)},r${route}s${stop},${at}`,
        );
      }
    }
  }
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.join('\n')]));
}
