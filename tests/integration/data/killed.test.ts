import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { shownFile } from '../../../electron/data/walls/shown-file.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { vigieContract } from '../../../shared/contract/index.ts';
import { createRpcClient } from '../../../shared/rpc/index.ts';
import { type DataProcess, spawnDataProcess } from '../../support/data-process/data-process.ts';
import { shownDisplay, wallOn } from '../../support/wall-fixtures.ts';
import { fleetChanges, missionRow, range, remove, upsert } from '../../support/vigie-server/rows.ts';
import { startVigieServer, type VigieServer } from '../../support/vigie-server/vigie-server.ts';

let folder: string;
let server: VigieServer;
let data: DataProcess | undefined;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-killed-'));
  server = await startVigieServer();
});
afterEach(async () => {
  await data?.kill();
  await server.close();
  rmSync(folder, { recursive: true });
});

function start() {
  data = spawnDataProcess();
  data.post({ type: 'start', config: { serverUrl: server.url, token: server.token, folder, version: '1' } });
  return { data, window: createRpcClient(vigieContract, data.connect(), systemClock) };
}

/** What a killed process left, looked at by SQLite itself. */
function inspect() {
  const database = new Database(path.join(folder, 'cache.sqlite'), { fileMustExist: true });
  try {
    const value = (sql: string) => database.prepare<[], number>(sql).pluck().get() ?? 0;
    const cursor = database.prepare<[], string | null>('SELECT cursor FROM sync_state').pluck().get() ?? null;
    return {
      integrity: database.pragma('integrity_check', { simple: true }),
      reached: cursor === null ? 0 : Number(cursor.split('/')[1]),
      rows: value(
        'SELECT (SELECT count(*) FROM vehicles) + (SELECT count(*) FROM third_parties) + (SELECT count(*) FROM billing_cycles) + (SELECT count(*) FROM missions)',
      ),
      counted: value('SELECT coalesce(sum(mission_count), 0) FROM billing_cycle_totals'),
      billed: value('SELECT count(*) FROM missions WHERE billing_cycle_id IS NOT NULL'),
      searchable: value(`SELECT count(*) FROM missions_search WHERE missions_search MATCH 'rue'`),
      missions: value('SELECT count(*) FROM missions'),
    };
  } finally {
    database.close();
  }
}

it('leaves rows and cursor of whole pages, wherever it is killed, and goes on from there to the same rows', async () => {
  server.add(fleetChanges(12_000));
  const reached: number[] = [];
  for (let life = 0; life < 6; life++) {
    const { data: running } = start();
    const before = server.requests.filter((request) => request.includes('pull')).length;
    // Killed at another moment of its work each time: while it asks, applies, or commits.
    await vi.waitFor(
      () => expect(server.requests.filter((request) => request.includes('pull')).length).toBeGreaterThan(before + 1),
      {
        timeout: 45_000,
        interval: 1,
      },
    );
    await new Promise((resolve) => setTimeout(resolve, life * 23));
    await running.kill();
    const left = inspect();
    expect(left.integrity).toBe('ok');
    // The server's changes are all upserts of different rows: the cursor says how many there must be.
    expect(left.rows).toBe(left.reached);
    expect(left.counted).toBe(left.billed);
    expect(left.searchable).toBe(left.missions);
    reached.push(left.reached);
  }
  expect(reached).toEqual(reached.toSorted((a, b) => a - b));
  // Changed and deleted meanwhile.
  server.add([
    upsert('mission', missionRow(5, { reference: 'CHANGED' }), 2),
    ...range(100).map((n) => remove('mission', String(n + 100))),
  ]);
  const { window } = start();
  await vi.waitFor(async () => expect((await window.request('health.get', {})).sync.phase).toBe('idle'), {
    timeout: 45_000,
  });
  const { total } = await window.request('missions.page', { offset: 0, limit: 1 });
  expect(total).toBe(11_900);
  await expect(window.request('missions.get', { id: '5' })).resolves.toMatchObject({ reference: 'CHANGED' });
  const seen = new Set<string>();
  for (let offset = 0; offset < total; offset += 500) {
    for (const { id } of (
      await window.request('missions.page', { sort: { by: 'reference', direction: 'ascending' }, offset, limit: 500 })
    ).rows)
      seen.add(id);
  }
  expect(seen.size).toBe(11_900);
});

it('shows on a wall after a kill what was sent to it, and its picture where it was', async () => {
  const { data: first, window } = start();
  const plain = wallOn('1', [shownDisplay(1, 0), shownDisplay(2, 1_920)]);
  const wall = { ...plain, spans: [{ id: 'a', area: null, gap: { across: 0, down: 0 } }] };
  const camera = { longitude: 2, latitude: 48, zoom: 12 };
  await window.request('walls.save', { wall });
  await window.request('walls.show', { wall: '1', focus: { kind: 'vehicle', id: '7', camera } });
  await window.request('walls.camera', { wall: '1', span: 'a', camera });
  await vi.waitFor(() => expect(readFileSync(shownFile(folder), 'utf8')).toContain('"span": "a"'));
  // The last word is kept when it is answered.
  const area = { ...camera, width: 800, height: 600 };
  await window.request('walls.save', { wall: { ...wall, id: '2' } });
  await window.request('walls.show', { wall: '2', focus: { kind: 'area', area } });
  await first.kill();

  const { window: again } = start();
  expect(await again.request('walls.get', { wall: '1' })).toMatchObject({
    focus: { kind: 'vehicle', id: '7' },
    cameras: [{ span: 'a', camera }],
  });
  expect(await again.request('walls.get', { wall: '2' })).toMatchObject({ focus: { kind: 'area', area } });
});
