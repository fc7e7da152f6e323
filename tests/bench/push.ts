/**
 * `npm run bench -- push`: 10,000 edits that were made offline, sent to a real backend over loopback HTTP once it is there again, until
 * each is settled in the cache; against the same number from memory in full batches by a client that keeps nothing. Figures are medians.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../backend/database/open-database.ts';
import { migrate } from '../../backend/database/migrate.ts';
import { startBackendIn } from '../support/backend-process.ts';
import { insertRows } from '../support/business-rows.ts';
import { silentLog } from '../support/silent-log.ts';
import { median, round, runChild } from './support/runs.ts';

const EDITS = 10_000;
const RUNS = 3;
const script = path.join(import.meta.dirname, 'support/push-edits.ts');

type Figures = Record<string, number>;

async function seed(folder: string): Promise<void> {
  const database = await openDatabase({
    ...{ databaseUrl: undefined, dataFolder: folder, log: silentLog },
    progress: () => undefined,
  });
  await migrate(database, 'up', silentLog);
  await insertRows(database, { vehicles: 100, thirdParties: 60, billingCycles: 24, missions: 20_000 });
  await database.execute('vacuum analyze');
  await database.close();
}

const folder = mkdtempSync(path.join(tmpdir(), 'vigie-bench-'));
try {
  await seed(path.join(folder, 'backend'));
  const backend = await startBackendIn(path.join(folder, 'backend'), ['--no-feed']);
  try {
    const runs: Figures[] = [];
    for (let run = 0; run < RUNS; run++) {
      const step = (name: string) =>
        runChild<Figures>(script, [name, backend.url, backend.token, path.join(folder, `desktop-${run}`), String(run)]);
      const fill = await step('fill');
      const send = await step('send');
      const bare = await step('bare');
      if (fill['queued'] !== EDITS || send['left'] !== 0 || bare['applied'] !== EDITS)
        throw new Error(`not all edits arrived: ${JSON.stringify({ fill, send, bare })}`);
      runs.push({ ...fill, ...bare, ...send });
    }
    const of = (name: string) => median(runs.map((figures) => figures[name] ?? Number.NaN));
    const most = (name: string) => Math.max(...runs.map((figures) => figures[name] ?? Number.NaN));
    const line = {
      bench: 'push',
      against: 'the same number of edits from memory, in batches of 500, by a client that keeps nothing',
      ratio: round(of('bareMs') / of('sendMs'), 3),
      edits: EDITS,
      send_ms: round(of('sendMs')),
      edits_per_second: round((EDITS * 1000) / of('sendMs')),
      bare_ms: round(of('bareMs')),
      keep_ms_per_edit: round(of('keepMs') / EDITS, 2),
      longest_block_ms: round(most('longestBlockMs')),
      longest_block_keeping_ms: round(most('keepLongestBlockMs')),
      peak_memory_mb: round(of('peakRssMb')),
      runs: RUNS,
    };
    console.log(JSON.stringify(line));
  } finally {
    await backend.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
