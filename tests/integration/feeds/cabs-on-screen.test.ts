import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createFeed } from '../../../backend/feeds/create-feed.ts';
import { PositionFrames } from '../../../backend/realtime/position-frames.ts';
import { PositionReader } from '../../../backend/realtime/position-reader.ts';
import { SupervisionService } from '../../../backend/services/supervision-service.ts';
import { createFleet } from '../../../electron/data/fleet/fleet.ts';
import { createFleetStore, type FleetStore } from '../../../renderer/supervision/fleet/index.ts';
import { frameSeconds, placeOf } from '../../../renderer/supervision/layers/vehicle-place.ts';
import { createPositionsService } from '../../../renderer/workers/positions-service.ts';
import type { FromPositionsWorker } from '../../../renderer/workers/protocol.ts';
import { vigieContract } from '../../../shared/contract/index.ts';
import {
  DEGREES_PER_UNIT,
  LONGEST_DRIVE_SECONDS,
  POSITION_FLAGS,
  topSpeedMetresPerSecond,
} from '../../../shared/domain/index.ts';
import { createMemoryChannelPair, createRpcServer, RpcError } from '../../../shared/rpc/index.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { fc } from '../../support/property.ts';
import { portOver } from '../../support/memory-port.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { pixelsFromCentre } from '../../support/web-mercator.ts';
import { createRecordingHost } from '../../unit/backend/feeds/recording-host.ts';

const newFolder = temporaryFolders();
const CABS = path.resolve(import.meta.dirname, '../../../../shared/data/sf-taxis-2008-05-22.csv.gz');

const SPEED = 60;
/** The feed looks for rows that are due so often. */
const FEED_TICK_MS = 200;
/** A look at the file is over after so long by the machine's own clock, whatever it found. */
const LONGEST_LOOK_MS = 5_000;
/** The first hours of the day: a sixtieth of so many seconds of the clock. */
const PLAYED_SECONDS = 2 * 3_600;
const INSTANTS = 20;
/** The feed hands over five times a second, the service publishes four times: a row is on its way so long, and one step more. */
const LAG_SECONDS = (FEED_TICK_MS / 1_000 + 0.25 + 0.05) * SPEED;
const CAMERA = { longitude: -122.42, latitude: 37.77, zoom: 12 };

interface Row {
  seconds: number;
  longitude: number;
  latitude: number;
}

/** The beginning of the recording by vehicle, read in the plainest way. */
async function readRows(): Promise<{ cabs: Map<string, Row[]>; firstSeconds: number }> {
  const cabs = new Map<string, Row[]>();
  let firstSeconds = Number.NaN;
  const lines = createInterface({ input: createReadStream(CABS).pipe(createGunzip()) });
  for await (const line of lines) {
    const [time = '', vehicle = '', latitude, longitude] = line.split(',');
    if (time === 'unix_time') continue;
    const seconds = Number(time);
    if (Number.isNaN(firstSeconds)) firstSeconds = seconds;
    if (seconds > firstSeconds + PLAYED_SECONDS + 900) break;
    const rows = cabs.get(vehicle) ?? [];
    rows.push({ seconds, longitude: Number(longitude), latitude: Number(latitude) });
    cabs.set(vehicle, rows);
  }
  lines.close();
  return { cabs, firstSeconds };
}

/** Everything between the file and the screen, but for the wires and the GPU. */
function createPipeline(clock: ManualClock) {
  const supervision = new SupervisionService(clock, () => 0.5);
  const host = createRecordingHost(clock);
  let handedMs = 0;
  host.registerVehicles = (vehicles) => {
    for (const { code, kind } of vehicles) supervision.know({ id: `id of ${code}`, code, kind });
    return Promise.resolve();
  };
  host.ingest = (fixes) => {
    supervision.ingest(fixes);
    handedMs = Math.max(handedMs, fixes.at(-1)?.observedAtMs ?? 0);
  };
  const fleet = createFleet({ clock, random: () => 0.5, onMalformed: (reason) => expect.fail(reason) });
  const reader = new PositionReader(supervision, new PositionFrames(supervision.table), {
    sendDirectory(directory, taken) {
      fleet.receiveDirectory(structuredClone(directory));
      queueMicrotask(taken);
    },
    sendFrame(frame, taken) {
      fleet.receiveFrame(new Uint8Array(frame));
      queueMicrotask(taken);
    },
    sendFeed: () => undefined,
    sendCounts: () => undefined,
  });

  const contract = { methods: {}, events: {}, streams: { positions: vigieContract.streams.positions } };
  const rpc = createRpcServer(
    contract,
    { methods: {}, streams: { positions: (from) => fleet.openSource(from) } },
    { mapError: (e) => new RpcError('internal', String(e)) },
  );
  const [near, far] = createMemoryChannelPair();
  rpc.connect(far);
  let listener: ((event: { data: FromPositionsWorker }) => void) | undefined;
  const service = createPositionsService({
    source: 'live',
    ...{ clock, random: () => 0.5 },
    // As between two threads: what is said is heard later.
    post: (data) => queueMicrotask(() => listener?.({ data })),
    openSocket: () => expect.fail('no socket is wanted'),
  });
  const store = createFleetStore(
    {
      postMessage: (message) => queueMicrotask(() => service.receive(message, [])),
      addEventListener: (_type, added) => {
        listener = added;
      },
      removeEventListener: () => undefined,
    },
    clock,
  );
  // No map asks for an area here.
  store.interest.wantAll();
  supervision.begin({ name: 'cabs', kind: 'csv', speed: SPEED });
  supervision.start();
  fleet.connected({ subscribe: (from) => reader.subscribe(from), restart: () => undefined });
  service.receive({ type: 'port' }, [portOver(near)]);
  return {
    ...{ supervision, store, host },
    /** Moves the clock on, and lets all that follows from it happen: the file is read in its own time, not the clock's. */
    step: async (ms: number) => {
      clock.advance(ms);
      const isHandedOver = () => handedMs >= clock.nowMs() - 2 * FEED_TICK_MS;
      const beganAtMs = performance.now();
      do await new Promise((resolve) => setImmediate(resolve));
      while (!isHandedOver() && performance.now() - beganAtMs < LONGEST_LOOK_MS);
    },
  };
}

/** Where a vehicle is drawn, pixels from the middle of the map: by the twin of the vertex shader. */
function drawnAt(store: FleetStore, slot: number): { x: number; y: number } {
  const frame = store.frame();
  if (frame === undefined) throw new Error('there is no fleet');
  const camera = {
    longitudeUnits: Math.round(CAMERA.longitude / DEGREES_PER_UNIT),
    latitudeUnits: Math.round(CAMERA.latitude / DEGREES_PER_UNIT),
  };
  const { east, north } = placeOf(
    { frame, nowSeconds: frameSeconds(frame, store.serverNowMs()), camera, blend: 1 },
    slot,
  );
  const pixels = (512 * 2 ** CAMERA.zoom) / (2 * Math.PI);
  return { x: east * pixels, y: -north * pixels };
}

const placeAsDrawn = ({ longitude, latitude }: Row) => pixelsFromCentre(CAMERA, [longitude, latitude]);

/** From a point of the screen to a place, on the sphere of shared/domain/geodesy.ts. */
function metresBetween(drawn: { x: number; y: number }, place: Row): number {
  const at = placeAsDrawn(place);
  const metresPerPixel =
    (2 * Math.PI * 6_371_008.8 * Math.cos((place.latitude * Math.PI) / 180)) / (512 * 2 ** CAMERA.zoom);
  return Math.hypot(drawn.x - at.x, drawn.y - at.y) * metresPerPixel;
}

let stopFeed: () => Promise<void> = () => Promise.resolve();
afterEach(() => stopFeed());

describe('the cabs of San Francisco at 60 times', () => {
  it('are on the screen where the file has them, within what may be extrapolated, at 20 instants', {
    timeout: 60_000,
  }, async (context) => {
    context.skip(!existsSync(CABS), `${path.basename(CABS)} is not in ../shared/data: nothing to test with`);
    const { cabs, firstSeconds } = await readRows();
    const clock = createManualClock();
    const { supervision, store, host, step } = createPipeline(clock);
    const feed = await createFeed({ source: CABS, speed: SPEED, clock, dataFolder: newFolder() });
    stopFeed = () => feed.stop();
    // The feed shows the first five minutes at once: its clock is ahead by so much.
    const beganAtMs = clock.nowMs() - (300 * 1_000) / SPEED;
    const fileSeconds = (atMs: number) => firstSeconds + ((atMs - beganAtMs) / 1_000) * SPEED;
    await feed.start(host);

    const instants = fc
      .sample(fc.integer({ min: 600, max: PLAYED_SECONDS }), { numRuns: INSTANTS, seed: 20_080_522 })
      .toSorted((a, b) => a - b);
    const faults: string[] = [];
    /** Metres from the truth: as drawn, and as it would be without dead reckoning. */
    const errors: number[] = [];
    const standing: number[] = [];
    let checked = 0;
    for (const instant of instants) {
      while (fileSeconds(clock.nowMs()) < firstSeconds + instant) await step(50);
      const nowSeconds = fileSeconds(clock.nowMs());
      expect(store.serverNowMs()).toBeCloseTo(clock.nowMs(), 0);
      for (const [slot, id] of supervision.directory.entries()) {
        const rows = cabs.get(id.replace('id of ', '')) ?? [];
        const shown = store.readSlot(slot);
        if (shown === undefined) continue;
        const heardSeconds = fileSeconds(shown.observedAtMs);
        // Each is at a row of the file, to a pixel before it is moved on; a suspect one at the last that can be believed.
        const row = rows.findLast(
          (one) =>
            one.seconds <= heardSeconds + 1 &&
            Math.abs(one.longitude - shown.longitude) < 1e-6 &&
            Math.abs(one.latitude - shown.latitude) < 1e-6,
        );
        if (row === undefined) {
          faults.push(`${id} is shown at ${shown.longitude}, ${shown.latitude}, where it never was`);
          continue;
        }
        const newest = rows.findLast((one) => one.seconds <= nowSeconds - LAG_SECONDS);
        const isSuspect = (shown.flags & POSITION_FLAGS.suspect) !== 0;
        if (!isSuspect && Math.abs(row.seconds - heardSeconds) >= 1) faults.push(`${id} has another time than its row`);
        if (!isSuspect && row.seconds < (newest?.seconds ?? 0)) faults.push(`${id} is shown where it was before`);
        const drawn = drawnAt(store, slot);
        const speed = Math.hypot(shown.velocityEast, shown.velocityNorth);
        if (speed > topSpeedMetresPerSecond('taxi') + 0.001) faults.push(`${id} drives at ${speed} m/s`);
        const reached = metresBetween(drawn, row);
        if (reached > speed * LONGEST_DRIVE_SECONDS * 1.001 + 1) faults.push(`${id} is drawn ${reached} m on its way`);
        checked += 1;
        const next = rows.find((one) => one.seconds >= nowSeconds);
        if (isSuspect || next === undefined || next.seconds - row.seconds > 120) continue;
        // Where it really was at this moment: between the row that is shown and the next one of the file.
        const share = Math.min(1, Math.max(0, (nowSeconds - row.seconds) / Math.max(1, next.seconds - row.seconds)));
        const truth = {
          seconds: nowSeconds,
          longitude: row.longitude + share * (next.longitude - row.longitude),
          latitude: row.latitude + share * (next.latitude - row.latitude),
        };
        errors.push(metresBetween(drawn, truth));
        standing.push(metresBetween(placeAsDrawn(row), truth));
      }
    }
    const middle = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
    expect(faults).toEqual([]);
    expect(checked).toBeGreaterThan(5_000);
    // Cabs tell where they are once a minute, and turn at corners: half of them are drawn within a street or two of the truth, and nearer
    // to it than where they were heard.
    expect(errors.length).toBeGreaterThan(4_000);
    expect(middle(errors)).toBeLessThan(160);
    expect(middle(errors)).toBeLessThan(0.9 * middle(standing));
  });
});
