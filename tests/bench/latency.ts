/**
 * `npm run bench -- latency`: from a fix that is posted to `/api/v2/positions` of a real service to a pixel that has changed for it in
 * the built console, by way of a real data host, with 100, 3,000, 10,000 and 100,000 vehicles that each send a fix a second. Software
 * GPU. See docs/benchmarks.md.
 *
 *   npm run bench -- latency [VEHICLES...]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../backend/database/migrate.ts';
import { openDatabase } from '../../backend/database/open-database.ts';
import { insertRows } from '../support/business-rows.ts';
import { silentLog } from '../support/silent-log.ts';
import { ALONE, fixOf } from './latency/places.ts';
import { postPositions } from './latency/post-positions.ts';
import { type LatencyWindow, openLatencyWindow } from './latency/window.ts';
import { type Program, startProgram } from './stream/processes.ts';
import { buildWindows } from './support/built-windows.ts';
import { processorSeconds } from './support/chromium.ts';
import { median, round } from './support/runs.ts';

const root = path.join(import.meta.dirname, '../..');
const SIZES = [100, 3_000, 10_000, 100_000];
const SAMPLES = 25;
const SETTLE_MS = 6_000;
const GOAL = { vehicles: 10_000, p95Ms: 500 };

interface Service {
  url: string;
  token: string;
  backend: Program;
  preview: Program;
  /** Opens the console, once. */
  link: string;
  end(): Promise<void>;
}

async function start(folder: string, vehicles: number): Promise<Service> {
  const data = path.join(folder, 'backend');
  const progress = () => undefined;
  const database = await openDatabase({ databaseUrl: undefined, dataFolder: data, log: silentLog, progress });
  await migrate(database, 'up', silentLog);
  await insertRows(database, { vehicles: Math.max(100, vehicles) });
  await database.close();
  const serve = ['serve', '--port', '0', '--data', data, '--no-feed'];
  const backend = startProgram(path.join(root, 'backend/cli.ts'), serve);
  const { url, token } = await backend.line<{ url: string; token: string }>((line) => line['event'] === 'ready');
  const args = ['--server', url, '--data', path.join(folder, 'desktop')];
  const env = { VIGIE_SERVER_TOKEN: token };
  const preview = startProgram(path.join(root, 'electron/preview/main.ts'), args, env);
  const { url: link } = await preview.line<{ url: string }>((line) => line['event'] === 'ready');
  return {
    ...{ url, token, backend, preview, link },
    async end() {
      await preview.end();
      await backend.end();
    },
  };
}

/** The lone vehicle changes its state with each fix, which its symbol shows; it stands. */
let isOnMission = false;
async function sample(service: Service, agent: http.Agent, window: LatencyWindow): Promise<number> {
  const { seen } = await window.watch();
  const sentAtMs = performance.timeOrigin + performance.now();
  const fix = { vehicle: 'LYO-1', ...ALONE, observedAtMs: Date.now(), speedMetresPerSecond: 0 };
  isOnMission = !isOnMission;
  const state = isOnMission ? 'on-mission' : 'out-of-service';
  await postPositions(agent, service.url, service.token, [{ ...fix, state }]);
  const tooLate = sleep(30_000, undefined, { ref: false }).then(() => {
    throw new Error('a fix was not seen within 30 s');
  });
  return (await Promise.race([seen, tooLate])) - sentAtMs;
}

async function measure(service: Service, agent: http.Agent, window: LatencyWindow, vehicles: number) {
  const poster = startProgram(path.join(import.meta.dirname, 'latency/fleet-poster.ts'), [
    ...[service.url, service.token],
    String(vehicles - 1),
  ]);
  try {
    await window.shows(vehicles);
    await sleep(SETTLE_MS);
    const before = await processors(service, window);
    const beganAtMs = performance.now();
    const latencies: number[] = [];
    for (let turn = 0; turn < SAMPLES; turn++) {
      // At any moment between two publishes: multiples of the golden ratio are spread evenly.
      await sleep(300 + ((turn * 0.618034) % 1) * 250);
      latencies.push(await sample(service, agent, window));
    }
    const after = await processors(service, window);
    const seconds = (performance.now() - beganAtMs) / 1000;
    const sorted = latencies.toSorted((left, right) => left - right);
    return {
      median_ms: round(median(sorted)),
      p95_ms: round(sorted[Math.ceil(SAMPLES * 0.95) - 1] ?? Number.NaN),
      least_ms: round(sorted[0] ?? Number.NaN),
      service_percent: round(((after.backend - before.backend) * 100) / seconds),
      data_host_percent: round(((after.host - before.host) * 100) / seconds),
      renderer_percent: round(((after.renderer - before.renderer) * 100) / seconds),
      gpu_percent: round(((after.gpu - before.gpu) * 100) / seconds),
      feed_late_ms: round(Number(poster.last()?.['lateMs'] ?? Number.NaN)),
    };
  } finally {
    await poster.end();
  }
}

async function processors({ backend, preview }: Service, { browser }: LatencyWindow) {
  const { renderer, gpu } = await browser.processor();
  return { backend: processorSeconds(backend.pid), host: processorSeconds(preview.pid), renderer, gpu };
}

const asked = process.argv
  .slice(2)
  .map(Number)
  .filter((vehicles) => vehicles > 1);
const sizes = asked.length > 0 ? asked : SIZES;
buildWindows();
const folder = mkdtempSync(path.join(tmpdir(), 'vigie-bench-'));
try {
  const load = loadavg()[0] ?? Number.NaN;
  const service = await start(folder, Math.max(...sizes));
  const agent = new http.Agent({ keepAlive: true });
  try {
    // The map shows the bulk of the first vehicles that it hears of.
    const few = Array.from({ length: 99 }, (_, index) => fixOf(index + 2, Date.now()));
    const alone = { vehicle: 'LYO-1', ...ALONE, observedAtMs: Date.now(), state: 'out-of-service' };
    await postPositions(agent, service.url, service.token, [...few, alone]);
    const window = await openLatencyWindow(service.link);
    const figures: Record<string, Awaited<ReturnType<typeof measure>>> = {};
    for (const vehicles of sizes) {
      const measured = await measure(service, agent, window, vehicles);
      figures[vehicles] = measured;
      process.stderr.write(`${vehicles} vehicles: ${JSON.stringify(measured)}\n`);
    }
    await window.close();
    const goal = figures[GOAL.vehicles];
    console.log(
      JSON.stringify({
        bench: 'latency',
        goals: goal === undefined ? {} : { p95_500_ms_at_10000_vehicles: goal.p95_ms <= GOAL.p95Ms },
        samples: SAMPLES,
        machine: `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown'}, SwiftShader, load ${round(load, 1)} before`,
        vehicles: figures,
      }),
    );
  } finally {
    agent.destroy();
    await service.end();
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
