import {
  drivenSeconds,
  LONGEST_DRIVE_SECONDS,
  POSITION_FLAGS,
  RECORD_BYTES,
  STANDING_SPEED,
} from '../../shared/domain/index.ts';
import { BLEND_LEAST_SPEED, BLEND_MOST_SECONDS } from './blend.ts';
import { DotCover } from './dot-cover.ts';
import type { CrowdView, FleetView, VisibleSlots } from './fleet-view.ts';
import { type LatitudeTable, latitudeTable } from './latitude-table.ts';

const WORDS = RECORD_BYTES / 4;
const RADIANS_PER_UNIT = Math.PI / 2 ** 31;
const EARTH_RADIUS_METRES = 6_371_008.8;
const UNITS_PER_METRE = 1 / EARTH_RADIUS_METRES / RADIANS_PER_UNIT;
/** So long what lies beneath dots is left out after it was found: frames come four times a second. Seconds. */
export const COVERED_SECONDS = 2;
/** A dot that may move farther in that time neither hides others nor is hidden. Device pixels: a tenth is within the stencils' slack. */
const MOST_DRIFT = 0.05;

/** A fleet and the server's time, seconds after its epoch. */
export interface FleetAt {
  readonly records: Uint8Array<ArrayBuffer>;
  readonly epochMs: number;
  readonly nowSeconds: number;
  readonly timeScale: number;
}

/** Finds what a map needs to draw: keeps what it works with from one frame to the next. One a map. */
export class VisibleSlotsFinder {
  readonly #view: FleetView;
  readonly #number: number;
  readonly #cover: DotCover | undefined;
  readonly #northing: LatitudeTable;
  #slots = new Uint32Array(0);

  constructor(view: FleetView, number: number) {
    this.#view = view;
    this.#number = number;
    const cover = view.crowd === null ? undefined : new DotCover(view.crowd);
    this.#cover = cover?.isOf === true ? cover : undefined;
    const { south, north } = view.area;
    this.#northing = latitudeTable(south, north, view.crowd?.latitudeUnits ?? south);
  }

  /** @param isFiltered a filter hides or dims some: then none is left out for lying beneath another */
  find(at: FleetAt, isFiltered: boolean): VisibleSlots {
    const count = at.records.byteLength / RECORD_BYTES;
    if (this.#slots.length < count) this.#slots = new Uint32Array(Math.ceil(count * 1.25));
    const { crowd } = this.#view;
    const isCrowd = this.#cover !== undefined && crowd !== null && !isFiltered;
    const first = isCrowd ? this.#uncovered(at, count, crowd, this.#cover) : this.#within(at, count);
    const untilSeconds = isCrowd ? at.nowSeconds + COVERED_SECONDS : null;
    return { view: this.#number, slots: this.#slots.slice(first, count), untilSeconds };
  }

  /** Writes the slots that can be in view to the end of the list. @returns where they begin */
  #within({ records, timeScale }: FleetAt, count: number): number {
    const ints = new Int32Array(records.buffer, records.byteOffset, count * WORDS);
    const floats = new Float32Array(records.buffer, records.byteOffset, count * WORDS);
    const { west, south, east, north } = this.#view.area;
    const [middle, halfWidth] = [((west + east) / 2) | 0, (east - west) / 2];
    const [centre, halfHeight] = [(south + north) / 2, (north - south) / 2];
    // As far as it drives on at most, and as it is led back from where the frame before had it (blend.ts).
    const seconds = LONGEST_DRIVE_SECONDS + 2 * BLEND_MOST_SECONDS * timeScale;
    const nearPole = Math.max(Math.abs(south), Math.abs(north)) * RADIANS_PER_UNIT;
    const parallel = Math.max(0.05, Math.cos(Math.min(nearPole, Math.PI / 2)));
    const slack = 15 * BLEND_MOST_SECONDS * timeScale + BLEND_LEAST_SPEED;
    let first = count;
    for (let slot = count - 1, word = slot * WORDS; slot >= 0; slot--, word -= WORDS) {
      const farNorth = Math.abs((ints[word + 1] ?? 0) - centre) - halfHeight;
      if (farNorth > (slack + Math.abs(floats[word + 3] ?? 0) * seconds) * UNITS_PER_METRE) continue;
      const farEast = Math.abs(((ints[word] ?? 0) - middle) | 0) - halfWidth;
      if (farEast > ((slack + Math.abs(floats[word + 2] ?? 0) * seconds) * UNITS_PER_METRE) / parallel) continue;
      this.#slots[--first] = slot;
    }
    return first;
  }

  /** The same of dots that do not lie wholly beneath others, later ones being drawn on top. */
  #uncovered({ records, nowSeconds, timeScale }: FleetAt, count: number, crowd: CrowdView, cover: DotCover): number {
    const ints = new Int32Array(records.buffer, records.byteOffset, count * WORDS);
    const floats = new Float32Array(records.buffer, records.byteOffset, count * WORDS);
    const [a, b, c, d, f, g] = crowd.toPixels;
    const pixelsPerMetre = Math.max(Math.hypot(a, d), Math.hypot(b, f)) / EARTH_RADIUS_METRES;
    const pixelsPerSpeed = pixelsPerMetre * timeScale * COVERED_SECONDS;
    const opaqueUntil = crowd.lateMs / 1000 - COVERED_SECONDS;
    cover.clear();
    let first = count;
    for (let slot = count - 1, word = slot * WORDS; slot >= 0; slot--, word -= WORDS) {
      const status = ints[word + 5] ?? 0;
      if (((status >>> 16) & POSITION_FLAGS.hidden) !== 0) continue;
      const latitude = ints[word + 1] ?? 0;
      let east = (((ints[word] ?? 0) - crowd.longitudeUnits) | 0) * RADIANS_PER_UNIT;
      let north = this.#northing.at(latitude);
      const velocityEast = floats[word + 2] ?? 0;
      const velocityNorth = floats[word + 3] ?? 0;
      const age = nowSeconds - (floats[word + 4] ?? 0);
      let isSteady = true;
      const speed2 = velocityEast * velocityEast + velocityNorth * velocityNorth;
      if (speed2 > STANDING_SPEED ** 2) {
        // What a metre is on the map grows with the latitude.
        const stretch = 1 / Math.max(0.05, Math.cos(latitude * RADIANS_PER_UNIT));
        isSteady = speed2 * (pixelsPerSpeed * stretch) ** 2 <= MOST_DRIFT ** 2;
        const driven = drivenSeconds(age * timeScale) / EARTH_RADIUS_METRES;
        east += velocityEast * driven * stretch;
        north += velocityNorth * driven * stretch;
      }
      const x = a * east + b * north + c;
      const y = d * east + f * north + g;
      if (isSteady) {
        if (!cover.lay(x, y, (status >>> 8) & 255, age < opaqueUntil)) continue;
      } else if (!cover.isNear(x, y)) continue;
      this.#slots[--first] = slot;
    }
    return first;
  }
}
