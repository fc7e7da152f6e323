import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { FleetTable } from '../../../shared/api/index.ts';
import { vigieContract } from '../../../shared/contract/index.ts';
import { createRpcClient } from '../../../shared/rpc/index.ts';
import { type DataProcess, spawnDataProcess } from '../../support/data-process/data-process.ts';
import { smallArchive } from '../../support/small-archive.ts';
import { deskWith, shownDisplay, wallOn } from '../../support/wall-fixtures.ts';
import { fleetChanges } from '../../support/vigie-server/rows.ts';
import { startVigieServer, type VigieServer } from '../../support/vigie-server/vigie-server.ts';

let folder: string;
let server: VigieServer;
let data: DataProcess;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-process-'));
  server = await startVigieServer();
  server.add(fleetChanges(50));
  data = spawnDataProcess();
});
afterEach(async () => {
  await data.kill();
  await server.close();
  rmSync(folder, { recursive: true });
});
const config = (change: object = {}) => ({
  serverUrl: server.url,
  token: server.token,
  folder,
  version: '1.2.3',
  ...change,
});
const openWindow = () => createRpcClient(vigieContract, data.connect(), systemClock);

describe('the process of the data host', () => {
  it('serves windows, also those that asked before it was ready', async () => {
    const early = openWindow();
    data.post({ type: 'start', config: config() });
    const late = openWindow();
    await vi.waitFor(
      async () => expect((await early.request('missions.page', { offset: 0, limit: 1 })).total).toBe(50),
      { timeout: 45_000 },
    );
    await expect(late.request('health.get', {})).resolves.toMatchObject({
      host: { version: '1.2.3' },
      server: { state: 'online' },
    });
    expect(data.log()).not.toContain(server.token);
  });

  it("gives a window's worker a channel of its own, over the window's port", async () => {
    data.post({ type: 'start', config: config() });
    const port = data.connect();
    const page = createRpcClient(vigieContract, port, systemClock);
    await page.request('health.get', {});
    server.table.write(0, {
      longitude: 2,
      latitude: 48,
      velocityEast: 0,
      velocityNorth: 0,
      observedAtMs: Date.now(),
      headingDegrees: 0,
      state: 0,
      flags: 0,
      kind: 0,
    });
    server.vehicleIds.push('1');
    server.table.publish(Date.now());
    const worker = createRpcClient(vigieContract, port.openFurther(), systemClock);
    const table = new FleetTable({ streamId: 0, epochMs: 0 });
    worker.open('positions', {}, { onItem: (frame) => void table.apply(frame), onEnd: () => undefined });
    await vi.waitFor(() => expect(table.count).toBe(1));
    // The one goes without the other.
    page.close();
    await expect(worker.request('health.get', {})).resolves.toMatchObject({ positions: { vehicles: 1 } });
  });

  it('tells the shell what is not sent, whenever that changes', async () => {
    data.post({ type: 'start', config: config() });
    const window = openWindow();
    await vi.waitFor(
      async () => expect((await window.request('missions.page', { offset: 0, limit: 1 })).total).toBe(50),
      { timeout: 45_000 },
    );
    // The server of this test takes no edits.
    await window.request('edits.create', {
      entity: 'third-party',
      fields: { name: 'Société nouvelle', type: 'customer' },
    });
    await vi.waitFor(() =>
      expect(data.said.filter((said) => (said as { type?: string }).type === 'status')).toEqual([
        { type: 'status', notSent: 0, needsPerson: 0 },
        { type: 'status', notSent: 1, needsPerson: 0 },
      ]),
    );
  });

  it('has the shell ask for a map archive, and reads the one that was chosen; layers of IT are read in a thread', async () => {
    const archive = path.join(folder, 'lyon.pmtiles');
    const layer = path.join(folder, 'depots.geojson');
    writeFileSync(archive, smallArchive());
    writeFileSync(layer, '{"type":"Point","coordinates":[4.83,45.75]}');
    const baseMap = { choice: null, chosenBy: null, onlineOrigins: [] };
    data.post({ type: 'start', config: config({ ground: { baseMap, layers: [{ name: 'Depots', file: layer }] } }) });
    const window = openWindow();
    await window.request('ground.pickArchive', {});
    await vi.waitFor(() => expect(data.said).toContainEqual({ type: 'pick-archive' }));
    data.post({ type: 'archive', file: archive });
    await vi.waitFor(async () => expect((await window.request('ground.state', {})).baseMap.archive).not.toBeNull());
    const { baseMap: shown } = await window.request('ground.state', {});
    expect(shown).toMatchObject({ choice: { kind: 'archive', file: archive }, chosenBy: 'person', fault: null });
    const asked = { key: shown.archive?.key ?? '', offset: 0, length: 7 };
    const { base64 } = await window.request('ground.bytes', asked);
    expect(Buffer.from(base64, 'base64').toString()).toBe('PMTiles');
    await vi.waitFor(
      async () =>
        expect((await window.request('ground.state', {})).layers).toMatchObject([
          { name: 'Depots', isManaged: true, counts: { points: 1 }, fault: null },
        ]),
      { timeout: 45_000 },
    );
  });

  it('looks at the server when it is woken, and reads all anew when it is told to', async () => {
    data.post({ type: 'start', config: config() });
    const window = openWindow();
    const inSync = () =>
      vi.waitFor(async () => expect((await window.request('health.get', {})).sync.phase).toBe('idle'), {
        timeout: 45_000,
      });
    await inSync();
    const count = server.requests.length;
    data.post({ type: 'wake' });
    await vi.waitFor(() => expect(server.requests.slice(count)).toContain('/api/v2'));
    data.post({ type: 'rebuild' });
    await vi.waitFor(async () =>
      expect((await window.request('health.get', {})).sync).toMatchObject({
        phase: 'idle',
        rebuild: { reason: 'asked' },
      }),
    );
    expect((await window.request('missions.page', { offset: 0, limit: 1 })).total).toBe(50);
  });

  it('hears of the desk, also before it is ready, and tells the shell which screens to open', async () => {
    const display = shownDisplay(1, 0);
    data.post(deskWith([display], [['display-1', '1', 1]]));
    data.post({ type: 'start', config: config() });
    data.post({ type: 'desk', displays: 'many' });
    const window = openWindow();
    await expect(window.request('displays.list', {})).resolves.toEqual({ displays: [display] });
    // The shell opened this wall by itself: it has an arrangement now.
    await expect(window.request('walls.get', { wall: 'display-1' })).resolves.toMatchObject({
      arrangement: { name: 'Wall 1', screens: [{ display: { id: 1 } }] },
    });
    await window.request('walls.save', { wall: wallOn('hall', [display]) });
    await window.request('walls.open', { wall: 'hall' });
    await vi.waitFor(() =>
      expect(data.said).toContainEqual(expect.objectContaining({ type: 'open-screens', wall: 'hall' })),
    );
    expect(data.log()).toContain('the shell sent what is no message');
    // Rebuilding the cache, or killing the process, leaves the walls.
    data.post({ type: 'rebuild' });
    await data.kill();
    data = spawnDataProcess();
    data.post({ type: 'start', config: config() });
    const { walls } = await openWindow().request('walls.list', {});
    expect(walls.map(({ id }) => id)).toEqual(['display-1', 'hall']);
  });

  it('ends in order when it is asked to', async () => {
    data.post({ type: 'start', config: config() });
    const window = openWindow();
    await window.request('health.get', {});
    const closed = vi.fn<() => void>();
    window.onClose(closed);
    data.post({ type: 'stop' });
    await expect(data.exited).resolves.toEqual({ code: 0, signal: null });
    expect(closed).toHaveBeenCalled();
  });

  it('says what it was sent that is no message, and goes on', async () => {
    data.post({ type: 'nonsense' });
    data.post({ type: 'start', config: { folder: '' } });
    data.post({ type: 'start', config: config() });
    await expect(openWindow().request('health.get', {})).resolves.toMatchObject({ cache: { state: 'ok' } });
    expect(data.log().match(/no message/g)).toHaveLength(2);
  });

  it('serves the cache alone where no server is set, and says how to set one', async () => {
    data.post({ type: 'start', config: config({ serverUrl: null, token: null }) });
    const health = await openWindow().request('health.get', {});
    expect(health.server).toMatchObject({ state: 'offline', fault: { code: 'server-unreachable' } });
    expect(health.server.fault?.message).toContain('--server');
    expect(health.sync).toMatchObject({ phase: 'waiting', fault: { code: 'server-unreachable' } });
    await expect(openWindow().request('missions.page', { offset: 0, limit: 1 })).resolves.toMatchObject({ total: 0 });
  });

  it('is for Vigie to start, and says so to whoever starts it by hand', () => {
    const program = fileURLToPath(new URL('../../../electron/data/process.ts', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('npm start');
  });
});
