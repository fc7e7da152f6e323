import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../electron/data/system-clock.ts';
import type * as Api from '../../../shared/api/index.ts';
import { SYNC_SCHEMA_VERSION } from '../../../shared/api/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';

/** Desktops and services of different versions: the desktop's own code, told that it is of another version. */
let server: RunningBackend;
let proxy: FaultProxy;
beforeAll(async () => {
  server = await startBackend();
  await insertRows(server.backend.database, { vehicles: 2, thirdParties: 1, billingCycles: 1, missions: 3 });
  proxy = await startFaultProxy(server.url);
});
afterAll(async () => {
  await proxy.close();
  await server.stop();
});
afterEach(() => {
  proxy.fault = undefined;
  vi.doUnmock('../../../shared/api/index.ts');
  vi.resetModules();
});

async function desktopOf(syncSchemaVersion: number | undefined) {
  vi.resetModules();
  vi.doMock('../../../shared/api/index.ts', async (original) => {
    const actual = await original<typeof Api>();
    return syncSchemaVersion === undefined ? actual : { ...actual, SYNC_SCHEMA_VERSION: syncSchemaVersion };
  });
  const { createRestClient } = await import('../../../electron/data/remote/rest-client.ts');
  return createRestClient({ url: proxy.url, token: server.token }, systemClock);
}

/** The service says this of itself. */
function serverSays(said: Partial<Api.ServiceInfo>): void {
  proxy.fault = (answer, path) =>
    path === '/api/v2' || path === '/api/v2/'
      ? { ...answer, body: JSON.stringify({ ...(JSON.parse(answer.body) as object), ...said }) }
      : answer;
}

const never = new AbortController().signal;
const incompatible = (sentence: string) => ({ code: 'server-incompatible', message: `${proxy.url} ${sentence}` });

describe('a desktop and a service', () => {
  it('of the same version go on', async () => {
    const desktop = await desktopOf(undefined);
    await expect(desktop.serviceInfo(never)).resolves.toMatchObject({ service: 'vigie' });
    desktop.close();
  });

  it('go on where the desktop is older and the rows are the same: it reads all of them', async () => {
    const desktop = await desktopOf(1);
    await expect(desktop.serviceInfo(never)).resolves.toMatchObject({ oldestClientSchemaVersion: 1 });
    const page = await desktop.pull({ cursor: null, limit: 100 }, never);
    expect(page.changes).toHaveLength(7);
    expect(page.hasMore).toBe(false);
    desktop.close();
  });

  it('say that the desktop is to be updated where the service needs a later one', async () => {
    serverSays({ oldestClientSchemaVersion: 2, syncSchemaVersion: 2 });
    const desktop = await desktopOf(1);
    await expect(desktop.serviceInfo(never)).rejects.toMatchObject(
      incompatible('needs a later version of Vigie (rows of version 2): update Vigie'),
    );
    desktop.close();
  });

  it('say that the server is to be updated where it is older than the desktop', async () => {
    const desktop = await desktopOf(SYNC_SCHEMA_VERSION + 1);
    await expect(desktop.serviceInfo(never)).rejects.toMatchObject(
      incompatible(`is older than this version of Vigie (rows of version ${SYNC_SCHEMA_VERSION}): update the server`),
    );
    desktop.close();
  });

  it('say so too where the server is of the version before pushes', async () => {
    serverSays({ oldestClientSchemaVersion: 1, syncSchemaVersion: 1 });
    const desktop = await desktopOf(undefined);
    await expect(desktop.serviceInfo(never)).rejects.toMatchObject(
      incompatible('is older than this version of Vigie (rows of version 1): update the server'),
    );
    desktop.close();
  });
});

/**
 * The members of rows as desktops of version 1 read them. A row that lacks one would stop their synchronisation: then
 * OLDEST_CLIENT_SCHEMA_VERSION has to be raised.
 */
const ROWS_OF_VERSION_1: Record<string, readonly string[]> = {
  vehicle: ['id', 'code', 'label', 'kind', 'depot', 'line'],
  'third-party': ['id', 'name', 'type', 'contactInfo', 'createdAt'],
  'billing-cycle': [...['id', 'label', 'thirdPartyId', 'periodStart', 'periodEnd', 'state', 'currency', 'createdAt']],
  mission: [
    ...['id', 'reference', 'vehicleId', 'driver', 'customerName', 'originAddress', 'destinationAddress'],
    ...['plannedStartAt', 'plannedEndAt', 'actualStartAt', 'actualEndAt', 'status', 'distanceMetres', 'amountCents'],
    ...['currency', 'billingCycleId', 'thirdPartyId'],
  ],
};

it('rows have every member that desktops of the oldest version ask for', async () => {
  const answer = await server.ask('/api/v2/sync/pull');
  const { changes } = (await answer.json()) as { changes: { entity: string; row: object }[] };
  expect(new Set(changes.map(({ entity }) => entity)).size).toBe(4);
  for (const { entity, row } of changes)
    expect(Object.keys(row)).toEqual(expect.arrayContaining([...(ROWS_OF_VERSION_1[entity] ?? [''])]));
});
