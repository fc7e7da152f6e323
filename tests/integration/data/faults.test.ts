import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDataHost, type DataHost } from '../../../electron/data/host.ts';
import { REST_LIMITS } from '../../../electron/data/remote/rest-client.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { type PullPage, pullPage } from '../../../shared/api/index.ts';
import { type VigieContract, vigieContract } from '../../../shared/contract/index.ts';
import { createMemoryChannelPair, createRpcClient, type RpcClient } from '../../../shared/rpc/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';
import { type FaultProxy, type ProxiedAnswer, startFaultProxy } from '../../support/fault-proxy.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { createTestLog } from '../../support/test-log.ts';

/** A data host that reaches the real service through a line that goes wrong. */
let server: RunningBackend;
let proxy: FaultProxy;
let host: DataHost;
let window: RpcClient<VigieContract>;
const newFolder = temporaryFolders();
const log = createTestLog();

beforeAll(async () => {
  server = await startBackend();
  await insertRows(server.backend.database, { vehicles: 10, thirdParties: 5, billingCycles: 2, missions: 1_200 });
});
afterAll(() => server.stop());
beforeEach(async () => {
  proxy = await startFaultProxy(server.url);
});
afterEach(async () => {
  await host.close();
  await proxy.close();
});

async function start(url = proxy.url, folder = newFolder()): Promise<void> {
  const restLimits = { ...REST_LIMITS, silenceMs: 500, answerMs: 1_000 };
  host = await createDataHost({
    folder,
    server: { url, token: server.token },
    log,
    version: '1',
    restLimits,
    random: () => 0.1,
  });
  const [near, far] = createMemoryChannelPair();
  host.connect(far);
  window = createRpcClient(vigieContract, near, systemClock);
}
const total = async () => (await window.request('missions.page', { offset: 0, limit: 1 })).total;
const waitFor = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 45_000 });
const isPull = (path: string) => path.includes('/sync/pull');

/** A fault in the pages after the first, so that there is something to keep. */
function laterPages(change: (page: PullPage, answer: ProxiedAnswer) => ProxiedAnswer) {
  return (answer: ProxiedAnswer, path: string) =>
    isPull(path) && path.includes('cursor=') ? change(pullPage.parse(JSON.parse(answer.body)), answer) : answer;
}

describe('a page that breaks the protocol', () => {
  it.each<[string, (page: PullPage, answer: ProxiedAnswer) => ProxiedAnswer]>([
    [
      'one amount of it is a text',
      (page, answer) => ({
        ...answer,
        body: JSON.stringify({
          ...page,
          changes: page.changes.map((change, index) =>
            index === 3 ? { ...change, row: { ...('row' in change ? change.row : {}), amountCents: '12' } } : change,
          ),
        }),
      }),
    ],
    ['it is cut off', (_page, answer) => ({ ...answer, body: answer.body.slice(0, answer.body.length / 2) })],
    ['it has no cursor', (page, answer) => ({ ...answer, body: JSON.stringify({ ...page, cursor: '' }) })],
    [
      'a row is not the one that is named',
      (page, answer) => ({
        ...answer,
        body: JSON.stringify({ ...page, changes: page.changes.map((change) => ({ ...change, id: '0' })) }),
      }),
    ],
    ['it is null', (_page, answer) => ({ ...answer, body: 'null' })],
  ])('is refused whole where %s; what was there stays, and the sync goes on when it is mended', async (_, change) => {
    proxy.fault = laterPages(change);
    await start();
    await waitFor(() =>
      expect(host.health().sync).toMatchObject({ phase: 'waiting', fault: { code: 'server-malformed' } }),
    );
    const kept = await total();
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(1_200);
    proxy.fault = undefined;
    await waitFor(() => expect(host.health().sync).toMatchObject({ phase: 'idle', fault: null }));
    expect(await total()).toBe(1_200);
  });
});

describe('a server that', () => {
  it.each<[string, (answer: ProxiedAnswer) => ProxiedAnswer, string, string]>([
    [
      'is a page to sign in at',
      (answer) => ({ ...answer, headers: { 'content-type': 'text/html' }, body: '<html>' }),
      'offline',
      'server-not-vigie',
    ],
    [
      'is of a later version',
      (answer) => ({ ...answer, body: JSON.stringify({ ...(JSON.parse(answer.body) as object), apiVersion: 9 }) }),
      'incompatible',
      'server-incompatible',
    ],
    [
      'fails',
      () => ({
        status: 500,
        headers: { 'content-type': 'application/problem+json' },
        body: '{"type":"/problems/internal","title":"internal","status":500}',
      }),
      'offline',
      'server-failed',
    ],
    [
      'is busy',
      () => ({ status: 503, headers: { 'content-type': 'text/plain', 'retry-after': '1' }, body: 'later' }),
      'offline',
      'server-failed',
    ],
  ])('%s is told as such, and taken when it is itself again', async (_, fault, state, code) => {
    proxy.fault = fault;
    await start();
    await waitFor(() => expect(host.health().server).toMatchObject({ state, fault: { code } }));
    // Nothing has seen the token.
    expect(host.health().positions.state).toBe('connecting');
    proxy.fault = undefined;
    await waitFor(() => expect(host.health().server).toMatchObject({ state: 'online', fault: null }));
    await waitFor(async () => expect(await total()).toBe(1_200));
  });

  it('is silent is told as slow', async () => {
    const silent = http.createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    await start(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    await waitFor(() =>
      expect(host.health().server).toMatchObject({ state: 'offline', fault: { code: 'server-slow' } }),
    );
    silent.closeAllConnections();
    silent.close();
  });

  // A busy machine may take longer than is promised: not each time.
  it('goes away is told within two seconds, on positions too; what is there stays in use; it is found again by itself', {
    retry: 5,
  }, async () => {
    await start();
    await waitFor(() => expect(host.health().sync.phase).toBe('idle'));
    const { port } = new URL(proxy.url);
    await proxy.close();
    await vi.waitFor(
      () => {
        expect(host.health().server).toMatchObject({ state: 'offline', fault: { code: 'server-unreachable' } });
        expect(host.health().positions.state).not.toBe('live');
      },
      { timeout: 2_000 },
    );
    expect(await total()).toBe(1_200);
    proxy = await startFaultProxy(server.url, Number(port));
    await waitFor(() => expect(host.health().server.state).toBe('online'));
  });
});

it('takes a server of this computer for the same one though its port has changed', async () => {
  const folder = newFolder();
  await start(proxy.url, folder);
  await waitFor(() => expect(host.health().sync.phase).toBe('idle'));
  await host.close();
  const other = await startFaultProxy(server.url);
  await start(other.url, folder);
  await waitFor(() => expect(host.health().sync.phase).toBe('idle'));
  expect(host.health().sync).not.toHaveProperty('rebuild');
  expect(host.health().sync.received).toBeLessThan(100);
  await other.close();
});

it('passes on the way of a vehicle, its missions from the cache, and says why there is no way without the server', async () => {
  const { supervision } = server.backend;
  const code = 'LYO-2';
  await waitFor(() => expect(supervision.isKnown(code)).toBe(true));
  const nowMs = Date.now();
  const fix = { vehicle: code, latitude: 45.7, state: 'on-mission' as const };
  for (const [index, longitude] of [4.8, 4.801, 4.802].entries()) {
    supervision.ingest([{ ...fix, longitude, observedAtMs: nowMs - 60_000 + index * 20_000 }]);
  }
  await start();
  await waitFor(() => expect(host.health().sync.phase).toBe('idle'));
  const { rows } = await window.request('vehicles.page', { filter: { text: code }, offset: 0, limit: 1 });
  const id = rows[0]?.id ?? '';
  const track = await window.request('vehicles.track', { id, minutes: 60 });
  expect(track.samples.map(({ longitude, state }) => [longitude, state])).toEqual([
    [4.8, 'on-mission'],
    [4.801, 'on-mission'],
    [4.802, 'on-mission'],
  ]);
  const missions = await window.request('vehicles.missions', { id, nowMs });
  expect([...missions.around, ...missions.next].every(({ vehicleId }) => vehicleId === id)).toBe(true);
  await expect(window.request('vehicles.track', { id: '99999', minutes: 60 })).rejects.toMatchObject({
    code: 'not-found',
  });
  proxy.isDown = true;
  await expect(window.request('vehicles.track', { id, minutes: 60 })).rejects.toMatchObject({
    code: 'server-unreachable',
  });
  await expect(window.request('vehicles.missions', { id, nowMs })).resolves.toEqual(missions);
});
