import type { FleetTable } from '../../../shared/api/index.ts';
import { POSITION_FLAGS } from '../../../shared/domain/index.ts';

const CENTRE = { longitude: 2.5, latitude: 46.8 };
const METRES_PER_DEGREE = 111_195;

/** A position as a program without a wire format of its own would send it. */
export interface RoundPosition {
  id: number;
  longitude: number;
  latitude: number;
  speed: number;
  heading: number;
  observedAtMs: number;
  state: string;
}

/** Vehicles that drive in circles, as records and as objects. */
export function createRoundFleet(vehicles: number) {
  function at(slot: number, nowMs: number) {
    const radius = 500 + ((slot * 7919) % 400_000);
    const speed = 5 + (slot % 20);
    const angle = slot * 2.399963 + ((nowMs / 1000) * speed) / radius;
    const east = -Math.sin(angle) * speed;
    const north = Math.cos(angle) * speed;
    return {
      longitude: CENTRE.longitude + (Math.cos(angle) * radius) / (METRES_PER_DEGREE * 0.685),
      latitude: CENTRE.latitude + (Math.sin(angle) * radius) / METRES_PER_DEGREE,
      velocityEast: east,
      velocityNorth: north,
      headingDegrees: ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360,
    };
  }
  function write(table: FleetTable, part: number, parts: number): void {
    const nowMs = Date.now();
    for (let slot = part; slot < vehicles; slot += parts) {
      const moving = { ...at(slot, nowMs), observedAtMs: nowMs, state: 2, kind: slot % 8 };
      table.write(slot, { ...moving, flags: POSITION_FLAGS.hasHeading });
    }
  }
  return {
    write,
    writeAll: (table: FleetTable) => write(table, 0, 1),
    /** The parts of the fleet that were published last, as many as are asked for. */
    objects(count: number, published: number, parts: number): RoundPosition[] {
      const nowMs = Date.now();
      const positions: RoundPosition[] = [];
      for (let back = 0; back < count; back++) {
        for (let slot = (published - back + parts) % parts; slot < vehicles; slot += parts) {
          const { longitude, latitude, velocityEast, velocityNorth, headingDegrees } = at(slot, nowMs);
          const speed = Math.hypot(velocityEast, velocityNorth);
          positions.push({
            ...{ id: slot + 1, longitude, latitude, speed, heading: headingDegrees },
            ...{ observedAtMs: nowMs, state: 'on-mission' },
          });
        }
      }
      return positions;
    },
  };
}
