import type { FleetTable } from '../../shared/api/index.ts';
import { POSITION_FLAGS, RECORD_BYTES } from '../../shared/domain/index.ts';

/** Where every vehicle was is noted so often, milliseconds, and so many times: the last four minutes. */
export const TRAIL_EVERY_MS = 10_000;
export const TRAIL_STEPS = 24;

/** A step is kept in units of 4 wire units (4 cm), 16 bits each way: up to 1.2 km, 120 m/s. What is farther was no driving. */
export const UNITS_PER_STEP = 4;
const MOST_STEP = 32_767;
/** The farthest that a step may lead, wire units. */
export const FARTHEST_STEP = MOST_STEP * UNITS_PER_STEP;
const BREAK = -32_768;
/** No latitude, and farther from each than a step. */
const NOWHERE = 2 ** 31 - 1;

/**
 * Where all vehicles of a window were in the last minutes: a ring of steps, 4 bytes a vehicle and step, so that 100,000
 * cost 10 MB and no object. Each step is that from the place before as it was kept, so that errors do not add up.
 */
export class TrailRing {
  #streamId = -1;
  #capacity = 0;
  /** The latest place that was kept of each slot: longitude, latitude, wire units. */
  #places = new Int32Array(0);
  #steps: Int16Array[] = [];
  /** Where the next step goes. */
  #next = 0;
  #kept = 0;

  /** Notes where the vehicles of a table are. Another stream's slots are other vehicles: it begins anew. */
  note(table: Pick<FleetTable, 'streamId' | 'count' | 'records'>): void {
    if (table.streamId !== this.#streamId) this.#begin(table.streamId);
    if (table.count > this.#capacity) this.#grow(Math.ceil(table.count * 1.25));
    const { records } = table;
    const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
    const steps = this.#steps[this.#next] ?? new Int16Array(this.#capacity * 2);
    this.#steps[this.#next] = steps;
    steps.fill(BREAK);
    for (let slot = 0, offset = 0; slot < table.count; slot++, offset += RECORD_BYTES) {
      const flags = view.getUint8(offset + 22);
      // Where it was in the meantime is not known: when it is back, no way leads there from where it left.
      if ((flags & POSITION_FLAGS.elsewhere) !== 0) this.#places[slot * 2 + 1] = NOWHERE;
      if ((flags & POSITION_FLAGS.hidden) !== 0) continue;
      this.#step(steps, slot, 0, view.getInt32(offset, true));
      this.#step(steps, slot, 1, view.getInt32(offset + 4, true));
    }
    this.#next = (this.#next + 1) % TRAIL_STEPS;
    this.#kept = Math.min(TRAIL_STEPS, this.#kept + 1);
  }

  #step(steps: Int16Array, slot: number, axis: 0 | 1, units: number): void {
    const at = slot * 2 + axis;
    const before = this.#places[at] ?? 0;
    const step = Math.round(((units - before) | 0) / UNITS_PER_STEP);
    if (Math.abs(step) > MOST_STEP) {
      this.#places[at] = units;
      return;
    }
    steps[at] = step;
    this.#places[at] = (before + step * UNITS_PER_STEP) | 0;
  }

  /**
   * Gives the ways of a vehicle, newest first: from a place to the one before it, and how many steps ago that was (0 for
   * the newest). It ends where the vehicle was not known or jumped.
   */
  walk(slot: number, onWay: (fromX: number, fromY: number, toX: number, toY: number, stepsAgo: number) => void): void {
    if (slot >= this.#capacity) return;
    let x = this.#places[slot * 2] ?? 0;
    let y = this.#places[slot * 2 + 1] ?? 0;
    // The oldest step leads from a place that was never kept.
    for (let ago = 0; ago < this.#kept - 1; ago++) {
      const steps = this.#steps[(this.#next - 1 - ago + TRAIL_STEPS) % TRAIL_STEPS];
      const [east, north] = [steps?.[slot * 2] ?? BREAK, steps?.[slot * 2 + 1] ?? BREAK];
      if (east === BREAK || north === BREAK) return;
      const toX = (x - east * UNITS_PER_STEP) | 0;
      const toY = y - north * UNITS_PER_STEP;
      if (east !== 0 || north !== 0) onWay(x, y, toX, toY, ago);
      [x, y] = [toX, toY];
    }
  }

  /** The latest place that was noted, if a trail ends there: the vehicle was known then, and had not jumped. */
  newest(slot: number): { x: number; y: number } | undefined {
    const steps = this.#steps[(this.#next - 1 + TRAIL_STEPS) % TRAIL_STEPS];
    const at = slot * 2;
    if (steps === undefined || (steps[at] ?? BREAK) === BREAK || (steps[at + 1] ?? BREAK) === BREAK) return undefined;
    return { x: this.#places[at] ?? 0, y: this.#places[at + 1] ?? 0 };
  }

  #begin(streamId: number): void {
    this.#streamId = streamId;
    this.#steps = [];
    this.#places.fill(0);
    this.#next = 0;
    this.#kept = 0;
  }

  #grow(capacity: number): void {
    const longer = (before: Int16Array) => {
      const steps = new Int16Array(capacity * 2).fill(BREAK);
      steps.set(before);
      return steps;
    };
    const places = new Int32Array(capacity * 2);
    places.set(this.#places);
    this.#places = places;
    this.#steps = this.#steps.map(longer);
    this.#capacity = capacity;
  }
}
