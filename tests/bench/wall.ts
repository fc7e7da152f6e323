/**
 * `npm run bench -- wall`: what one window with a map costs for 1,000, 10,000 and 100,000 vehicles that all move at once; Vigie's own
 * worker, store and layer, against the `setData` technique of Traccar's web client and deck.gl with an object a vehicle. Headless
 * Chromium with a software GPU; pages take turns, each in a browser of its own. See docs/benchmarks.md.
 *
 *   npm run bench -- wall [VEHICLES...]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { median, round } from './support/runs.ts';
import { type Figures, measurePage } from './wall/measure.ts';
import type { Peer } from './wall/scene.ts';
import { buildPages, serveBench } from './wall/serve.ts';

const ROUNDS = 2;
const UPDATES = 3;
const SIZES = [1_000, 10_000, 100_000];
const TURNS: readonly Peer[] = ['vigie', 'setData', 'objects'];

type Measured = Partial<Record<Peer, Figures>> & { faults?: string[] };

function medians(runs: readonly Figures[]): Figures | undefined {
  const [first] = runs;
  if (first === undefined) return undefined;
  const names = Object.keys(first) as (keyof Figures)[];
  const entries = names.map((name) => [name, round(median(runs.map((run) => run[name])), 2)]);
  return Object.fromEntries(entries) as Record<keyof Figures, number>;
}

async function measure(server: Awaited<ReturnType<typeof serveBench>>, vehicles: number): Promise<Measured> {
  const runs: Record<Peer, Figures[]> = { vigie: [], setData: [], setDataUnclustered: [], objects: [] };
  const faults: string[] = [];
  const run = async (peer: Peer) => {
    try {
      const figures = await measurePage(server, { peer, vehicles, updates: UPDATES });
      runs[peer].push(figures);
      process.stderr.write(`${vehicles} vehicles, ${peer}: ${JSON.stringify(medians([figures]))}\n`);
    } catch (error) {
      // A peer that cannot do it is a result; Vigie must.
      if (peer === 'vigie') throw error;
      faults.push(`${peer}: ${error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)}`);
    }
  };
  for (let turn = 0; turn < ROUNDS; turn++) for (const peer of TURNS) await run(peer);
  // Not Traccar's default, but what shows what Vigie shows: each vehicle. Once, for the record.
  await run('setDataUnclustered');
  const figures = (Object.keys(runs) as Peer[]).flatMap((peer) => {
    const middle = medians(runs[peer]);
    return middle === undefined ? [] : [[peer, middle] as const];
  });
  return { ...Object.fromEntries(figures), ...(faults.length === 0 ? {} : { faults }) };
}

/** The goals, which are for 100,000 vehicles. */
function goalsOf({ vigie, setData, objects }: Measured) {
  if (vigie === undefined || setData === undefined || objects === undefined) throw new Error('a peer was not measured');
  return {
    main_thread_100_times_less_than_setData: setData.mainCpuMs / vigie.mainCpuMs >= 100,
    main_thread_10_times_less_than_objects: objects.mainCpuMs / vigie.mainCpuMs >= 10,
    drawn_20_times_sooner_than_setData: setData.toPixelMs / vigie.toPixelMs >= 20,
    script_1_5_ms_an_animation_frame: vigie.scriptMsAFrame <= 1.5,
    idle_under_1_percent_of_a_core: vigie.idlePercent < 1,
  };
}

const asked = process.argv
  .slice(2)
  .map(Number)
  .filter((vehicles) => vehicles > 0);
const sizes = asked.length > 0 ? asked : SIZES;
const folder = mkdtempSync(path.join(tmpdir(), 'vigie-bench-'));
try {
  await buildPages(folder);
  const server = await serveBench(folder);
  const load = loadavg()[0] ?? Number.NaN;
  const measured: Record<string, Measured> = {};
  for (const vehicles of sizes) measured[vehicles] = await measure(server, vehicles);
  await server.close();
  const largest = measured[String(Math.max(...sizes))] ?? {};
  const { vigie, setData, objects } = largest;
  if (vigie === undefined || setData === undefined || objects === undefined) throw new Error('a peer was not measured');
  const line = {
    bench: 'wall',
    against: `maplibre setData as Traccar's web client 6.14.5 does it, ${Math.max(...sizes)} vehicles, processor time of the main thread an update`,
    ratio: round(vigie.mainCpuMs / setData.mainCpuMs, 5),
    ratio_by_the_clock: round(vigie.mainMs / setData.mainMs, 5),
    times_less_main_thread_than_setData: round(setData.mainCpuMs / vigie.mainCpuMs, 1),
    times_less_main_thread_than_objects: round(objects.mainCpuMs / vigie.mainCpuMs, 1),
    times_sooner_drawn_than_setData: round(setData.toPixelMs / vigie.toPixelMs, 1),
    goals: goalsOf(largest),
    machine: `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown'}, SwiftShader, load ${round(load, 1)} before`,
    rounds: ROUNDS,
    updates: UPDATES,
    vehicles: measured,
  };
  console.log(JSON.stringify(line));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
