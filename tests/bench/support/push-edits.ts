/**
 * One step of the benchmark of the outbox, in a process of its own, so that its memory is its own:
 *
 *   node push-edits.ts fill URL TOKEN FOLDER RUN   a first synchronisation, then 10,000 edits without a server
 *   node push-edits.ts send URL TOKEN FOLDER RUN   the server is there again: until all edits are sent and settled
 *   node push-edits.ts bare URL TOKEN FOLDER RUN   as many edits from memory, in full batches, with nothing kept
 *
 * Prints one JSON line with its figures.
 */
import { v7 as uuidv7 } from 'uuid';
import { createDataHost, type DataHost } from '../../../electron/data/host.ts';
import { createRestClient } from '../../../electron/data/remote/rest-client.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import type { Mutation } from '../../../shared/api/index.ts';
import { type MissionRow, vigieContract } from '../../../shared/contract/index.ts';
import { createMemoryChannelPair, createRpcClient, type RpcClient } from '../../../shared/rpc/index.ts';
import { silentLog } from '../../support/silent-log.ts';
import { watchEventLoop } from './event-loop.ts';

const EDITS = 10_000;
const BATCH = 500;
const LONGEST_MS = 180_000;
/** Nobody listens there; to the cache it is the same server as any other on this computer. */
const NOWHERE = 'http://127.0.0.1:9';
const [mode, url = '', token = '', folder = '', run = ''] = process.argv.slice(2);

type Window = RpcClient<typeof vigieContract>;

async function withHost<T>(address: string, work: (host: DataHost, window: Window) => Promise<T>): Promise<T> {
  const host = await createDataHost({ folder, server: { url: address, token }, log: silentLog, version: 'bench' });
  const [near, far] = createMemoryChannelPair();
  host.connect(far);
  try {
    return await work(host, createRpcClient(vigieContract, near, systemClock));
  } finally {
    await host.close();
  }
}

async function until(host: DataHost, isSo: () => boolean): Promise<void> {
  const endMs = performance.now() + LONGEST_MS;
  while (!isSo()) {
    if (performance.now() > endMs) throw new Error(`it takes too long: ${JSON.stringify(host.health())}`);
    await new Promise<void>((resolve) => {
      systemClock.after(5, resolve);
    });
  }
}

async function missions(window: Window): Promise<MissionRow[]> {
  const rows: MissionRow[] = [];
  while (rows.length < EDITS) {
    const page = await window.request('missions.page', { offset: rows.length, limit: 500 });
    rows.push(...page.rows);
  }
  return rows.slice(0, EDITS);
}

async function fill(): Promise<Record<string, number>> {
  await withHost(url, (host) => until(host, () => host.health().sync.lastSyncAtMs !== null));
  return withHost(NOWHERE, async (host, window) => {
    const rows = await missions(window);
    const loop = watchEventLoop();
    const beganAtMs = performance.now();
    for (const { id, customerName } of rows) {
      const fields = { customerName: { from: customerName, to: `Customer ${run} of ${id}` } };
      const { result } = await window.request('edits.patch', { entity: 'mission', id, fields });
      if (result !== 'kept') throw new Error(`an edit was ${result}`);
    }
    const keepMs = performance.now() - beganAtMs;
    return { keepMs, keepLongestBlockMs: loop.stop(), queued: host.health().outbox.notSent };
  });
}

function send(): Promise<Record<string, number>> {
  const loop = watchEventLoop();
  const beganAtMs = performance.now();
  return withHost(url, async (host) => {
    await until(host, () => host.health().outbox.notSent === 0);
    const sendMs = performance.now() - beganAtMs;
    return { sendMs, longestBlockMs: loop.stop(), left: host.health().outbox.notSent };
  });
}

async function bare(): Promise<Record<string, number>> {
  const rows = await withHost(NOWHERE, (_, window) => missions(window));
  const rest = createRestClient({ url, token }, systemClock);
  const signal = new AbortController().signal;
  const { epoch } = await rest.serviceInfo(signal);
  const mutations = rows.map(
    ({ id, customerName }): Mutation => ({
      ...{ mutationId: uuidv7(), entity: 'mission', id, baseVersion: 1, madeAtMs: Date.now(), op: 'patch', seen: {} },
      fields: { customerName: { from: customerName, to: `Bare ${run} of ${id}` } },
    }),
  );
  const beganAtMs = performance.now();
  let applied = 0;
  for (let next = 0; next < mutations.length; ) {
    const { answers } = await rest.push({ epoch, mutations: mutations.slice(next, next + BATCH) }, signal);
    applied += answers.filter(({ result }) => result === 'applied').length;
    next += answers.length;
  }
  const bareMs = performance.now() - beganAtMs;
  rest.close();
  return { bareMs, applied };
}

const steps = { fill, send, bare };
if (mode !== 'fill' && mode !== 'send' && mode !== 'bare') throw new Error(`there is no step ${mode ?? ''}`);
const figures = await steps[mode]();
const peakRssMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ ...figures, peakRssMb })}\n`);
process.exit();
