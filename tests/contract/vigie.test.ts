import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDataHost, type DataHost } from '../../electron/data/host.ts';
import { systemClock } from '../../electron/data/system-clock.ts';
import { FleetTable } from '../../shared/api/index.ts';
import { type Health, type VigieContract, decodeMatches, vigieContract } from '../../shared/contract/index.ts';
import { createRpcClient, type RpcClient } from '../../shared/rpc/index.ts';
import { createTestLog } from '../support/test-log.ts';
import { shownDisplay, wallOn } from '../support/wall-fixtures.ts';
import {
  billingCycleRow,
  fleetChanges,
  missionRow,
  remove,
  thirdPartyRow,
  upsert,
  vehicleRow,
} from '../support/vigie-server/rows.ts';
import { startVigieServer, type VigieServer } from '../support/vigie-server/vigie-server.ts';
import { type Transport, transports } from './transports.ts';

/** The whole contract, as a window asks it, of a real data host on a server over HTTP; each answer is checked by its schema. */
describe.each(transports)('a window %s', (_, openTransport) => {
  let folder: string;
  let server: VigieServer;
  let host: DataHost;
  let transport: Transport;
  let client: RpcClient<VigieContract>;
  const log = createTestLog();

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'vigie-contract-'));
    server = await startVigieServer();
    server.add(fleetChanges(200));
    for (let slot = 0; slot < 3; slot++) writeSlot(slot, slot);
    server.vehicleIds.push('1', '2', '3');
    server.table.publish(Date.now());
    host = await createDataHost({ folder, server, log, version: '1.2.3', validateResults: true });
    transport = await openTransport((channel) => void host.connect(channel));
    client = createRpcClient(vigieContract, await transport.connect(), systemClock);
    await vi.waitFor(() => expect(host.health().sync.phase).toBe('idle'));
    await vi.waitFor(() => expect(host.health().positions.state).toBe('live'));
  });
  afterAll(async () => {
    client.close();
    await transport.close();
    await host.close();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  function writeSlot(slot: number, metresPerSecond: number): void {
    const at = {
      longitude: 2 + slot,
      latitude: 48,
      velocityEast: metresPerSecond,
      velocityNorth: 0,
      observedAtMs: Date.now() - slot * 1_000,
    };
    server.table.write(slot, { ...at, headingDegrees: 90, state: 2, flags: 2, kind: 0 });
  }

  it('asks for the health', async () => {
    const health = await client.request('health.get', {});
    expect(health).toMatchObject({
      host: { version: '1.2.3' },
      server: { url: server.url, state: 'online', fault: null },
      sync: { phase: 'idle', fault: null },
      positions: { vehicles: 3, fault: null },
      cache: { state: 'ok', setAside: null },
    });
  });

  it('asks for missions', async () => {
    const page = await client.request('missions.page', { filter: { text: 'lyon' }, offset: 0, limit: 5 });
    expect(page.rows).toHaveLength(5);
    expect(page.total).toBeGreaterThan(5);
    const [first] = page.rows;
    await expect(client.request('missions.get', { id: first?.id ?? '' })).resolves.toEqual(first);
    await expect(client.request('missions.get', { id: 'none' })).rejects.toMatchObject({
      code: 'not-found',
      field: 'id',
    });
    await expect(client.request('missions.summary', { nowMs: Date.now() })).resolves.toMatchObject({
      revision: page.revision,
    });
  });

  it('asks for third parties and billing cycles', async () => {
    const parties = await client.request('thirdParties.page', { offset: 0, limit: 100 });
    expect(parties.total).toBe(20);
    const party = thirdPartyRow(3);
    await expect(client.request('thirdParties.get', { id: party.id })).resolves.toMatchObject(party);
    await expect(client.request('thirdParties.get', { id: 'none' })).rejects.toMatchObject({ code: 'not-found' });
    const cycles = await client.request('billingCycles.page', {
      sort: { by: 'amountCents', direction: 'descending' },
      offset: 0,
      limit: 100,
    });
    expect(cycles.total).toBe(12);
    const cycle = billingCycleRow(4);
    await expect(client.request('billingCycles.get', { id: cycle.id })).resolves.toMatchObject(cycle);
    await expect(client.request('billingCycles.get', { id: 'none' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('asks for vehicles, also by what their positions tell', async () => {
    const page = await client.request('vehicles.page', { offset: 0, limit: 4 });
    expect(page).toMatchObject({ total: 50, streamId: 7 });
    expect(page.rows.map(({ code, slot }) => [code, slot])).toEqual([
      ['BUS-1', 0],
      ['BUS-2', 1],
      ['BUS-3', 2],
      ['BUS-4', null],
    ]);
    const ids = async (by: 'speed' | 'lastHeard', direction: 'ascending' | 'descending') =>
      (await client.request('vehicles.page', { sort: { by, direction }, offset: 0, limit: 3 })).rows.map(
        ({ id }) => id,
      );
    await expect(ids('speed', 'descending')).resolves.toEqual(['3', '2', '1']);
    await expect(ids('speed', 'ascending')).resolves.toEqual(['1', '2', '3']);
    await expect(ids('lastHeard', 'ascending')).resolves.toEqual(['3', '2', '1']);
    const found = await client.request('vehicles.page', {
      filter: { text: 'bus 2' },
      sort: { by: 'speed', direction: 'descending' },
      offset: 0,
      limit: 3,
    });
    expect(found.rows.map(({ id }) => id)).toEqual(['2', '20', '21']);
    await expect(client.request('vehicles.get', { id: '4' })).resolves.toMatchObject({
      ...vehicleRow(4),
      slot: null,
      streamId: 7,
    });
    await expect(client.request('vehicles.get', { id: 'none' })).rejects.toMatchObject({ code: 'not-found' });
    const rows = (await client.request('vehicles.bySlots', { streamId: 7, slots: [2, 9, 0] })).rows;
    expect(rows.map((row) => row?.id)).toEqual(['3', undefined, '1']);
    await expect(client.request('vehicles.bySlots', { streamId: 8, slots: [0] })).resolves.toEqual({ rows: [null] });
  });

  it('asks for the mission that a vehicle is on', async () => {
    server.add([
      upsert(
        'mission',
        missionRow(901, { vehicleId: '4', status: 'in-progress', plannedStartAt: '2031-01-01T00:00:00.000Z' }),
      ),
    ]);
    await vi.waitFor(async () => {
      const vehicle = await client.request('vehicles.get', { id: '4' });
      expect(vehicle.currentMission).toMatchObject({ id: '901', vehicleCode: 'BUS-4' });
    });
  });

  it('hears of changes, and finds them when it asks again', async () => {
    const heard: { entities: string[]; revision: number }[] = [];
    client.on('data.changed', (change) => heard.push(change));
    server.add([
      upsert('mission', missionRow(902, { customerName: 'Nouveau venu' })),
      remove('third-party', thirdPartyRow(9).id),
    ]);
    await vi.waitFor(() => expect(heard.flatMap(({ entities }) => entities)).toContain('third-party'), {
      timeout: 45_000,
    });
    expect(heard.at(-1)?.entities.toSorted()).toEqual(['mission', 'third-party']);
    const page = await client.request('missions.page', { filter: { text: 'nouveau' }, offset: 0, limit: 5 });
    expect(page).toMatchObject({ total: 1, revision: heard.at(-1)?.revision });
  });

  it('says which slots match a filter, and lists by what positions tell', async () => {
    const heard: unknown[] = [];
    const close = client.open(
      'vehicles.matching',
      { filter: { ids: ['1', '3', '40'] } },
      { onItem: (bytes) => void heard.push(decodeMatches(bytes)), onEnd: () => undefined },
    );
    await vi.waitFor(() => expect(heard).toEqual([{ streamId: 7, matching: 2, mask: Uint8Array.of(1, 0, 1) }]));
    close();
    const live = { states: [], kinds: [], ages: [], suspectOnly: false, thresholds: { lateMs: 1e9, silentMs: 2e9 } };
    const page = async (filter: object) => {
      const answer = await client.request('vehicles.page', { filter, offset: 0, limit: 9 });
      return { total: answer.total, ids: answer.rows.map(({ id }) => id) };
    };
    // Those never heard neither move nor stand.
    await expect(page({ live: { ...live, motion: 'moving' } })).resolves.toEqual({ total: 2, ids: ['2', '3'] });
    await expect(page({ live: { ...live, motion: 'standing' } })).resolves.toEqual({ total: 1, ids: ['1'] });
    await expect(page({ ids: ['2'], live: { ...live, motion: 'moving' } })).resolves.toMatchObject({ ids: ['2'] });
    const { depots, lines } = await client.request('vehicles.groups', {});
    expect(depots.length).toBeGreaterThan(5);
    expect(lines.reduce((sum, { vehicles }) => sum + vehicles, 0)).toBe(40);
  });

  it('reads positions, and hears when they are silent', async () => {
    const table = new FleetTable({ streamId: 0, epochMs: 0 });
    const close = client.open('positions', {}, { onItem: (frame) => void table.apply(frame), onEnd: () => undefined });
    await vi.waitFor(() => expect(table.count).toBe(3));
    writeSlot(1, 30);
    server.publish();
    await vi.waitFor(() => expect(table.read(1)?.velocityEast).toBe(30));
    expect(table.records).toEqual(server.table.records);
    close();
    const states: Health['positions']['state'][] = [];
    client.on('health.changed', ({ positions }) => states.push(positions.state));
    await vi.waitFor(() => expect(states).toContain('silent'));
    server.publish();
    await vi.waitFor(() => expect(states.at(-1)).toBe('live'));
  });

  it('arranges walls, moves their cameras and sends to them; a data host without a shell says so', async () => {
    const heard: unknown[] = [];
    client.on('walls.shown', (news) => heard.push(news));
    client.on('walls.moved', (news) => heard.push(news));
    const plain = wallOn('1', [shownDisplay(1, 0), shownDisplay(2, 1_920)]);
    const wall = { ...plain, spans: [{ id: 'a', area: null, gap: { across: 0, down: 0 } }] };
    const camera = { longitude: 2, latitude: 48, zoom: 12 };
    await client.request('walls.save', { wall });
    await expect(client.request('walls.list', {})).resolves.toEqual({ walls: [wall], open: [] });
    await client.request('walls.show', { wall: '1', focus: { kind: 'vehicle', id: '1', camera } });
    const { generation } = await client.request('walls.get', { wall: '1' });
    await client.request('walls.camera', { wall: '1', span: 'a', camera, begins: generation });
    await vi.waitFor(() =>
      expect(heard).toMatchObject([
        { wall: '1', focus: { id: '1' }, generation },
        { wall: '1', span: 'a', camera },
      ]),
    );
    await expect(client.request('walls.get', { wall: '1' })).resolves.toMatchObject({
      focus: { kind: 'vehicle' },
      cameras: [{ span: 'a', camera }],
    });
    await expect(client.request('displays.list', {})).resolves.toEqual({ displays: null });
    for (const name of ['walls.open', 'walls.close'] as const)
      await expect(client.request(name, { wall: '1' })).rejects.toMatchObject({ code: 'no-displays' });
    await expect(client.request('walls.open', { wall: '9' })).rejects.toMatchObject({
      code: 'not-found',
      field: 'wall',
    });
    const covered = { ...wall, spans: [], screens: wall.screens.map((one) => ({ ...one, id: '1' })) };
    await expect(client.request('walls.save', { wall: covered })).rejects.toMatchObject({
      code: 'invalid-request',
      field: 'wall.screens',
    });
    await client.request('walls.remove', { wall: '1' });
    await expect(client.request('walls.list', {})).resolves.toEqual({ walls: [], open: [] });
  });

  it('is told which parameter is wrong', async () => {
    const tooMany = client.request('missions.page', { offset: 0, limit: 501 });
    await expect(tooMany).rejects.toMatchObject({ code: 'invalid-request', field: 'limit' });
    const unknown = client.request('missions.page', {
      offset: 0,
      limit: 1,
      sort: { by: 'secret', direction: 'ascending' },
    } as never);
    await expect(unknown).rejects.toMatchObject({ code: 'invalid-request', field: 'sort.by' });
  });

  it('left no token in the log', () => {
    expect(log.text()).not.toContain(server.token);
  });
});
