import { parseArgs } from 'node:util';
import { findPostgres, startPostgres } from '../../support/postgres.ts';
import { runRollbackDrill } from './drill.ts';

const MOST_BLOCKED_MS = 1_000;

/** `npm run rollback-drill -- --missions 1000000`: prints what it does, one JSON line, and `differences N`; fails where N is not 0. */
const { values } = parseArgs({
  options: {
    missions: { type: 'string', default: '100000' },
    writers: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    'most-seconds': { type: 'string', default: '1800' },
  },
});

function whole(name: 'missions' | 'writers' | 'seed' | 'most-seconds', least: number, most: number): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`--${name} is ${JSON.stringify(values[name])}: give a whole number from ${least} to ${most}.`);
}

async function run(): Promise<boolean> {
  const options = {
    missions: whole('missions', 1_000, 5_000_000),
    writers: whole('writers', 1, 16),
    seed: whole('seed', 0, 1_000_000),
    mostSeconds: whole('most-seconds', 10, 7_200),
  };
  const binaries = findPostgres();
  if (binaries === undefined) throw new Error('PostgreSQL is not installed: on Debian, apt-get install postgresql.');
  const server = await startPostgres(binaries);
  try {
    const result = await runRollbackDrill({ ...options, server, say: (line) => console.log(line) });
    const { writers, differences } = result;
    console.log(JSON.stringify({ ...options, ...result }));
    for (const one of [...differences, ...writers.failures.map((words) => `a legacy program failed: ${words}`)])
      console.log(one);
    const isBlocked = writers.longestWaitMs >= MOST_BLOCKED_MS;
    if (isBlocked) console.log(`a legacy program was blocked for ${writers.longestWaitMs.toFixed(0)} ms`);
    console.log(`differences ${differences.length}`);
    return differences.length === 0 && writers.failures.length === 0 && !isBlocked;
  } finally {
    await server.stop();
  }
}

// What it started ends with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
try {
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
