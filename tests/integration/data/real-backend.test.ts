import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { renewEpoch } from '../../../backend/sync/epoch.ts';
import { createDataHost, type DataHost } from '../../../electron/data/host.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { FleetTable, missionsPage } from '../../../shared/api/index.ts';
import { type VigieContract, vigieContract } from '../../../shared/contract/index.ts';
import { createMemoryChannelPair, createRpcClient, type RpcClient } from '../../../shared/rpc/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';
import { createTestLog } from '../../support/test-log.ts';

/** The data host on a real SQLite file against the real service on PGlite. */
let server: RunningBackend;
let folder: string;
let host: DataHost;
let window: RpcClient<VigieContract>;
const log = createTestLog();
const ROWS = { vehicles: 40, thirdParties: 15, billingCycles: 6, missions: 3_000 };

beforeAll(async () => {
  server = await startBackend();
  await insertRows(server.backend.database, ROWS);
});
afterAll(() => server.stop());
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-host-'));
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

async function start(token = server.token): Promise<void> {
  host = await createDataHost({ folder, server: { url: server.url, token }, log, version: '1', validateResults: true });
  const [near, far] = createMemoryChannelPair();
  host.connect(far);
  window = createRpcClient(vigieContract, near, systemClock);
}
const inSync = () =>
  vi.waitFor(() => expect(host.health().sync).toMatchObject({ phase: 'idle', fault: null }), { timeout: 45_000 });
const query = (sql: string, values: unknown[] = []) => server.backend.database.query(sql, values);

describe('a data host on the real service', () => {
  it('holds the same rows as the service', async () => {
    await start();
    await inSync();
    let after: string | null = null;
    const expected = new Map<string, object>();
    do {
      const answer = await server.ask(
        `/api/v2/missions?limit=1000${after === null ? '' : `&after=${encodeURIComponent(after)}`}`,
      );
      const page = missionsPage.parse(await answer.json());
      for (const mission of page.items) expected.set(mission.id, mission);
      after = page.next;
    } while (after !== null);
    expect(expected.size).toBe(ROWS.missions);
    for (let offset = 0; offset < ROWS.missions; offset += 500) {
      const page = await window.request('missions.page', {
        sort: { by: 'reference', direction: 'ascending' },
        offset,
        limit: 500,
      });
      expect(page.total).toBe(ROWS.missions);
      for (const { vehicleCode, thirdPartyName, billingCycleLabel, unsent, ...mission } of page.rows) {
        expect(unsent).toBeNull();
        expect(mission).toEqual(expected.get(mission.id));
        expect([vehicleCode, thirdPartyName, billingCycleLabel]).not.toContain(null);
      }
    }
    await expect(window.request('thirdParties.page', { offset: 0, limit: 1 })).resolves.toMatchObject({
      total: ROWS.thirdParties,
    });
    await expect(window.request('vehicles.page', { offset: 0, limit: 1 })).resolves.toMatchObject({
      total: ROWS.vehicles,
    });
    const cycles = await window.request('billingCycles.page', { offset: 0, limit: 100 });
    expect(cycles.rows.reduce((sum, { missionCount }) => sum + missionCount, 0)).toBe(ROWS.missions);
    const [sum] = await server.backend.database.query<{ cents: string }>(
      'select sum(amount * 100)::bigint::text as cents from missions',
    );
    expect(cycles.rows.reduce((cents, { amountCents }) => cents + amountCents, 0)).toBe(Number(sum?.cents));
  });

  it('follows what other programs write in plain SQL, within a second or two', async () => {
    await start();
    await inSync();
    await query(`update missions set customer_name = 'Zébulon & Cie' where reference = 'M-00000007'`);
    const search = (text: string) => window.request('missions.page', { filter: { text }, offset: 0, limit: 5 });
    await vi.waitFor(async () => expect((await search('zebulon')).total).toBe(1), { timeout: 10_000 });
    await query(`delete from missions where reference = 'M-00000007'`);
    await vi.waitFor(async () => expect((await search('zebulon')).total).toBe(0), { timeout: 10_000 });
    await query(`update third_parties set name = 'Renommée' where name like '% n° 3'`);
    await vi.waitFor(async () => expect((await search('renommee')).total).toBeGreaterThan(0), { timeout: 10_000 });
    expect(host.health().server).toMatchObject({ state: 'online', fault: null });
  });

  it('brings positions from the service to a window', async () => {
    await start();
    await inSync();
    const table = new FleetTable({ streamId: 0, epochMs: 0 });
    window.open('positions', {}, { onItem: (frame) => void table.apply(frame), onEnd: () => undefined });
    const post = (longitude: number) =>
      server.ask('/api/v2/positions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          positions: ['LYO-1', 'LYO-2'].map((vehicle) => ({
            vehicle,
            longitude,
            latitude: 45.76,
            observedAtMs: Date.now(),
            speedMetresPerSecond: 5,
            headingDegrees: 90,
          })),
        }),
      });
    expect((await post(4.83)).status).toBe(200);
    await vi.waitFor(() => expect(table.count).toBeGreaterThanOrEqual(2));
    await vi.waitFor(
      async () => {
        const { rows, streamId } = await window.request('vehicles.page', {
          sort: { by: 'speed', direction: 'descending' },
          offset: 0,
          limit: 2,
        });
        expect(rows.map(({ code }) => code).toSorted()).toEqual(['LYO-1', 'LYO-2']);
        expect(streamId).toBe(table.streamId);
        expect(table.read(rows[0]?.slot ?? -1)?.longitude).toBeCloseTo(4.83, 3);
      },
      { timeout: 45_000 },
    );
    expect(host.health().positions.state).toBe('live');
  });

  it('goes on where it was, after a restart', async () => {
    await start();
    await inSync();
    await host.close();
    await query(`update missions set driver = 'Quelqu''un d''autre' where reference = 'M-00000100'`);
    await start();
    await vi.waitFor(
      async () => {
        const page = await window.request('missions.page', { filter: { text: 'quelqu' }, offset: 0, limit: 5 });
        expect(page.total).toBe(1);
      },
      { timeout: 45_000 },
    );
    // All was there already: only what is new came.
    expect(host.health().sync.received).toBeLessThan(100);
  });

  it('says that its token is refused, and keeps what it has', async () => {
    await start();
    await inSync();
    await host.close();
    await start('not-a-token');
    await vi.waitFor(
      () => expect(host.health().server).toMatchObject({ state: 'refused', fault: { code: 'unauthorized' } }),
      { timeout: 45_000 },
    );
    await vi.waitFor(() => expect(host.health().positions.fault?.code).toBe('unauthorized'));
    expect((await window.request('missions.page', { offset: 0, limit: 1 })).total).toBeGreaterThan(2_900);
    expect(log.text()).not.toContain(server.token);
  });

  it('reads everything anew when the service says that its database was restored', async () => {
    await start();
    await inSync();
    await host.close();
    await server.backend.database.transaction(renewEpoch);
    // A service learns of its new epoch when it starts.
    const { database } = server.backend;
    const restarted = await startBackend({ database });
    try {
      host = await createDataHost({ folder, server: restarted, log, version: '1' });
      await vi.waitFor(
        () => expect(host.health().sync).toMatchObject({ phase: 'idle', rebuild: { reason: 'epoch-changed' } }),
        { timeout: 45_000 },
      );
      expect(host.health().sync.received).toBeGreaterThan(2_900);
    } finally {
      await host.close();
      await restarted.stop();
    }
  });
});
