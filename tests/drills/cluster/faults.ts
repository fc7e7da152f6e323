import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisServer } from '../../support/redis.ts';
import type { Group } from './groups.ts';
import type { Node } from './node.ts';
import { untilAllHeard } from './until.ts';

/**
 * How long it took until every desktop had heard of something that happened after a fault, s: since it began where it went on, since it was over
 * where it was.
 */
export interface Recovery {
  fault: string;
  seconds: number;
}

export interface Stage {
  nodes: readonly Node[];
  redis: RedisServer;
  groups: readonly Group[];
  seconds: number;
  say: (line: string) => void;
  /** Newest position of the log. */
  head: () => Promise<number>;
}

/** One fault after the other, over the time that there is; each is over before the next. */
export async function inflictFaults(stage: Stage): Promise<Recovery[]> {
  const { nodes, redis, groups, seconds, say } = stage;
  const [first, second] = nodes;
  const frozen = groups.at(-1);
  if (first === undefined || second === undefined || frozen === undefined) throw new Error('a drill needs two nodes');
  const restMs = (seconds * 1000) / 8;
  const faults: [string, (heal: (work: () => Promise<void> | void) => void) => Promise<void> | void][] = [
    [
      'a node killed',
      async (heal) => {
        await first.kill();
        heal(() => first.start());
      },
    ],
    [
      'Redis restarted, empty',
      async () => {
        await redis.kill();
        await redis.start();
      },
    ],
    [
      'a process of desktops frozen',
      async () => {
        frozen.freeze();
        await sleep(restMs);
        frozen.thaw();
      },
    ],
    [
      'Redis frozen',
      async (heal) => {
        redis.freeze();
        heal(() => redis.thaw());
      },
    ],
    [
      'Redis away and a node killed, which starts without it',
      async (heal) => {
        await redis.kill();
        await second.kill();
        await second.start();
        heal(() => redis.start());
      },
    ],
    [
      'all nodes stopped and started one after the other',
      async () => {
        for (const node of nodes) {
          await node.stop();
          await node.start();
        }
      },
    ],
  ];
  const recoveries: Recovery[] = [];
  for (const [fault, inflict] of faults) {
    await sleep(restMs / 2);
    let healing: (() => Promise<void> | void) | undefined;
    const beganAtMs = performance.now();
    await inflict((work) => {
      healing = work;
    });
    const sinceMs = healing === undefined ? performance.now() : beganAtMs;
    // The next thing that happens once the fault is there: everyone has heard of it, so everyone is served again.
    const head = await stage.head();
    await untilAllHeard(groups, head + 1);
    const taken = (performance.now() - sinceMs) / 1000;
    recoveries.push({ fault, seconds: taken });
    say(`${fault}: every desktop hears again after ${taken.toFixed(1)} s`);
    await healing?.();
  }
  return recoveries;
}
