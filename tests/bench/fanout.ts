/**
 * `npm run bench -- fanout`: 100,000 vehicles with a new position a second, to 1, 3 and 6 windows: processor and memory of the data host
 * and of each window, and the same fleet as JSON objects in the same run. Every part is a process of its own. See docs/benchmarks.md.
 *
 *   npm run bench -- fanout [VEHICLES]
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStack, type StreamStack } from './stream/stack.ts';
import { privateMegabytes, processorSeconds } from './support/chromium.ts';
import { median, round } from './support/runs.ts';

const VEHICLES = Number(process.argv[2] ?? 100_000);
const WINDOWS = [1, 3, 6];
const WARM_UP_MS = 4_000;
const MEASURED_MS = 8_000;

/** Processor in percent of one core, private memory in MB. */
interface Figures {
  host_percent: number;
  host_mb: number;
  window_percent: number;
  window_mb: number;
  /** How many updates a second a window got, and how old the fleet in them was at the most. */
  updates_a_second: number;
  oldest_ms: number;
}

async function measure(stack: StreamStack, windows: number): Promise<Figures> {
  while (stack.windows.length < windows) stack.openWindow();
  await sleep(WARM_UP_MS);
  const pids = [stack.host.pid, ...stack.windows.map(({ pid }) => pid)];
  const before = pids.map(processorSeconds);
  const beganAtMs = performance.now();
  const updates: number[] = [];
  const ages: number[] = [];
  for (let second = 0; second < MEASURED_MS / 1000; second++) {
    await sleep(1000);
    for (const window of stack.windows) {
      const { frames, vehicles, oldestMs } = window.last() ?? {};
      if (vehicles !== VEHICLES) throw new Error(`a window shows ${String(vehicles)} of ${VEHICLES} vehicles`);
      updates.push(Number(frames));
      ages.push(Number(oldestMs));
    }
  }
  const seconds = (performance.now() - beganAtMs) / 1000;
  const percent = pids.map((pid, index) => ((processorSeconds(pid) - (before[index] ?? 0)) * 100) / seconds);
  return {
    host_percent: round(percent[0] ?? Number.NaN, 1),
    host_mb: round(privateMegabytes(stack.host.pid)),
    window_percent: round(median(percent.slice(1)), 1),
    window_mb: round(median(stack.windows.map(({ pid }) => privateMegabytes(pid)))),
    updates_a_second: round(median(updates), 1),
    oldest_ms: round(Math.max(...ages)),
  };
}

async function measureAll(mode: 'frames' | 'objects'): Promise<Record<string, Figures>> {
  const stack = await startStack(mode, VEHICLES);
  try {
    const figures: Record<string, Figures> = {};
    for (const windows of WINDOWS) {
      figures[windows] = await measure(stack, windows);
      process.stderr.write(`${mode}, ${windows} windows: ${JSON.stringify(figures[windows])}\n`);
    }
    return figures;
  } finally {
    await stack.end();
  }
}

const load = loadavg()[0] ?? Number.NaN;
const frames = await measureAll('frames');
const objects = await measureAll('objects');
const most = String(Math.max(...WINDOWS));
const [ours, theirs] = [frames[most], objects[most]];
if (ours === undefined || theirs === undefined) throw new Error('nothing was measured');
console.log(
  JSON.stringify({
    bench: 'fanout',
    against:
      'the same fleet as JSON objects through a data host of objects, 6 windows, processor of the data host an update',
    ratio: round(ours.host_percent / ours.updates_a_second / (theirs.host_percent / theirs.updates_a_second), 4),
    vehicles_a_second: VEHICLES,
    goals: { data_host_under_one_core: ours.host_percent < 100 },
    machine: `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown'}, load ${round(load, 1)} before`,
    frames,
    objects,
  }),
);
