import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { type Health, vigieContract } from '../../../shared/contract/index.ts';
import { createRpcClient, type RpcClient } from '../../../shared/rpc/index.ts';
import { spawnDataProcess } from '../../support/data-process/data-process.ts';
import type { FaultProxy } from '../../support/fault-proxy.ts';
import type { ChaosServer } from '../convergence/chaos-server.ts';

/** One real process of the data host, from its start to its death. */
export interface Life {
  readonly window: RpcClient<typeof vigieContract>;
  /** Ends it as a power cut would: so long after its start, its first answer, or the first page of a longer pull. */
  killAfter(ms: number, from: 'start' | 'first-answer' | 'first-page'): Promise<void>;
  kill(): Promise<void>;
  isDead(): boolean;
  /** Until the time is over, or it is dead. */
  pause(ms: number): Promise<void>;
  /** Nothing waits to be sent, nobody has to decide anything, and all has been pulled. */
  isQuiet(): Promise<boolean>;
  /** Until a third party of this name is shown: what was committed before it has then been pulled. */
  shows(name: string): Promise<void>;
  health(): Promise<Health>;
  log(): string;
}

/** A pull of several pages may not come. */
const LONGEST_WAIT_MS = 1_500;

export function startLife(run: {
  folder: string;
  server: Pick<ChaosServer, 'token'>;
  proxy: Pick<FaultProxy, 'url'>;
  execArgv: readonly string[];
}): Life {
  const { folder, server, proxy, execArgv } = run;
  const data = spawnDataProcess(execArgv);
  data.post({ type: 'start', config: { serverUrl: proxy.url, token: server.token, folder, version: 'chaos' } });
  const window = createRpcClient(vigieContract, data.connect(), systemClock);
  let isDead = false;
  const ended = data.exited.then(() => {
    isDead = true;
  });
  const pause = async (ms: number) => {
    await Promise.race([wait(ms), ended]);
  };
  const health = () => window.request('health.get', {});
  async function firstPage(): Promise<void> {
    const untilMs = performance.now() + LONGEST_WAIT_MS;
    while (performance.now() < untilMs && (await health()).sync.remaining === null) await pause(5);
  }
  return {
    window,
    health,
    pause,
    isDead: () => isDead,
    log: () => data.log().slice(-2_000),
    kill: () => data.kill(),
    async killAfter(ms, from) {
      if (from !== 'start') await health();
      if (from === 'first-page') await firstPage();
      await pause(ms);
      if (isDead) throw new Error(`the data host ended by itself:\n${data.log().slice(-2_000)}`);
      await data.kill();
      await ended;
    },
    async isQuiet() {
      const { outbox, sync } = await health();
      return outbox.notSent === 0 && !outbox.isSending && sync.phase === 'idle';
    },
    async shows(name) {
      const filter = { text: name };
      while ((await window.request('thirdParties.page', { filter, offset: 0, limit: 1 })).total === 0) await pause(50);
    },
  };
}
