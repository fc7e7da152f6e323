// `npm run cluster-drill -- --desktops 200 --seconds 90 --seed 1`: several nodes of the service, Redis and PostgreSQL, desktops that follow, writers,
// and faults. Ends in what was lost and doubled.
import { parseArgs } from 'node:util';
import { wholeNumber } from '../../chaos/support/whole-number.ts';
import { findPostgres } from '../../support/postgres.ts';
import { findRedis } from '../../support/redis.ts';
import { runDrill } from './drill.ts';

const { values } = parseArgs({
  options: {
    desktops: { type: 'string', default: '200' },
    nodes: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '90' },
    seed: { type: 'string', default: '1' },
  },
});
const desktops = wholeNumber('--desktops', values.desktops, 2, 2_000);
const nodes = wholeNumber('--nodes', values.nodes, 2, 9);
const seconds = wholeNumber('--seconds', values.seconds, 5, 3_600);
const seed = wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1);
const [postgres, redis] = [findPostgres(), findRedis()];
if (postgres === undefined || redis === undefined) {
  console.error('The drill needs PostgreSQL and Redis: on Debian, apt-get install postgresql redis-server.');
  process.exit(2);
}

// What it started ends with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const beganAtMs = performance.now();
const full = Math.min(10, Math.floor(desktops / 2));
const result = await runDrill({
  ...{ postgres, redis, nodes, desktops, full, groups: 4, seconds, seed },
  say: console.log,
});
const { verdict, written, recoveries } = result;
const taken = Math.round((performance.now() - beganAtMs) / 1000);
console.log(
  `${desktops} desktops (${full} whole data hosts) on ${nodes} nodes, ${taken} s: ${result.events} events of ${written.legacy} transactions of ` +
    `other programs and ${written.api} edits; largest node ${Math.round(result.peakNodeBytes / 1e6)} MB`,
);
const slowest = recoveries.reduce((one, other) => (other.seconds > one.seconds ? other : one));
console.log(`recovered after ${slowest.seconds.toFixed(1)} s at most (${slowest.fault})`);
console.log(
  `lost ${verdict.lost}, doubled ${verdict.doubled}, disordered ${verdict.disordered}, diverged ${verdict.diverged}, unrecorded ${result.unrecorded}`,
);
process.exit(
  Object.values(verdict).every((count) => count === 0) && result.unrecorded === 0 && result.events > 0 ? 0 : 1,
);
