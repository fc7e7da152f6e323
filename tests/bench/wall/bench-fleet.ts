import { FleetTable } from '../../../shared/api/index.ts';
import { POSITION_FLAGS } from '../../../shared/domain/index.ts';
import { TOWNS } from '../../support/map-harness/scene.ts';
import { type PositionObject, SEA_PLACES } from './scene.ts';

const METRES_PER_DEGREE = 111_195;
const STATES = 4;

/** A fleet around the towns of a country, all of which has moved with each update; as records and as objects. */
export interface BenchFleet {
  readonly table: FleetTable;
  /** Moves every vehicle and publishes. Vehicle 0 goes to the other place at sea. `driving`: they also have a velocity. */
  update(options: { driving: boolean }): void;
  /** Publishes without news. */
  heartbeat(): void;
  objects(): PositionObject[];
}

export function createBenchFleet(vehicles: number): BenchFleet {
  const table = new FleetTable({ streamId: 7, epochMs: Date.now() - 60_000 }, vehicles);
  const towns = TOWNS.filter(([longitude]) => longitude > -6 && longitude < 9);
  const weighted = towns.flatMap((town) => Array.from({ length: town[2] }, () => town));
  let updates = 0;

  const place = (slot: number): [longitude: number, latitude: number] => {
    if (slot === 0) return [...(SEA_PLACES[updates % 2] ?? SEA_PLACES[0])];
    const town = weighted[slot % weighted.length] ?? [0, 0, 1];
    const angle = slot * 2.399963 + updates * 0.01;
    const reach = 300 + ((slot * 7919) % 60_000);
    return [
      town[0] + (reach * Math.cos(angle)) / (METRES_PER_DEGREE * Math.cos((town[1] * Math.PI) / 180)),
      town[1] + (reach * Math.sin(angle)) / METRES_PER_DEGREE,
    ];
  };
  const courseOf = (slot: number) => (slot * 47 + updates * 11) % 360;

  return {
    table,
    update({ driving }) {
      updates += 1;
      const nowMs = Date.now();
      for (let slot = 0; slot < vehicles; slot++) {
        const [longitude, latitude] = place(slot);
        const course = courseOf(slot);
        const speed = driving && slot % 5 !== 0 ? 6 + (slot % 17) : 0;
        table.write(slot, {
          ...{ longitude, latitude, observedAtMs: nowMs, headingDegrees: course, kind: slot % 8 },
          velocityEast: speed * Math.sin((course * Math.PI) / 180),
          velocityNorth: speed * Math.cos((course * Math.PI) / 180),
          ...{ state: slot % STATES, flags: POSITION_FLAGS.hasHeading },
        });
      }
      table.publish(nowMs);
    },
    heartbeat: () => table.publish(Date.now()),
    objects() {
      const fixTime = new Date().toISOString();
      return Array.from({ length: vehicles }, (_, slot) => {
        const [longitude, latitude] = place(slot);
        return {
          ...{ id: slot + 1, deviceId: slot + 1, fixTime, longitude, latitude, course: courseOf(slot), speed: 6 },
          attributes: { motion: true },
        };
      });
    },
  };
}
