import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inspectCsv } from '../../../backend/feeds/csv/csv-file.ts';
import { openPass } from '../../../backend/feeds/csv/csv-pass.ts';
import { createFeed } from '../../../backend/feeds/create-feed.ts';
import { createDataHost, type DataHost } from '../../../electron/data/host.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { FleetTable, type WrittenAlarmRule } from '../../../shared/api/index.ts';
import {
  type ExportProgress,
  type ExportRequest,
  type VehicleFilter,
  type VigieContract,
  vigieContract,
} from '../../../shared/contract/index.ts';
import { EVERY_VEHICLE } from '../../../shared/domain/index.ts';
import { createMemoryChannelPair, createRpcClient, type RpcClient, RpcError } from '../../../shared/rpc/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { createTestLog } from '../../support/test-log.ts';
import { fleetChanges } from '../../support/vigie-server/rows.ts';
import { problem, startVigieServer, type VigieServer } from '../../support/vigie-server/vigie-server.ts';

const VEHICLES = 40;
const WAIT = { timeout: 45_000 };
type VehicleLiveFilter = NonNullable<VehicleFilter['live']>;

/** A data host that records a server's fleet, and a window that replays it: over threads, files and the contract. */
describe('a window that goes back', () => {
  let folder: string;
  let server: VigieServer;
  let host: DataHost;
  let client: RpcClient<VigieContract>;
  /** What was live, by the time of the frame. */
  const live = new Map<number, Uint8Array>();
  /** When the first vehicle said to be where it is. */
  const observed: number[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'vigie-recording-'));
    server = await startVigieServer();
    server.add(fleetChanges(VEHICLES));
    server.vehicleIds.push(...Array.from({ length: VEHICLES }, (_, slot) => String(slot + 1)));
    publish(0);
    host = await createDataHost({
      ...{ folder, server, log: createTestLog(), version: '1', validateResults: true },
      recording: { hours: 24, bytes: 1e9, leastFreeBytes: 0 },
      choosePlace: (name) => Promise.resolve({ file: path.join(folder, name) }),
    });
    const [near, far] = createMemoryChannelPair();
    host.connect(far);
    client = createRpcClient(vigieContract, near, systemClock);
    await vi.waitFor(() => expect(host.health().recording.state).toBe('recording'), WAIT);
    for (let step = 1; step <= 24; step++) {
      publish(step);
      await new Promise((resolve) => setTimeout(resolve, 125));
    }
    // The last of it is on the disk.
    const lastMs = [...live.keys()].at(-1) ?? 0;
    await vi.waitFor(async () => expect((await span()).at(-1)?.toMs).toBeGreaterThanOrEqual(lastMs), WAIT);
  });
  afterAll(async () => {
    client.close();
    await host.close();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  function publish(step: number): void {
    const nowMs = Date.now();
    observed.push(nowMs);
    for (let slot = 0; slot < VEHICLES; slot++) {
      server.table.write(slot, {
        ...{ longitude: 2 + slot / 100 + step / 10_000, latitude: 48, velocityEast: 8, velocityNorth: 0 },
        ...{ observedAtMs: nowMs - slot, headingDegrees: 90, state: 2, flags: 2, kind: 0 },
      });
    }
    server.publish();
    live.set(server.table.serverTimeMs, server.table.records.slice());
  }
  const span = async () => (await client.request('recordings.span', {})).stretches;

  /** Opens a player; frames are applied to a table. */
  function open(atMs: number, isPlaying: boolean, speed = 1) {
    const player = randomUUID();
    const table = new FleetTable({ streamId: 0, epochMs: 0 }, 64, 'replay');
    let ended: RpcError | undefined;
    const close = client.open(
      'replay.frames',
      { player, atMs, stretch: null, isPlaying, speed },
      {
        onItem: (frame) => void table.apply(frame),
        onEnd: (error) => {
          ended = error;
        },
      },
    );
    return { player, table, close, ended: () => ended };
  }

  it('sees what was live at an instant, plays on, jumps, and is told where it is', async () => {
    const times = [...live.keys()];
    const atMs = times[9] ?? 0;
    const { player, table, close } = open(atMs, false);
    await vi.waitFor(() => expect(table.serverTimeMs).toBe(atMs), WAIT);
    expect(Buffer.compare(table.records, live.get(atMs) ?? new Uint8Array())).toBe(0);

    const later = times[15] ?? 0;
    const state = await client.request('replay.steer', { player, seek: { atMs: later, stretch: null } });
    expect(state).toMatchObject({ atMs: later, isPlaying: false, speed: 1 });
    await vi.waitFor(() => expect(table.serverTimeMs).toBe(later), WAIT);
    expect(Buffer.compare(table.records, live.get(later) ?? new Uint8Array())).toBe(0);

    await client.request('replay.steer', { player, isPlaying: true, speed: 60 });
    const [stretch] = await span();
    await vi.waitFor(() => expect(table.serverTimeMs).toBeGreaterThanOrEqual(times.at(-1) ?? 0), WAIT);
    expect(Buffer.compare(table.records, live.get(times.at(-1) ?? 0) ?? new Uint8Array())).toBe(0);
    const { rows } = await client.request('vehicles.bySlots', { streamId: stretch?.streamId ?? 0, slots: [3] });
    expect(rows[0]).toMatchObject({ id: '4', slot: 3 });
    const { slots } = await client.request('recordings.slots', {
      streamId: stretch?.streamId ?? 0,
      vehicleIds: ['4', 'nobody'],
    });
    expect(slots).toEqual([3, null]);
    close();
    await expect(client.request('replay.steer', { player, isPlaying: true })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('has its list sorted and filtered by what vehicles did then', async () => {
    const atMs = [...live.keys()][9] ?? 0;
    const { player, table, close } = open(atMs, false);
    await vi.waitFor(() => expect(table.serverTimeMs).toBe(atMs), WAIT);
    const thresholds = { lateMs: 10, silentMs: 5_000 };
    const page = async (change: Partial<VehicleLiveFilter>, of: string | undefined = player) => {
      const states = { states: [], kinds: [], ages: [], motion: 'any' as const, suspectOnly: false, thresholds };
      const filter = { live: { ...states, ...change } };
      const sort = { by: 'lastHeard', direction: 'ascending' } as const;
      return client.request('vehicles.page', { filter, sort, player: of, offset: 0, limit: VEHICLES });
    };
    const all = await page({});
    expect(all.streamId).toBe(table.streamId);
    const slots = all.rows.map(({ slot }) => slot ?? -1);
    expect(slots.toSorted((one, other) => one - other)).toEqual(Array.from({ length: VEHICLES }, (_, slot) => slot));
    expect((await page({ motion: 'standing' })).total).toBe(0);
    expect((await page({ motion: 'moving' })).total).toBe(VEHICLES);
    // Long ago as it is, nobody was silent then.
    expect((await page({ ages: ['silent'] })).total).toBe(0);
    const late = await page({ ages: ['late'] });
    expect(late.total).toBeGreaterThan(0);
    expect(late.rows.every(({ slot }) => (slot ?? 0) >= 9)).toBe(true);
    close();
    // Of a player that is gone nobody knows who passes.
    await vi.waitFor(async () => expect((await page({ motion: 'standing' })).total).toBeGreaterThan(0), WAIT);
  });

  it('has the way of a vehicle, every fix of it', async () => {
    const times = [...live.keys()];
    const toMs = times.at(-1) ?? 0;
    const asked = { vehicleId: '7', atMs: toMs, stretch: null, minutes: 60 };
    const { samples } = await client.request('recordings.track', asked);
    const known = samples.map(({ observedAtMs }) => observedAtMs + 6);
    expect(known.length).toBeGreaterThan(10);
    expect(observed).toEqual(expect.arrayContaining(known));
    expect(samples.at(-1)?.speedMetresPerSecond).toBeCloseTo(8);
  });

  it('has a rule tried on it: each vehicle that was too fast, once', async () => {
    const speed = (aboveMetresPerSecond: number): WrittenAlarmRule => ({
      ...{ name: 'Too fast', priority: 'high', state: 'draft', scope: EVERY_VEHICLE, latched: false },
      parameters: { kind: 'speed', aboveMetresPerSecond, deadbandMetresPerSecond: 1 },
      ...{ onDelaySeconds: 0, offDelaySeconds: 0, suppressionGroup: null, suppressedByKinds: [] },
      guidance: { cause: '', response: '' },
    });
    // For the minute that is asked for, too little is recorded so far: the server is asked first, and is away.
    server.intercept = (_request, response, { pathname }) => {
      if (!pathname.endsWith('/alarm-rule-trials')) return false;
      problem(response, 503, 'unavailable');
      return true;
    };
    const told = await client.request('alarmRules.trial', { rule: speed(7), minutes: 1, on: 'any' });
    expect(told).toMatchObject({
      ...{ result: 'tried', source: 'recording' },
      trial: { raised: VEHICLES, subjects: VEHICLES, standing: VEHICLES, atOnce: VEHICLES, mostInTenMinutes: VEHICLES },
    });
    if (told.result !== 'tried') throw new Error('it was not tried');
    const [stretch] = await span();
    expect(told.trial.fromMs).toBe(stretch?.fromMs);
    expect(told.trial.fixes).toBeGreaterThan(10 * VEHICLES);
    expect(told.recordedMs).toBe(told.trial.toMs - told.trial.fromMs);
    const none = await client.request('alarmRules.trial', { rule: speed(9), minutes: 1, on: 'any' });
    expect(none).toMatchObject({ source: 'recording', trial: { raised: 0, atOnce: 0 } });
    await expect(
      client.request('alarmRules.trial', { rule: speed(9), minutes: 1, on: 'server' }),
    ).rejects.toBeInstanceOf(RpcError);
    server.intercept = undefined;
  });

  it('exports a stretch that a feed plays again, and as GeoJSON; half a file is none', async () => {
    const [stretch] = await span();
    const request = { what: 'recording', stretch: stretch?.stretch ?? null, fromMs: stretch?.fromMs ?? 0 } as const;
    const csv = await run({ ...request, format: 'csv', toMs: stretch?.toMs ?? 0 });
    expect(csv).toMatchObject({ state: 'done', fault: null });
    expect(csv.rows).toBeGreaterThan(10 * VEHICLES);

    const pass = openPass(await inspectCsv(path.join(folder, csv.file ?? '')), (reason) => expect.unreachable(reason));
    const found: { vehicle: string; seconds: number; longitude: number }[] = [];
    for (let row = await pass.peek(); row !== undefined; row = await pass.peek()) {
      found.push(row);
      pass.take();
    }
    await pass.close();
    expect(found).toHaveLength(csv.rows);
    const known = new Set(observed.map((atMs) => atMs / 1000));
    expect(found.filter(({ vehicle }) => vehicle === 'BUS-1').every(({ seconds }) => known.has(seconds))).toBe(true);

    // The service itself plays it: its vehicles end where they were.
    const source = path.join(folder, csv.file ?? '');
    const feed = await createFeed({ source, speed: 10, clock: systemClock, dataFolder: folder });
    const service = await startBackend({ feed });
    const { supervision } = service.backend;
    await service.backend.feedStarted;
    await vi.waitFor(() => expect(supervision.feed.status.state).toBe('ended'), WAIT);
    const codes = await codesOf(service);
    const last = new Map(found.map(({ vehicle, longitude }) => [vehicle, longitude]));
    const fix = { longitude: 0, latitude: 0, speedMetresPerSecond: 0, state: 0, isSuspect: false, observedAtMs: 0 };
    const ends = supervision.directory.map((id, slot) => {
      expect(supervision.readFix(slot, fix)).toBe(true);
      return [codes.get(id), fix.longitude];
    });
    expect(new Map(ends as [string, number][])).toEqual(last);
    await service.stop();

    const json = await run({ ...request, format: 'geojson', toMs: stretch?.toMs ?? 0 });
    const { features } = JSON.parse(readFileSync(path.join(folder, json.file ?? ''), 'utf8')) as {
      features: unknown[];
    };
    expect(features).toHaveLength(csv.rows);

    expect(await run({ ...request, format: 'csv', toMs: 1 })).toMatchObject({
      state: 'failed',
      fault: { code: 'invalid-request', field: 'toMs' },
    });
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  async function codesOf(service: RunningBackend): Promise<Map<string, string>> {
    const answer = await service.ask(`/api/v2/vehicles?limit=${VEHICLES + 1}`);
    const { items } = (await answer.json()) as { items: { id: string; code: string }[] };
    return new Map(items.map(({ id, code }) => [id, code]));
  }

  function run(request: ExportRequest): Promise<ExportProgress> {
    return new Promise((resolve, reject) => {
      const close = client.open('exports.run', request, {
        onItem(progress) {
          if (!['done', 'failed', 'given-up'].includes(progress.state)) return;
          close();
          resolve(progress);
        },
        onEnd: reject,
      });
    });
  }
});
