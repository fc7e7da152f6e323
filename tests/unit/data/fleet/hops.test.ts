import { describe, expect, it } from 'vitest';
import { PositionFrames } from '../../../../backend/realtime/position-frames.ts';
import { PositionReader as ServerReader } from '../../../../backend/realtime/position-reader.ts';
import { SupervisionService } from '../../../../backend/services/supervision-service.ts';
import { createFleet } from '../../../../electron/data/fleet/fleet.ts';
import { PositionReader as WindowReader } from '../../../../renderer/workers/position-reader.ts';
import { vigieContract } from '../../../../shared/contract/index.ts';
import { createMemoryChannelPair, createRpcClient, createRpcServer, RpcError } from '../../../../shared/rpc/index.ts';
import { areaTest, DEGREES_PER_UNIT, type FleetArea, POSITION_FLAGS } from '../../../../shared/domain/index.ts';
import type { FleetTable } from '../../../../shared/api/index.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';
import { fc } from '../../../support/property.ts';

const VEHICLES = 40;
const STEP_MS = 250;

/** What goes wrong with one message on its way. */
type Damage = 'cut short' | 'no bytes' | 'other version' | 'ahead';

function spoil(frame: Uint8Array, damage: Damage): unknown {
  const bytes = frame.slice();
  const view = new DataView(bytes.buffer);
  switch (damage) {
    case 'cut short':
      return bytes.subarray(0, bytes.length - 5);
    case 'no bytes':
      return 'text';
    case 'other version':
      view.setUint8(4, 9);
      return bytes;
    case 'ahead':
      // A delta from a place that nobody has reached: a gap.
      view.setUint8(5, 1);
      view.setUint32(36, 4_000_000_000, true);
      return bytes;
  }
}

/** A server that can be started anew, with another stream. */
function createServer(clock: ManualClock, chance: number) {
  const supervision = new SupervisionService(clock, () => chance);
  for (let id = 1; id <= VEHICLES; id++) supervision.know({ id: `id ${id}`, code: `V${id}`, kind: 'bus' });
  supervision.start();
  return { supervision, frames: new PositionFrames(supervision.table) };
}

/** A server, a data host and a window, with what may go wrong between them. */
function createHops() {
  const clock = createManualClock();
  let starts = 1;
  let server = createServer(clock, 0.1);
  let serverReader: ServerReader | undefined;
  /** What is to happen to the next messages between server and data host, and between data host and window. */
  const faults: { server: Damage[]; window: Damage[] } = { server: [], window: [] };
  const fleet = createFleet({ clock, random: () => 0.5, onMalformed: () => undefined });

  function connect(): void {
    serverReader?.dispose();
    const reader = new ServerReader(server.supervision, server.frames, {
      sendDirectory(part, taken) {
        if (reader !== serverReader) return;
        fleet.receiveDirectory(structuredClone(part));
        queueMicrotask(taken);
      },
      sendFrame(frame, taken) {
        if (reader !== serverReader) return;
        const damage = faults.server.shift();
        fleet.receiveFrame(damage === undefined ? new Uint8Array(frame) : spoil(frame, damage));
        queueMicrotask(taken);
      },
      sendFeed: () => undefined,
      sendCounts: () => undefined,
    });
    serverReader = reader;
    fleet.connected({
      subscribe: (from) => {
        if (reader === serverReader) reader.subscribe(from);
      },
      restart: connect,
    });
  }
  function lose(): void {
    serverReader?.dispose();
    serverReader = undefined;
    fleet.lost({ code: 'server-unreachable', message: 'the test cut it' });
    clock.after(1_000, () => {
      if (serverReader === undefined) connect();
    });
  }

  const contract = { methods: {}, events: {}, streams: { positions: vigieContract.streams.positions } };
  const rpc = createRpcServer(
    contract,
    {
      methods: {},
      streams: {
        positions(from) {
          const source = fleet.openSource(from);
          return {
            ...source,
            take() {
              const frame = source.take();
              const damage = frame === undefined ? undefined : faults.window.shift();
              // What is no bytes at all does not pass a port as a frame; the worker sees it all the same.
              return damage === undefined
                ? frame
                : (spoil(frame ?? new Uint8Array(), damage) as Uint8Array<ArrayBuffer>);
            },
          };
        },
      },
    },
    { mapError: (error) => new RpcError('internal', String(error)) },
  );
  const window = new WindowReader(clock, () => 0.5, {
    onFrame: () => Promise.resolve(),
    onRepair: () => undefined,
    onFault: () => undefined,
    onLost: openWindow,
  });
  function openWindow(): void {
    const [near, far] = createMemoryChannelPair();
    rpc.connect(far);
    window.attach(createRpcClient(vigieContract, near, clock));
  }
  connect();
  openWindow();
  return {
    ...{ faults, fleet, window, lose, openWindow },
    supervision: () => server.supervision,
    restartServer() {
      server.supervision.stop();
      starts += 1;
      server = createServer(clock, (starts % 90) / 100 + 0.05);
      lose();
    },
    async step() {
      clock.advance(STEP_MS);
      for (let turn = 0; turn < 40; turn++) await Promise.resolve();
    },
    move(vehicles: readonly number[]) {
      server.supervision.ingest(
        vehicles.map((vehicle) => ({
          vehicle: `V${vehicle}`,
          // Vehicles are about 8 m apart and move up to 40 m: they enter and leave any area.
          longitude: 2 + vehicle / 1e4 + (clock.monotonicMs() % 5_000) / 1e7,
          latitude: 48,
          observedAtMs: clock.nowMs(),
        })),
      );
    },
  };
}

const damage = fc.constantFrom<Damage>('cut short', 'no bytes', 'other version', 'ahead');
const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      vehicles: fc.array(fc.integer({ min: 1, max: VEHICLES })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('spoil' as const),
      hop: fc.constantFrom('server' as const, 'window' as const),
      damage,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'lose' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('look' as const), from: fc.nat(VEHICLES), width: fc.nat(VEHICLES) }),
  },
);

/** From one vehicle to another, roughly; a wide one is the whole. */
function areaOf({ from, width }: { from: number; width: number }): FleetArea | null {
  if (width > VEHICLES / 2) return null;
  const west = 2 + from / 1e4;
  return { boxes: [{ west, south: 47, east: west + width / 1e4, north: 49 }], slots: [0] };
}

/** The records of a fleet that somebody who looks at an area must have, by slot. */
function within(table: FleetTable, area: FleetArea | null) {
  const isWithin = area === null ? () => true : areaTest(area.boxes);
  const units = (degrees: number) => Math.round(degrees / DEGREES_PER_UNIT);
  return Array.from({ length: table.count }, (_, slot) => {
    const record = table.read(slot);
    if (record === undefined || (record.flags & POSITION_FLAGS.hidden) !== 0) return undefined;
    const isWanted = area?.slots.includes(slot) === true;
    return isWanted || isWithin(units(record.longitude), units(record.latitude)) ? record : undefined;
  });
}

describe('positions from server to window', () => {
  it('are the server’s again in the end, whatever was damaged, lost, begun anew or opened again on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 40 }), async (events) => {
        const hops = createHops();
        hops.move([1, 2, 3]);
        let area: FleetArea | null = null;
        for (const one of events) {
          if (one.kind === 'move') hops.move(one.vehicles);
          else if (one.kind === 'spoil') hops.faults[one.hop].push(one.damage);
          else if (one.kind === 'lose') hops.lose();
          else if (one.kind === 'restart') hops.restartServer();
          else if (one.kind === 'look') hops.window.want((area = areaOf(one)));
          else hops.openWindow();
          await hops.step();
        }
        hops.faults.server.length = 0;
        hops.faults.window.length = 0;
        hops.move([7, 8]);
        // The longest pause before anyone asks again is 10 s.
        for (let step = 0; step < 60_000 / STEP_MS; step++) await hops.step();
        const { table, directory } = hops.supervision();
        expect(hops.window.table.streamId).toBe(table.streamId);
        expect(hops.window.table.sequence).toBeGreaterThanOrEqual(table.sequence - 4);
        if (area === null) expect(hops.window.table.records).toEqual(table.records);
        expect(within(hops.window.table, null)).toEqual(within(table, area));
        expect(directory.map((_, slot) => hops.fleet.vehicleIdOf(slot))).toEqual(directory);
        expect(hops.fleet.health()).toMatchObject({ state: 'live', fault: null });
      }),
      { numRuns: 60 },
    );
  });
});
