import { createCountsSource } from '../../../electron/data/fleet/counts-source.ts';
import { FleetTable, PartFrames } from '../../../shared/api/index.ts';
import { encodeMatches, vigieContract } from '../../../shared/contract/index.ts';
import { POSITION_FLAGS, type PositionRecord } from '../../../shared/domain/index.ts';
import { createListeners, createRpcServer, type Handlers, RpcError } from '../../../shared/rpc/index.ts';
import { windowClock } from '../../../renderer/workers/window-clock.ts';
import { createPortChannel } from '../../../renderer/workers/port-channel.ts';
import { DRIVE, MARKS, type Scene, TOWNS } from './scene.ts';

/** A data host of positions alone, in a worker of its own so that the page's thread does what it does in a window. */
const ready = createListeners<void>();
let table: FleetTable | undefined;

const { 'exports.run': _exports, 'replay.frames': _replay, ...streams } = vigieContract.streams;
const contract = { methods: {}, events: {}, streams };
const handlers: Handlers<typeof contract> = {
  methods: {},
  streams: {
    // A vehicle's id is its slot.
    'vehicles.matching': ({ filter }) => {
      let isDue = true;
      return {
        onReady: () => () => undefined,
        take() {
          if (!isDue || table === undefined) return undefined;
          isDue = false;
          const mask = new Uint8Array(table.count);
          for (const id of filter.ids ?? []) mask[Number(id)] = 1;
          return encodeMatches({ streamId: table.streamId, matching: filter.ids?.length ?? 0, mask });
        },
        dispose: () => undefined,
      };
    },
    'fleet.counts': (asked) =>
      createCountsSource({
        asked,
        clock: windowClock,
        fleet: {
          records: () => table?.records ?? new Uint8Array(),
          slotOf: (id) => Number(id),
          onSlots: () => () => undefined,
          time: () => ({
            epochMs: table?.epochMs ?? 0,
            serverNowMs: table?.serverTimeMs ?? 0,
            timeScale: table?.timeScale ?? 1,
          }),
        },
        ids: () => asked.filter?.directory?.ids ?? [],
        onRows: () => () => undefined,
      }),
    positions: ({ streamId, sequence, area }) => {
      let reached = streamId === table?.streamId ? (sequence ?? 0) : 0;
      let part: PartFrames | undefined;
      return {
        onReady: (listener: () => void) => ready.add(listener),
        take() {
          if (table === undefined || table.sequence === 0 || table.sequence === reached) return undefined;
          if (area !== undefined) part ??= new PartFrames(table, area);
          const frame = part === undefined ? table.frameSince(reached) : part.since(reached);
          reached = table.sequence;
          return frame;
        },
        dispose: () => undefined,
      };
    },
  },
};
const server = createRpcServer(contract, handlers, {
  mapError: (error) => new RpcError('internal', String(error)),
});

self.addEventListener('message', (event: MessageEvent<{ type: 'start'; scene: Scene } | { type: 'port' }>) => {
  if (event.data.type === 'start') return start(event.data.scene);
  const [port] = event.ports;
  if (port !== undefined) server.connect(createPortChannel(port));
});

function start(scene: Scene): void {
  const beganAtMs = Date.now();
  const fleet = new FleetTable({ streamId: 7, epochMs: beganAtMs - 600_000 }, scene.vehicles);
  fleet.timeScale = scene.timeScale;
  table = fleet;
  const drive = scene.kind === 'crowd' ? crowd(scene) : scene.kind === 'looks' ? looks : marks(scene);
  const publish = () => {
    const nowMs = Date.now();
    drive(fleet, nowMs, (nowMs - beganAtMs) / 1000);
    fleet.publish(nowMs);
    ready.emit();
  };
  publish();
  if (scene.kind === 'crowd') setInterval(publish, scene.everyMs);
  else {
    // Heartbeats: nothing changes.
    setInterval(() => {
      fleet.publish(Date.now());
      ready.emit();
    }, 1000);
  }
}

type Drive = (fleet: FleetTable, nowMs: number, seconds: number) => void;

/** Vehicles on straight lines through a town, back and forth; a few are late, silent, suspect. */
function crowd(scene: Scene): Drive {
  const weights = TOWNS.flatMap((town) => Array.from({ length: town[2] }, () => town));
  return (fleet, nowMs, seconds) => {
    for (let slot = 0; slot < scene.vehicles; slot++) {
      const town = weights[slot % weights.length] ?? [0, 0, 1];
      const angle = slot * 2.399963;
      const reach = 300 + ((slot * 7919) % 9000);
      const speed = slot % 5 === 0 ? 0 : 6 + (slot % 17);
      const length = 400 + ((slot * 31) % 4000);
      const phase = (seconds * scene.timeScale * speed + slot * 97) % (2 * length);
      const along = phase < length ? phase : 2 * length - phase;
      const way = phase < length ? 1 : -1;
      const direction = angle * 1.7;
      const east = reach * Math.cos(angle) + (along - length / 2) * Math.sin(direction);
      const north = reach * Math.sin(angle) + (along - length / 2) * Math.cos(direction);
      const heading = ((direction * 180) / Math.PI + (way < 0 ? 180 : 0)) % 360;
      const aged = slot % 61 === 0 ? 120_000 : slot % 97 === 0 ? 400_000 : 0;
      fleet.write(slot, {
        longitude: town[0] + east / (111_195 * Math.cos((town[1] * Math.PI) / 180)),
        latitude: town[1] + north / 111_195,
        velocityEast: aged > 0 ? 0 : way * speed * Math.sin(direction),
        velocityNorth: aged > 0 ? 0 : way * speed * Math.cos(direction),
        observedAtMs: nowMs - aged,
        headingDegrees: (heading + 360) % 360,
        state: speed === 0 ? 1 + (slot % 3 === 0 ? 2 : 0) : slot % 7 === 0 ? 0 : 2,
        flags: (speed > 0 ? POSITION_FLAGS.hasHeading : 0) | (slot % 211 === 0 ? POSITION_FLAGS.suspect : 0),
        kind: slot % 8,
      });
    }
  };
}

const standing = (longitude: number, latitude: number, observedAtMs: number): PositionRecord => ({
  ...{ longitude, latitude, velocityEast: 0, velocityNorth: 0, observedAtMs },
  ...{ headingDegrees: 0, state: 2, flags: 0, kind: 0 },
});

function marks(scene: Scene): Drive {
  const [velocityEast, velocityNorth] = scene.kind === 'drivers' ? DRIVE : [0, 0];
  return (fleet, nowMs) => {
    MARKS.forEach(([longitude, latitude], slot) =>
      fleet.write(slot, { ...standing(longitude, latitude, nowMs - 5000), velocityEast, velocityNorth }),
    );
  };
}

/** A table of looks near Paris: states across, ages and flags down. */
const looks: Drive = (fleet, nowMs) => {
  let slot = 0;
  for (let row = 0; row < 5; row++) {
    for (let column = 0; column < 8; column++) {
      const age = row === 2 ? 90_000 : row === 3 ? 400_000 : 0;
      const flags = (column >= 4 ? POSITION_FLAGS.hasHeading : 0) | (row === 4 ? POSITION_FLAGS.suspect : 0);
      fleet.write(slot++, {
        ...standing(2.35 + column * 0.004, 48.86 - row * 0.0026, nowMs - age),
        ...{ state: column % 4, flags, headingDegrees: row * 45 + 20 },
      });
    }
  }
};
