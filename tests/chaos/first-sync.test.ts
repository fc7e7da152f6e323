import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cacheFile } from '../../electron/data/store/cache-file.ts';
import { createDataHost, type DataHost } from '../../electron/data/host.ts';
import { REST_LIMITS } from '../../electron/data/remote/rest-client.ts';
import { decodeCursor } from '../../backend/sync/cursor.ts';
import { type RunningBackend, startBackend } from '../support/backend.ts';
import { insertRows } from '../support/business-rows.ts';
import { type FaultProxy, type HttpFault, seededPlan, startFaultProxy } from '../support/fault-proxy.ts';
import { silentLog } from '../support/silent-log.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const MISSIONS = 8_000;
const SEED = Number(process.env['VIGIE_CHAOS_SEED'] ?? 1);
/** Nothing here asks for a rest of a second and more: the network fails, and is tried again at once. */
const KINDS: readonly HttpFault['kind'][] = [
  ...(['delay', 'slow', 'reset', 'cut-answer', 'half-close', 'corrupt-answer', 'captive-portal', 'redirect'] as const),
];

let server: RunningBackend;
let proxy: FaultProxy;
/** Those that run. */
const hosts = new Set<DataHost>();
const newFolder = temporaryFolders();
beforeAll(async () => {
  server = await startBackend();
  await insertRows(server.backend.database, { vehicles: 50, thirdParties: 20, billingCycles: 5, missions: MISSIONS });
  proxy = await startFaultProxy(server.url);
});
afterAll(async () => {
  for (const host of hosts) await host.close();
  await proxy.close();
  await server.stop();
});

async function start(folder: string): Promise<DataHost> {
  const host = await createDataHost({
    folder,
    server: { url: proxy.url, token: server.token },
    ...{ log: silentLog, version: '1', random: () => 0.05 },
    restLimits: { ...REST_LIMITS, silenceMs: 2_000, answerMs: 4_000 },
  });
  hosts.add(host);
  return host;
}

async function end(host: DataHost): Promise<void> {
  hosts.delete(host);
  await host.close();
}

/** What a data host that is closed has, as `id version`; and where it would go on. */
function kept(folder: string): { missions: string[]; ids: number[]; cursor: string | null } {
  const database = new Database(cacheFile(folder), { readonly: true });
  try {
    const rows = database.prepare<[], { id: string; version: number }>('SELECT id, version FROM missions').all();
    const cursor = database.prepare<[], string | null>('SELECT cursor FROM sync_state').pluck().get() ?? null;
    return {
      missions: rows.map(({ id, version }) => `${id} ${version}`).toSorted(),
      ids: rows.map(({ id }) => Number(id)),
      cursor,
    };
  } finally {
    database.close();
  }
}

async function onServer(): Promise<string[]> {
  const rows = await server.backend.database.query<{ place: string }>(
    `select entity_id || ' ' || version as place from sync_changes where entity = 'mission' and not deleted`,
  );
  return rows.map(({ place }) => place).toSorted();
}

describe('a first synchronisation over a bad network, while other programs write', () => {
  it('goes on where it was, after faults and after its process ended, and comes to all rows as they are', async () => {
    const folder = newFolder();
    const database = server.backend.database;
    const ending = new AbortController();
    const writing = (async () => {
      for (let round = 1; !ending.signal.aborted; round++) {
        await database.execute(`
          update missions set amount = ${round} where id % 997 = ${round % 997};
          delete from missions where id = ${1 + ((round * 7919) % MISSIONS)};
          insert into missions (reference, planned_start_at, planned_end_at) values ('N${round}', now(), now());
          update missions set id = nextval(pg_get_serial_sequence('missions', 'id')) where id = ${1 + ((round * 104_729) % MISSIONS)}`);
        await sleep(20);
      }
    })();
    proxy.plan = seededPlan(SEED, { rate: 0.25, webSocketRate: 0.5, kinds: KINDS, longestMs: 60 });
    let host = await start(folder);
    try {
      await vi.waitFor(() => expect(host.health().sync.received).toBeGreaterThan(1_000), { timeout: 30_000 });
      await end(host);

      const half = kept(folder);
      expect(decodeCursor(half.cursor ?? '')).toMatchObject({ kind: 'snapshot', entity: 'mission' });
      // The newest work is there already, the oldest is not.
      expect(Math.max(...half.ids)).toBeGreaterThanOrEqual(MISSIONS);
      expect(Math.min(...half.ids)).toBeGreaterThan(1_000);
      const before = proxy.passages.length;
      host = await start(folder);
      const pulls = () => proxy.passages.slice(before).filter(({ path }) => path.includes('/sync/pull'));
      await vi.waitFor(() => expect(pulls().length).toBeGreaterThan(0), { timeout: 30_000 });
      expect(pulls()[0]?.path).toContain(`cursor=${half.cursor}`);
      await vi.waitFor(() => expect(host.health().sync.lastSyncAtMs).not.toBeNull(), { timeout: 60_000 });
      expect(pulls().every(({ path }) => path.includes('cursor='))).toBe(true);
    } finally {
      ending.abort();
      await writing;
    }

    proxy.plan = undefined;
    const truth = await onServer();
    await vi.waitFor(() => expect(host.health().sync.phase).toBe('idle'), { timeout: 30_000 });
    const began = host.health().sync.lastSyncAtMs ?? 0;
    host.wake();
    await vi.waitFor(() => expect(host.health().sync.lastSyncAtMs).toBeGreaterThan(began), { timeout: 30_000 });
    await end(host);
    expect(kept(folder).missions).toEqual(truth);
    expect(Object.keys(proxy.faultCounts()).length).toBeGreaterThan(1);
  });
});
