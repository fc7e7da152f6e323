import { describe, expect, it } from 'vitest';
import { runDrill } from '../drills/cluster/drill.ts';
import { FAULTLESS } from '../drills/cluster/verdict.ts';
import { findPostgres } from '../support/postgres.ts';
import { findRedis } from '../support/redis.ts';

const [postgres, redis] = [findPostgres(), findRedis()];
const SEED = Number(process.env['VIGIE_CHAOS_SEED'] ?? 1);

/** `npm run cluster-drill` is the long form. Without PostgreSQL or Redis on the machine it is skipped. */
describe.skipIf(postgres === undefined || redis === undefined)('two nodes of the service, Redis and PostgreSQL', () => {
  it('tell each desktop each event once and in order, whatever of them is killed, frozen or restarted', {
    timeout: 300_000,
  }, async () => {
    const said: string[] = [];
    const size = { nodes: 2, desktops: 6, full: 2, groups: 2, seconds: 8 };
    const result = await runDrill({
      ...{ ...size, postgres: postgres ?? '', redis: redis ?? '', seed: SEED },
      say: (line) => said.push(line),
    });
    expect({ ...result.verdict, unrecorded: result.unrecorded }, said.join('\n')).toEqual({
      ...FAULTLESS,
      unrecorded: 0,
    });
    expect(result.events).toBeGreaterThan(50);
    expect(result.recoveries).toHaveLength(6);
  });
});
