/**
 * `npm run bench -- pull`: a first synchronisation of 100,000 missions from a real backend over loopback HTTP into the
 * SQLite cache, against inserting the same rows from memory into the same schema. Runs alternate; figures are medians.
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

const MISSIONS = 100_000;
const RUNS = 3;
const script = path.join(import.meta.dirname, 'support/first-sync.ts');

async function seed(folder: string): Promise<void> {
  const database = await openDatabase({
    databaseUrl: undefined,
    dataFolder: folder,
    log: silentLog,
    progress: () => undefined,
  });
  await migrate(database, 'up', silentLog);
  await insertRows(database, { vehicles: 500, thirdParties: 60, billingCycles: 24, missions: MISSIONS });
  await database.execute('vacuum analyze');
  await database.close();
}

const folder = mkdtempSync(path.join(tmpdir(), 'vigie-bench-'));
try {
  await seed(folder);
  const backend = await startBackendIn(folder, ['--no-feed']);
  try {
    const figures = { sync: [] as Figures[], raw: [] as Figures[], plain: [] as Figures[] };
    for (let run = 0; run < RUNS; run++) {
      for (const mode of ['raw', 'sync', 'plain'] as const) {
        figures[mode].push(await runChild<Figures>(script, [mode, backend.url, backend.token]));
      }
    }
    const of = (mode: keyof typeof figures, name: string) =>
      median(figures[mode].map((run) => run[name] ?? Number.NaN));
    const completeMs = of('sync', 'completeMs');
    const line = {
      bench: 'pull',
      against: 'the same rows from memory into the same schema, one transaction',
      ratio: round(of('raw', 'completeMs') / completeMs, 3),
      missions: of('sync', 'missions'),
      first_sync_ms: round(completeMs),
      usable_ms: round(of('sync', 'usableMs')),
      missions_per_second: round((MISSIONS * 1000) / completeMs),
      raw_insert_ms: round(of('raw', 'completeMs')),
      plain_table_insert_ms: round(of('plain', 'completeMs')),
      ratio_to_plain_table: round(of('plain', 'completeMs') / completeMs, 3),
      longest_block_ms: round(Math.max(...figures.sync.map((run) => run['longestBlockMs'] ?? Number.NaN))),
      peak_memory_mb: round(of('sync', 'peakRssMb')),
      runs: RUNS,
    };
    console.log(JSON.stringify(line));
    if (line.missions !== MISSIONS) throw new Error(`${line.missions} missions arrived instead of ${MISSIONS}`);
  } finally {
    await backend.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

type Figures = Record<string, number>;
