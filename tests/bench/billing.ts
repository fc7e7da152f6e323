/**
 * `npm run bench -- billing`: a cache of 1,000,000 missions behind the built console in Chromium. From the choice of a filter and a sort to
 * the picture with the first rows; then the same once more with the longest task of the page's own thread; opening a cycle of 50,000 missions; working out anew what
 * such a cycle comes to, by the rules alone, in the desktop while its page is open, and on the server. Against the same rows as objects
 * in a page. See docs/benchmarks.md.
 *
 *   npm run bench -- billing [MISSIONS]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createViewFile } from '../../electron/data/views/view-file.ts';
import { findPostgres, startPostgres } from '../support/postgres.ts';
import { silentLog } from '../support/silent-log.ts';
import { measureObjects } from './billing/objects.ts';
import { LARGE_CYCLE, SIZES } from './billing/missions.ts';
import { seedCache } from './billing/seed-cache.ts';
import { VIEWS } from './billing/views.ts';
import { type BillingWindow, type Choice, openBillingWindow } from './billing/window.ts';
import { startProgram } from './stream/processes.ts';
import { buildWindows } from './support/built-windows.ts';
import { median, round, runChild } from './support/runs.ts';

const GOALS = { firstRowsMs: 100, longestTaskMs: 50 };
/** Rounds that are timed, the first of them right after the start; and those in which tasks are watched. */
const ROUNDS = { timed: 3, watched: 2 };
/** No server is there: what is measured is what a desktop has by itself. */
const SERVER = 'http://127.0.0.1:9';

type CyclePage = Awaited<ReturnType<BillingWindow['openCyclePage']>>;

/** On a PostgreSQL server of its own where that is installed, else in the embedded database. */
async function onServer<T>(run: (args: readonly string[]) => Promise<T>): Promise<T> {
  const binaries = findPostgres();
  if (binaries === undefined) return run([String(SIZES.ofTheCycle)]);
  const postgres = await startPostgres(binaries, ['shared_buffers=512MB']);
  try {
    return await run([String(SIZES.ofTheCycle), await postgres.url('bench')]);
  } finally {
    await postgres.stop();
  }
}

const root = path.join(import.meta.dirname, '../..');
const missions = Number(process.argv[2] ?? SIZES.missions);
buildWindows();
const folder = mkdtempSync(path.join(tmpdir(), 'vigie-bench-'));
const say = (text: string) => process.stderr.write(`${text}\n`);
try {
  const load = loadavg()[0] ?? Number.NaN;
  await seedCache(folder, missions, SERVER);
  createViewFile(folder, silentLog).write({ views: [...VIEWS], defaultId: null });
  say(`${missions} missions are cached`);

  const args = ['--server', SERVER, '--data', folder];
  const preview = startProgram(path.join(root, 'electron/preview/main.ts'), args, { VIGIE_SERVER_TOKEN: 'bench' });
  const choices: Record<string, Choice[]> = {};
  const pages: CyclePage[] = [];
  let loadMs = Number.NaN;
  let longTasks: number[] = [];
  try {
    const { url } = await preview.line<{ url: string }>((line) => line['event'] === 'ready');
    const window = await openBillingWindow(url);
    try {
      // The sums of all missions are there once the index has read them.
      const beganAt = performance.now();
      await window.page.getByTestId('mission-totals').waitFor({ timeout: 120_000 });
      loadMs = performance.now() - beganAt;
      await window.page.waitForTimeout(3_000);
      const longTasksBefore = (await window.longTasks()).length;
      for (let turn = 0; turn < ROUNDS.timed + ROUNDS.watched; turn++) {
        window.watch(turn >= ROUNDS.timed);
        const cyclePage = await window.openCyclePage(`Cycle ${LARGE_CYCLE}`);
        pages.push(cyclePage);
        say(`the page of a cycle: ${JSON.stringify(cyclePage)}`);
        const cycle = await window.openCycle(`Cycle ${LARGE_CYCLE}`);
        (choices['opening a cycle'] ??= []).push(cycle);
        for (const { name } of VIEWS) {
          const choice = await window.openView(name);
          (choices[name] ??= []).push(choice);
          say(`${name}: ${JSON.stringify(choice)}`);
        }
      }
      longTasks = (await window.longTasks()).slice(longTasksBefore);
    } finally {
      await window.close();
    }
  } finally {
    await preview.end();
  }
  const objects = await measureObjects(missions);
  const child = (name: string, args: readonly string[]) =>
    runChild<Record<string, unknown>>(path.join(import.meta.dirname, `billing/${name}.ts`), args);
  const rules = await child('recompute', []);
  const server = await onServer((args) => child('server-cycle', args));

  const timed = <One extends { firstRowsMs: number }>(runs: readonly One[]) =>
    runs.slice(0, ROUNDS.timed).map(({ firstRowsMs }) => firstRowsMs);
  const tasks = (runs: readonly { longestTaskMs: number | null }[]) =>
    runs.flatMap(({ longestTaskMs }) => longestTaskMs ?? []);
  const all = Object.values(choices);
  const firstRows = all.flatMap(timed);
  const slowest = Math.max(...firstRows);
  const longest = Math.max(...tasks([...all.flat(), ...pages]), ...longTasks);
  const line = {
    bench: 'billing',
    against: 'the same rows filtered and sorted as objects in the page, median of three filters',
    ratio: round(median(firstRows) / median(objects.filterMs), 3),
    block_ratio: round(longest / Math.max(...objects.filterMs), 3),
    missions,
    first_rows_ms: {
      ...{ median: round(median(firstRows), 1), slowest: round(slowest, 1), choices: firstRows.length },
      above_goal: firstRows.filter((ms) => ms >= GOALS.firstRowsMs).length,
      // The first of each: what a page and its graphics do for the first time takes longer.
      slowest_once_warm: round(Math.max(...all.flatMap((runs) => timed(runs).slice(1))), 1),
    },
    longest_task_ms: round(longest, 1),
    goals: { first_rows_under_100_ms: slowest < GOALS.firstRowsMs, no_block_over_50_ms: longest < GOALS.longestTaskMs },
    index_read_ms: round(loadMs),
    objects: { filter_ms: objects.filterMs, page_memory_mb: objects.heapMb },
    recompute: {
      rules,
      desktop: {
        sum: pages[0]?.sum,
        first_rows_ms: timed(pages).map((ms) => round(ms, 1)),
        sum_ms: pages.slice(0, ROUNDS.timed).map(({ sumMs }) => round(sumMs)),
        longest_task_ms: tasks(pages).map((ms) => round(ms, 1)),
      },
      server,
    },
    choices: Object.fromEntries(
      Object.entries(choices).map(([name, runs]) => [
        name,
        {
          total: runs[0]?.total,
          first_rows_ms: timed(runs).map((ms) => round(ms, 1)),
          longest_task_ms: tasks(runs).map((ms) => round(ms, 1)),
        },
      ]),
    ),
    machine: `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown'}, load ${round(load, 1)} before`,
  };
  console.log(JSON.stringify(line));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
