/**
 * `npm run soak -- --minutes 30`: 100,000 vehicles with a new position a second, to six windows for so long. One window's page hangs and
 * takes nothing, one is stopped altogether and wakes again, over and over. The private memory of each process is sampled; it must not
 * grow: ends with 1 when one grows by more than its limit. See docs/benchmarks.md.
 *
 *   npm run soak -- [--minutes N] [--vehicles N]
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Program } from './stream/processes.ts';
import { startStack, type StreamStack } from './stream/stack.ts';
import { privateMegabytes, processorSeconds } from './support/chromium.ts';
import { round } from './support/runs.ts';
import { bandOf, slopeOf } from './support/slope.ts';

const SAMPLE_MS = 2_000;
/** Memory rises while a process warms up; what is looked at begins after so much of the time. */
const WARM_UP_SHARE = 0.2;
/** In so many equal parts of the time the least and the greatest memory are looked at. */
const PARTS = 12;
/** What is left after a collection may grow by so much, MB an hour: a frame of the fleet that were kept every ten minutes would be 14. */
const MOST_KEPT_MB_AN_HOUR = 5;
const COLLECT_MS = 60_000;
/**
 * The process as a whole, for what no collection knows of. Garbage that waits for its collector comes and goes, and memory that was needed
 * once is kept for the next time: in half an hour either edge of the band moves by 10 MB and more by itself. What is lost for ever lifts
 * both: by so much may the one that rises less do so, MB an hour. A frame of the fleet that were lost each minute would be 140.
 */
const MOST_MB_AN_HOUR = 60;
/** A run too short to tell a slope from noise is held to a rise instead, MB. */
const MOST_RISE_MB = 40;
/** One window sleeps and wakes, each for so long. */
const NAP_MS = 20_000;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, vehicles: { type: 'string', default: '100000' } },
});
const minutes = Number(values.minutes);
const vehicles = Number(values.vehicles);
if (!(minutes > 0)) throw new Error(`--minutes is '${values.minutes}': give a number above 0`);
if (!(vehicles > 0)) throw new Error(`--vehicles is '${values.vehicles}': give a number above 0`);

interface Watched {
  name: string;
  program: Program;
  samples: { atMs: number; value: number }[];
  /** After a collection. */
  kept: { atMs: number; value: number }[];
}

async function watch(stack: StreamStack, napping: Program, watched: readonly Watched[]): Promise<void> {
  const beganAtMs = performance.now();
  let napAtMs = NAP_MS;
  let isNapping = false;
  let collectAtMs = COLLECT_MS;
  for (;;) {
    await sleep(SAMPLE_MS);
    const atMs = performance.now() - beganAtMs;
    for (const { program, samples } of watched) samples.push({ atMs, value: privateMegabytes(program.pid) });
    if (atMs >= collectAtMs) {
      collectAtMs += COLLECT_MS;
      for (const { program, kept } of watched) {
        const value = program === napping && isNapping ? undefined : await program.kept();
        if (value !== undefined) kept.push({ atMs, value });
      }
    }
    if (atMs >= napAtMs) {
      isNapping = !isNapping;
      napAtMs += NAP_MS;
      process.kill(napping.pid, isNapping ? 'SIGSTOP' : 'SIGCONT');
    }
    if (atMs >= minutes * 60_000) break;
  }
  if (isNapping) process.kill(napping.pid, 'SIGCONT');
  // The others never stopped, and the one that slept has the fleet again.
  await sleep(2 * SAMPLE_MS);
  for (const { name, program } of watched) {
    if (name === 'data host' || name.startsWith('held')) continue;
    const { vehicles: shown, frames } = program.last() ?? {};
    if (shown !== vehicles || Number(frames) === 0)
      throw new Error(`${name} shows ${String(shown)} of ${vehicles} vehicles`);
  }
  if (stack.host.child.exitCode !== null) throw new Error('the data host has ended');
}

function judge({ name, program, samples, kept }: Watched) {
  const { floors, ceilings } = bandOf(samples.slice(Math.floor(samples.length * WARM_UP_SHARE)), PARTS);
  const riseOf = (edge: typeof floors) => (edge.at(-1)?.value ?? Number.NaN) - (edge[0]?.value ?? Number.NaN);
  const slope = Math.min(slopeOf(floors), slopeOf(ceilings)) * 3_600_000;
  const rise = Math.min(riseOf(floors), riseOf(ceilings));
  const settled = kept.slice(Math.floor(kept.length * WARM_UP_SHARE));
  const keptSlope = slopeOf(settled) * 3_600_000;
  return {
    name,
    kept_mb: settled.map(({ value }) => round(value, 1)),
    kept_mb_an_hour: round(keptSlope, 1),
    floors_mb: floors.map(({ value }) => round(value)),
    ceilings_mb: ceilings.map(({ value }) => round(value)),
    mb_an_hour: round(slope, 1),
    rise_mb: round(rise, 1),
    processor_percent: round((processorSeconds(program.pid) / (minutes * 60)) * 100, 1),
    is_flat: keptSlope < MOST_KEPT_MB_AN_HOUR && (minutes >= 20 ? slope < MOST_MB_AN_HOUR : rise < MOST_RISE_MB),
  };
}

const load = loadavg()[0] ?? Number.NaN;
const stack = await startStack('frames', vehicles);
try {
  const named = (name: string, program: Program): Watched => ({ name, program, samples: [], kept: [] });
  const watched = [named('data host', stack.host)];
  for (let window = 1; window <= 4; window++) watched.push(named(`window ${window}`, stack.openWindow()));
  watched.push(named('held window', stack.openWindow('held')));
  const napping = stack.openWindow();
  watched.push(named('napping window', napping));
  await watch(stack, napping, watched);
  const processes = watched.map(judge);
  const isFlat = processes.every(({ is_flat }) => is_flat);
  console.log(
    JSON.stringify({
      bench: 'soak',
      minutes,
      vehicles_a_second: vehicles,
      flat: isFlat,
      limit: `${MOST_KEPT_MB_AN_HOUR} MB an hour after a collection, ${minutes >= 20 ? `${MOST_MB_AN_HOUR} MB an hour` : `a rise of ${MOST_RISE_MB} MB`} in all`,
      machine: `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown'}, load ${round(load, 1)} before`,
      processes,
    }),
  );
  process.exitCode = isFlat ? 0 : 1;
} finally {
  await stack.end();
}
