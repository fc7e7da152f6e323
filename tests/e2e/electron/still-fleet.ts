import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@playwright/test';
import { migrate } from '../../../backend/database/migrate.ts';
import { openDatabase } from '../../../backend/database/open-database.ts';
import { type Backend, startBackendIn } from '../../support/backend-process.ts';
import { insertRows } from '../../support/business-rows.ts';
import { silentLog } from '../../support/silent-log.ts';

/** Vehicles on a grid over a town: some in each part of a picture, some at its seams. */
const SIDE = 12;

/** A real backend, without a feed, whose vehicles stand still. */
export async function startStillFleet(): Promise<Backend> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-still-'));
  const progress = () => undefined;
  const database = await openDatabase({ databaseUrl: undefined, dataFolder: folder, log: silentLog, progress });
  await migrate(database, 'up', silentLog);
  await insertRows(database, { vehicles: SIDE * SIDE });
  await database.close();
  const backend = await startBackendIn(folder, ['--no-feed']);
  await postStillFleet(backend);
  return {
    ...backend,
    async stop() {
      await backend.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function postStillFleet({ url, token }: Pick<Backend, 'url' | 'token'>): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const known = await fetch(`${url}/api/v2/vehicles?limit=${SIDE * SIDE}`, { headers });
  const { items } = (await known.json()) as { items: { code: string }[] };
  const observedAtMs = Date.now();
  const positions = items.map(({ code }, index) => ({
    vehicle: code,
    longitude: 4.7 + (index % SIDE) * 0.025,
    latitude: 45.66 + Math.floor(index / SIDE) * 0.012,
    ...{ observedAtMs, speedMetresPerSecond: 0 },
  }));
  const body = JSON.stringify({ positions });
  const answer = await fetch(`${url}/api/v2/positions`, { method: 'POST', headers, body });
  expect(await answer.json()).toMatchObject({ accepted: SIDE * SIDE });
}
