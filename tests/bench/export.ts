/**
 * `npm run bench -- export`: the missions of a cache of 1,000,000 as CSV, as the data host writes it: how long it takes, for how long
 * at most others wait for their turn meanwhile, and what memory it needs. See docs/benchmarks.md.
 *
 *   npm run bench -- export [MISSIONS] [csv|xlsx]
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { type SheetRequest, sheetOf } from '../../electron/data/exports/sheet.ts';
import { writeBeside } from '../../electron/data/exports/write-beside.ts';
import { openStore } from '../../electron/data/store/store.ts';
import { systemClock } from '../../electron/data/system-clock.ts';
import { silentLog } from '../support/silent-log.ts';
import { SIZES } from './billing/missions.ts';
import { seedCache } from './billing/seed-cache.ts';
import { privateMegabytes } from './support/chromium.ts';
import { watchEventLoop } from './support/event-loop.ts';
import { round } from './support/runs.ts';

const [asked, format = 'csv'] = process.argv.slice(2);
const missions = Number(asked ?? SIZES.missions);
if (format !== 'csv' && format !== 'xlsx') throw new Error(`there is no form ${format}: csv, xlsx`);
const folder = mkdtempSync(path.join(tmpdir(), 'vigie-bench-'));
try {
  await seedCache(folder, missions, 'http://127.0.0.1:9');
  const store = openStore({ folder, clock: systemClock, log: silentLog });
  try {
    const request: SheetRequest = {
      ...{ what: 'missions', filter: {}, sort: { by: 'plannedStartAt', direction: 'ascending' } },
      sheet: { format, separator: 'semicolon', language: 'fr', timeZone: 'Europe/Paris' },
    };
    // The index of missions is read by the first question, once.
    await store.missionIndex.page({ ...request, offset: 0, limit: 1 });
    globalThis.gc?.();
    const load = loadavg()[0] ?? Number.NaN;
    const beforeMb = privateMegabytes(process.pid);
    const loop = watchEventLoop();
    let mostMb = beforeMb;
    const sampling = setInterval(() => {
      mostMb = Math.max(mostMb, privateMegabytes(process.pid));
    }, 100);
    const file = path.join(folder, `missions.${format}`);
    const beganAt = performance.now();
    let rows = 0;
    const sheet = await sheetOf(request, store, (count) => {
      rows = count;
    });
    await writeBeside(file, sheet.pieces, {
      signal: new AbortController().signal,
      onBytes: () => undefined,
      pending: { add: () => undefined, remove: () => undefined },
    });
    const seconds = (performance.now() - beganAt) / 1000;
    clearInterval(sampling);
    const longestWaitMs = loop.stop();
    if (rows !== missions) throw new Error(`${rows} of ${missions} rows were written`);
    if (format === 'csv') {
      const lines = readFileSync(file).reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
      if (lines !== missions + 1) throw new Error(`${lines} lines for ${missions} missions and a head`);
    }
    const line = {
      ...{ bench: 'export', format, rows, seconds: round(seconds, 1), rows_a_second: round(rows / seconds) },
      ...{ file_mb: round(statSync(file).size / 1e6), longest_wait_ms: round(longestWaitMs, 1) },
      private_memory_mb: { before: round(beforeMb), most: round(mostMb) },
      machine: `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown'}, load ${round(load, 1)} before`,
    };
    console.log(JSON.stringify(line));
  } finally {
    await store.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
