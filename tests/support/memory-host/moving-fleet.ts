import { FleetTable, PartFrames } from '../../../shared/api/index.ts';
import { type FleetArea, POSITION_FLAGS } from '../../../shared/domain/index.ts';
import type { StreamSource } from '../../../shared/rpc/index.ts';
import { createListeners } from '../../../shared/rpc/index.ts';

/** Vehicles that go round in circles, each at its own pace; a few are late, silent or suspect. */
export interface MovingFleet {
  readonly table: FleetTable;
  /** Moves the vehicles to `nowMs` and lets readers know. */
  move(nowMs: number): void;
  source(position: {
    streamId?: number | undefined;
    sequence?: number | undefined;
    area?: FleetArea | undefined;
  }): StreamSource<Uint8Array<ArrayBuffer>>;
}

const CENTRE = { longitude: 4.83, latitude: 45.76 };
const METRES_PER_DEGREE = 111_195;

export function createMovingFleet(count: number, streamId: number, nowMs: number): MovingFleet {
  const table = new FleetTable({ streamId, epochMs: nowMs });
  const news = createListeners<void>();

  function move(atMs: number): void {
    for (let slot = 0; slot < count; slot++) {
      const silentMs = slot % 41 === 7 ? 600_000 : slot % 23 === 5 ? 90_000 : 0;
      if (table.sequence > 0 && (silentMs > 0 || slot % 2 !== table.sequence % 2)) continue;
      table.write(slot, recordOf(slot, atMs - silentMs));
    }
    table.publish(atMs);
    news.emit();
  }
  move(nowMs);

  return {
    table,
    move,
    source(position) {
      const part = position.area === undefined ? undefined : new PartFrames(table, position.area);
      let seen = position.streamId === streamId ? (position.sequence ?? 0) : 0;
      return {
        onReady: (listener) => news.add(listener),
        take() {
          if (seen === table.sequence) return undefined;
          const frame = (part ?? { since: (base: number) => table.frameSince(base) }).since(seen);
          seen = table.sequence;
          return frame;
        },
        dispose: () => undefined,
      };
    },
  };
}

function recordOf(slot: number, atMs: number) {
  const radius = 2_000 + ((slot * 7_919) % 90_000);
  const speed = slot % 5 === 0 ? 0 : 6 + (slot % 20);
  const angle = slot * 2.399_963 + ((atMs / 1000) * speed) / radius;
  const cosine = Math.cos((CENTRE.latitude * Math.PI) / 180);
  const velocityEast = -Math.sin(angle) * speed;
  const velocityNorth = Math.cos(angle) * speed;
  return {
    longitude: CENTRE.longitude + (Math.cos(angle) * radius) / (METRES_PER_DEGREE * cosine),
    latitude: CENTRE.latitude + (Math.sin(angle) * radius) / METRES_PER_DEGREE,
    velocityEast,
    velocityNorth,
    observedAtMs: atMs,
    headingDegrees: ((Math.atan2(velocityEast, velocityNorth) * 180) / Math.PI + 360) % 360,
    state: slot % 5 === 0 ? 1 : slot % 31 === 0 ? 3 : 2,
    flags: POSITION_FLAGS.hasHeading | (slot % 67 === 3 ? POSITION_FLAGS.suspect : 0),
    kind: slot % 8,
  };
}
