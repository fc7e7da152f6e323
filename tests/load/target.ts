import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isLoopbackHost } from '../../backend/http/loopback.ts';
import { openDatabase } from '../../backend/database/open-database.ts';
import { pullPage, serviceInfo } from '../../shared/api/index.ts';
import { startBackendIn } from '../support/backend-process.ts';
import { insertRows } from '../support/business-rows.ts';
import { prepareDataFolder } from '../support/database.ts';
import { silentLog } from '../support/silent-log.ts';
import { BOUNDS } from './scenarios.ts';

const MISSIONS = 20_000;

/** The service that is put under load. */
export interface Target {
  url: string;
  token: string;
  epoch: string;
  /** Of a pull that has read everything. */
  cursor: string;
  stop(): Promise<void>;
}

/**
 * A service of its own in another process, with 20,000 missions; or one that runs on this machine already.
 * @throws Error when the address is another machine's
 */
export async function openTarget(given: { url: string; token: string } | undefined): Promise<Target> {
  const service =
    given === undefined ? await startService() : { ...onThisMachine(given), stop: () => Promise.resolve() };
  try {
    return { ...service, ...(await standOf(service)) };
  } catch (error) {
    await service.stop();
    throw error;
  }
}

export function onThisMachine({ url, token }: { url: string; token: string }): { url: string; token: string } {
  const isHere = URL.canParse(url) && new URL(url).protocol === 'http:' && isLoopbackHost(new URL(url).host);
  if (!isHere) throw new Error(`--target is '${url}': load is only put on this machine, as http://127.0.0.1:PORT.`);
  if (token === '') throw new Error('--target needs a token: set VIGIE_LOAD_TOKEN.');
  return { url: new URL(url).origin, token };
}

async function startService() {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-load-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    await prepareDataFolder(folder);
    const database = await openDatabase({
      databaseUrl: undefined,
      dataFolder: folder,
      log: silentLog,
      progress: () => undefined,
    });
    await insertRows(database, { vehicles: BOUNDS.vehicles, thirdParties: 200, billingCycles: 20, missions: MISSIONS });
    await database.close();
    // All desktops of a scenario have one sign-in.
    const limits = { VIGIE_SOCKETS_PER_SUBJECT: '0', VIGIE_REQUESTS_PER_SUBJECT: '0' };
    const backend = await startBackendIn(folder, ['--no-feed'], limits);
    return {
      ...backend,
      async stop() {
        await backend.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

async function standOf({ url, token }: { url: string; token: string }): Promise<{ epoch: string; cursor: string }> {
  const read = async (path: string): Promise<unknown> => {
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`${url}${path} answers ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const { epoch } = serviceInfo.parse(await read('/api/v2'));
  let cursor: string | undefined;
  for (;;) {
    const query = cursor === undefined ? '' : `&cursor=${cursor}`;
    const page = pullPage.parse(await read(`/api/v2/sync/pull?schema=3&limit=10000${query}`));
    cursor = page.cursor;
    if (!page.hasMore) return { epoch, cursor };
  }
}
