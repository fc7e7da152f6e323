import type http from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openStore } from '../../../electron/data/store/store.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { type Mutation, mutation as mutationSchema } from '../../../shared/api/index.ts';
import { type Desktop, startDesktop } from '../../support/desktop.ts';
import { patchOf } from '../../support/edits.ts';
import { idleKeeper } from '../../support/idle-keeper.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { createTestLog } from '../../support/test-log.ts';
import { fleetChanges, missionRow, upsert } from '../../support/vigie-server/rows.ts';
import { json, startVigieServer, type VigieServer } from '../../support/vigie-server/vigie-server.ts';

/** A week of a busy desk offline: what the desktop alone takes for it, with a server that answers at once. */
const EDITS = 10_000;
const MISSIONS = 1_000;
const newFolder = temporaryFolders();
let server: VigieServer;
let desktop: Desktop | undefined;
/** By id: how often each came. */
const came = new Map<string, number>();
const batches: number[] = [];

beforeEach(async () => {
  server = await startVigieServer();
  server.add(fleetChanges(MISSIONS));
});
afterEach(async () => {
  await desktop?.close();
  await server.close();
});

/** Says of each edit that it was applied, with the row as it then is. */
function applyAll(request: http.IncomingMessage, response: http.ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { epoch, mutations } = JSON.parse(Buffer.concat(chunks).toString()) as {
      epoch: string;
      mutations: unknown[];
    };
    batches.push(mutations.length);
    const answers = mutations.map((one) => answerTo(mutationSchema.parse(one)));
    json(response, 200, { epoch, serverTime: new Date().toISOString(), answers });
  });
}
let version = 1;
function answerTo(mutation: Mutation): object {
  came.set(mutation.mutationId, (came.get(mutation.mutationId) ?? 0) + 1);
  version += 1;
  const customerName = mutation.op === 'patch' ? String(mutation.fields['customerName']?.to) : null;
  const row = missionRow(Number(mutation.id), { customerName });
  return { mutationId: mutation.mutationId, result: 'applied', current: upsert('mission', row, version) };
}

it('sends ten thousand edits that wait, each once, in few batches', async () => {
  const folder = newFolder();
  desktop = await startDesktop({ folder, server });
  await vi.waitFor(() => expect(desktop?.host.health().sync.phase).toBe('idle'));
  await desktop.close();
  const store = openStore({ folder, clock: systemClock, log: createTestLog(), keeper: idleKeeper });
  await store.write(({ outbox }) => {
    const owner = outbox.owner();
    if (owner === null) throw new Error('the cache is nobody’s');
    for (let n = 0; n < EDITS; n++) {
      const id = String((n % MISSIONS) + 1);
      const known = outbox.rowOf('mission', id);
      if (known === undefined) throw new Error(`there is no mission ${id}`);
      outbox.add(patchOf('mission', { id, ...known.row }, { customerName: `Tour ${Math.floor(n / MISSIONS)}` }), owner);
    }
  });
  await store.close();
  server.intercept = (request, response, url) => {
    if (!url.pathname.endsWith('/sync/push')) return false;
    applyAll(request, response);
    return true;
  };
  desktop = await startDesktop({ folder, server });
  await vi.waitFor(() => expect(desktop?.host.health().outbox.notSent).toBe(0), { timeout: 40_000, interval: 100 });
  expect(came.size).toBe(EDITS);
  expect(new Set(came.values())).toEqual(new Set([1]));
  expect(Math.max(...batches)).toBe(500);
  expect(await desktop.window.request('missions.get', { id: '7' })).toMatchObject({
    customerName: 'Tour 9',
    unsent: null,
  });
});
