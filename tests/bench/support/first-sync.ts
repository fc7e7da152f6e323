/**
 * One run of a benchmark of the first synchronisation, in a process of its own, so that its memory is its own:
 *
 *   node first-sync.ts sync URL TOKEN    a data host fills an empty cache from the server over HTTP
 *   node first-sync.ts raw URL TOKEN     the same rows, already in memory, into the same schema in one transaction
 *   node first-sync.ts plain URL TOKEN   the same missions into one table without indexes or search
 *
 * Prints one JSON line with its figures.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { createDataHost } from '../../../electron/data/host.ts';
import { createRestClient } from '../../../electron/data/remote/rest-client.ts';
import { openStore } from '../../../electron/data/store/store.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import type { Change } from '../../../shared/api/index.ts';
import { vigieContract } from '../../../shared/contract/index.ts';
import { createMemoryChannelPair, createRpcClient } from '../../../shared/rpc/index.ts';
import { silentLog } from '../../support/silent-log.ts';
import { watchEventLoop } from './event-loop.ts';

const [mode, url = '', token = ''] = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), 'vigie-bench-'));
const LONGEST_MS = 180_000;

/** Milliseconds until something shows, and until all is there. */
async function sync(): Promise<Record<string, number>> {
  const loop = watchEventLoop();
  const beganAtMs = performance.now();
  const host = await createDataHost({ folder, server: { url, token }, log: silentLog, version: 'bench' });
  const [near, far] = createMemoryChannelPair();
  host.connect(far);
  const window = createRpcClient(vigieContract, near, systemClock);
  let usableMs: number | undefined;
  while (host.health().sync.lastSyncAtMs === null || host.health().sync.phase !== 'idle') {
    if (performance.now() - beganAtMs > LONGEST_MS) throw new Error(`not in sync: ${JSON.stringify(host.health())}`);
    if (usableMs === undefined) {
      const { total } = await window.request('missions.page', { offset: 0, limit: 50 });
      if (total > 0) usableMs = performance.now() - beganAtMs;
    }
    await systemClockTick();
  }
  const completeMs = performance.now() - beganAtMs;
  const longestBlockMs = loop.stop();
  const { total } = await window.request('missions.page', { offset: 0, limit: 1 });
  await host.close();
  return { missions: total, usableMs: usableMs ?? completeMs, completeMs, longestBlockMs };
}

async function raw(): Promise<Record<string, number>> {
  const changes = await readAll();
  const store = openStore({ folder, clock: systemClock, log: silentLog });
  const beganAtMs = performance.now();
  await store.write((cache) => {
    for (const change of changes) cache.apply(change);
  });
  const completeMs = performance.now() - beganAtMs;
  await store.close();
  return { completeMs };
}

async function plain(): Promise<Record<string, number>> {
  const rows = (await readAll()).flatMap((change) =>
    change.op === 'upsert' && change.entity === 'mission' ? [{ ...change.row, version: change.version }] : [],
  );
  const database = new Database(path.join(folder, 'plain.sqlite'));
  database.pragma('journal_mode = WAL');
  const columns = Object.keys(rows[0] ?? {});
  database.exec(`CREATE TABLE missions (${columns.join(', ')})`);
  const insert = database.prepare(`INSERT INTO missions VALUES (${columns.map((name) => `@${name}`).join(', ')})`);
  const beganAtMs = performance.now();
  database.transaction(() => {
    for (const row of rows) insert.run(row);
  })();
  const completeMs = performance.now() - beganAtMs;
  database.close();
  return { completeMs };
}

async function readAll(): Promise<Change[]> {
  const rest = createRestClient({ url, token }, systemClock);
  const changes: Change[] = [];
  let cursor: string | null = null;
  for (let more = true; more; ) {
    const page = await rest.pull({ cursor, limit: 5_000 }, new AbortController().signal);
    changes.push(...page.changes);
    cursor = page.cursor;
    more = page.hasMore;
  }
  rest.close();
  globalThis.gc?.();
  return changes;
}

function systemClockTick(): Promise<void> {
  return new Promise((resolve) => {
    systemClock.after(5, resolve);
  });
}

try {
  const figures = await (mode === 'sync' ? sync() : mode === 'raw' ? raw() : plain());
  const peakRssMb = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(`${JSON.stringify({ ...figures, peakRssMb })}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
