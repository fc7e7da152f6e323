/**
 * `npm run bench -- wall-return`: how long a wall of two screens is away after a power cut. Electron is started with its walls open, all
 * its processes are killed at once, and it is started again; from that start until each screen has drawn the fleet and its
 * connection is live. X displays without a screen, a software GPU, a real backend. See docs/benchmarks.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBackend } from '../support/backend-process.ts';
import { missingDisplayPrograms, startDisplays } from '../support/displays.ts';
import { launchVigie, type Vigie } from '../support/electron-app.ts';
import { liveWalls } from '../support/live-picture.ts';
import { buildWindows } from './support/built-windows.ts';
import { median, round } from './support/runs.ts';

const GOAL_SECONDS = 10;
const ROUNDS = 3;
const VEHICLES = 2_000;
const CONSOLE = { width: 1280, height: 800 };
const SCREEN = { width: 1920, height: 1080 };
const SCREENS = 2;
/** Places of windows are kept within so long. */
const KEPT_MS = 1_000;
const LONGEST_MS = 120_000;

/** Settles when each screen of the wall shows the fleet as it is now. */
async function screensAreLive(vigie: Vigie): Promise<void> {
  const untilMs = performance.now() + LONGEST_MS;
  while ((await liveWalls(vigie)) < SCREENS) {
    if (performance.now() > untilMs) throw new Error(`the wall did not come back:\n${vigie.log().slice(-3_000)}`);
    await sleep(50);
  }
}

const missing = missingDisplayPrograms();
if (missing.length > 0) throw new Error(`displays without a screen need ${missing.join(', ')}`);
buildWindows();
const load = loadavg()[0] ?? Number.NaN;
const folder = mkdtempSync(path.join(tmpdir(), 'vigie-return-'));
const displays = await startDisplays([CONSOLE, SCREEN, SCREEN]);
const backend = await startBackend({ vehicles: VEHICLES });
const launch = () => launchVigie({ folder, backend, display: displays.name });
let vigie: Vigie | undefined;
try {
  vigie = await launch();
  await vigie.page('console');
  for (let screen = 1; screen <= SCREENS; screen++) await vigie.menu('Wall', screen);
  await screensAreLive(vigie);
  const seconds: number[] = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    await sleep(KEPT_MS);
    await vigie.kill();
    const beganAtMs = performance.now();
    vigie = await launch();
    await screensAreLive(vigie);
    seconds.push((performance.now() - beganAtMs) / 1000);
    const again = vigie.log().match(/a window's page (?:died|hangs)/g)?.length ?? 0;
    process.stderr.write(
      `the wall was live ${round(seconds.at(-1) ?? Number.NaN, 2)} s after its start, ${again} pages loaded anew so far\n`,
    );
  }
  const slowest = Math.max(...seconds);
  console.log(
    JSON.stringify({
      bench: 'wall-return',
      goals: { live_within_10_s: slowest <= GOAL_SECONDS },
      median_seconds: round(median(seconds), 2),
      slowest_seconds: round(slowest, 2),
      screens: SCREENS,
      vehicles: VEHICLES,
      machine: `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown'}, SwiftShader, load ${round(load, 1)} before`,
    }),
  );
} finally {
  await vigie?.quit();
  await backend.stop();
  await displays.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
