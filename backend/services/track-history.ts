import { distanceMetres, type Track, VEHICLE_STATES, type VehicleState } from '../../shared/domain/index.ts';
import type { TrackSample } from '../../shared/api/index.ts';

/** Most samples of one vehicle: in an hour, one each 15 s. */
export const TRACK_SAMPLES = 240;
export const DEFAULT_HISTORY_MINUTES = 60;
export const MOST_HISTORY_MINUTES = 1_440;

/**
 * One sample is 8 bytes, told from the one before it:
 *   0 u16 time since then, in units of a 60,000th of the whole history
 *   2 i16 longitude, 4 i16 latitude since then, in units of 1e-5 degrees; of 64 times that where `far` is set
 *   6 u8 speed in half metres a second; of a suspect fix, how many kilometres away from the last believable place it said to be
 *   7 u8 state in bits 0 and 1, see FLAGS
 * With 27 bytes of its own, a vehicle takes 1,947 bytes: 100,000 of them 195 MB, allocated as vehicles appear.
 */
const SAMPLE_BYTES = 8;
const FLAGS = { state: 3, suspect: 4, far: 8 } as const;
const UNITS_PER_DEGREE = 100_000;
const FAR_FACTOR = 64;
const UNITS_OF_HISTORY = 60_000;
const SPEED_UNIT = 0.5;
/** A vehicle that reports at the very interval does so now a little early, now a little late: all of it is kept. */
const PUNCTUAL = 0.95;
/** Vehicles whose samples are allocated together. */
const CHUNK_VEHICLES = 1_024;

/** A vehicle that moves at least so fast, metres a second, and turns by so much, in 256ths of a turn, is sampled at once: the way bends there. */
const MOVES_AT = 2;
const TURN = 21;

interface Chunk {
  readonly samples: DataView;
  /** Of the newest sample of each vehicle, in the units above; times in ms. */
  readonly longitude: Int32Array;
  readonly latitude: Int32Array;
  readonly newestMs: Float64Array;
  readonly oldestMs: Float64Array;
  /** Place of the oldest sample in the ring, and how many there are. */
  readonly start: Uint8Array;
  readonly count: Uint8Array;
  readonly heading: Uint8Array;
}

/**
 * The last hour (or what is asked for) of each vehicle, thinned: a sample each 240th of that time, and in between where a vehicle turns,
 * stops, sets off, changes its state, or becomes suspect. Where many turns fill the ring, the samples between them grow rarer. Only
 * numbers in large arrays: 100,000 vehicles make no object.
 */
export class TrackHistory {
  readonly #historyMs: number;
  #timeScale = 1;
  #unitMs = 1;
  #intervalMs = 1;
  #chunks: Chunk[] = [];

  /** @param minutes of the vehicles' own time; 0: nothing is kept */
  constructor(minutes: number = DEFAULT_HISTORY_MINUTES) {
    this.#historyMs = minutes * 60_000;
    this.restart(1);
  }

  /** Begins anew, for a feed that runs so many times faster than real time. */
  restart(timeScale: number): void {
    this.#timeScale = timeScale;
    this.#unitMs = this.#windowMs / UNITS_OF_HISTORY;
    this.#intervalMs = this.#windowMs / TRACK_SAMPLES;
    this.#chunks = [];
  }

  /** The time that is kept, minutes of the vehicles' own time. */
  get minutes(): number {
    return this.#historyMs / 60_000;
  }

  /** What is allocated at present. */
  get bytes(): number {
    return this.#chunks.length * CHUNK_VEHICLES * (TRACK_SAMPLES * SAMPLE_BYTES + 27);
  }

  get #windowMs(): number {
    return this.#historyMs / this.#timeScale;
  }

  /** Takes in where a vehicle stands now. Costs a few reads where nothing is to be kept. */
  note(slot: number, track: Track, state: number): void {
    if (this.#historyMs === 0) return;
    const chunk = this.#chunkOf(slot);
    const index = slot % CHUNK_VEHICLES;
    const { doubted } = track;
    const isSuspect = track.isSuspect && doubted !== undefined;
    const atMs = isSuspect ? doubted.observedAtMs : track.observedAtMs;
    const speed = Math.hypot(track.velocityEast, track.velocityNorth);
    const heading = Math.round(((track.headingDegrees ?? 0) * 256) / 360) & 255;
    const flags = (state & FLAGS.state) | (isSuspect ? FLAGS.suspect : 0);
    const value = isSuspect ? awayKilometres(track, doubted) : Math.round(speed / SPEED_UNIT);
    if (!this.#isWorthKeeping(chunk, index, { atMs, speed, heading, flags })) return;
    this.#append(chunk, index, { ...track, atMs, flags, value: Math.min(255, value) });
    chunk.heading[index] = heading;
  }

  /** The vehicle has left: what is known of it is not kept. */
  forget(slot: number): void {
    const chunk = this.#chunks[Math.floor(slot / CHUNK_VEHICLES)];
    if (chunk !== undefined) chunk.count[slot % CHUNK_VEHICLES] = 0;
  }

  /** The samples of a vehicle that are not older than `sinceMs` (UTC ms), the oldest first. */
  read(slot: number, sinceMs: number): TrackSample[] {
    const chunk = this.#chunks[Math.floor(slot / CHUNK_VEHICLES)];
    if (chunk === undefined) return [];
    const index = slot % CHUNK_VEHICLES;
    const samples: TrackSample[] = [];
    let [longitude, latitude] = [chunk.longitude[index] ?? 0, chunk.latitude[index] ?? 0];
    let atMs = chunk.newestMs[index] ?? 0;
    for (let back = (chunk.count[index] ?? 0) - 1; back >= 0 && atMs >= sinceMs; back--) {
      const offset = sampleOffset(chunk, index, back);
      const flags = chunk.samples.getUint8(offset + 7);
      const value = chunk.samples.getUint8(offset + 6);
      const isSuspect = (flags & FLAGS.suspect) !== 0;
      samples.push({
        observedAtMs: Math.round(atMs),
        longitude: longitude / UNITS_PER_DEGREE,
        latitude: latitude / UNITS_PER_DEGREE,
        speedMetresPerSecond: isSuspect ? null : value * SPEED_UNIT,
        state: stateOf(flags),
        suspectKilometres: isSuspect ? value : null,
      });
      const factor = (flags & FLAGS.far) === 0 ? 1 : FAR_FACTOR;
      longitude -= chunk.samples.getInt16(offset + 2, true) * factor;
      latitude -= chunk.samples.getInt16(offset + 4, true) * factor;
      atMs -= chunk.samples.getUint16(offset, true) * this.#unitMs;
    }
    return samples.reverse();
  }

  #isWorthKeeping(
    chunk: Chunk,
    index: number,
    { atMs, speed, heading, flags }: { atMs: number; speed: number; heading: number; flags: number },
  ): boolean {
    const count = chunk.count[index] ?? 0;
    if (count === 0) return true;
    const elapsedMs = atMs - (chunk.newestMs[index] ?? 0);
    const intervalMs = this.#intervalMs * this.#stretch(chunk, index, count);
    if (elapsedMs >= intervalMs * PUNCTUAL) return true;
    if (elapsedMs < intervalMs / 5) return false;
    const offset = sampleOffset(chunk, index, count - 1);
    const before = chunk.samples.getUint8(offset + 7) & ~FLAGS.far;
    if (before !== flags) return true;
    if ((flags & FLAGS.suspect) !== 0) return false;
    const wasMoving = chunk.samples.getUint8(offset + 6) * SPEED_UNIT >= MOVES_AT;
    if (wasMoving !== speed >= MOVES_AT) return true;
    const turned = Math.abs(((heading - (chunk.heading[index] ?? 0) + 384) % 256) - 128);
    return wasMoving && turned >= TURN;
  }

  /** A full ring that does not reach back as far as it should is filled more slowly. */
  #stretch(chunk: Chunk, index: number, count: number): number {
    if (count < TRACK_SAMPLES) return 1;
    const coveredMs = (chunk.newestMs[index] ?? 0) - (chunk.oldestMs[index] ?? 0);
    return Math.min(5, Math.max(1, (this.#windowMs / Math.max(coveredMs, 1)) ** 2));
  }

  #append(
    chunk: Chunk,
    index: number,
    sample: { longitude: number; latitude: number; atMs: number; flags: number; value: number },
  ): void {
    const longitude = Math.round(sample.longitude * UNITS_PER_DEGREE);
    const latitude = Math.round(sample.latitude * UNITS_PER_DEGREE);
    const count = chunk.count[index] ?? 0;
    const gap = Math.round((sample.atMs - (chunk.newestMs[index] ?? 0)) / this.#unitMs);
    const east = longitude - (chunk.longitude[index] ?? 0);
    const north = latitude - (chunk.latitude[index] ?? 0);
    const factor = fits(east) && fits(north) ? 1 : FAR_FACTOR;
    const isReachable = fits(Math.round(east / factor)) && fits(Math.round(north / factor));
    if (count === 0 || gap > 0xffff || !isReachable) {
      // The first, or one that cannot be told from what came before it, which is another story.
      chunk.start[index] = 0;
      chunk.count[index] = 1;
      chunk.longitude[index] = longitude;
      chunk.latitude[index] = latitude;
      chunk.newestMs[index] = sample.atMs;
      chunk.oldestMs[index] = sample.atMs;
      writeSample(chunk, sampleOffset(chunk, index, 0), { ...sample, gap: 0, east: 0, north: 0 });
      return;
    }
    if (count === TRACK_SAMPLES) this.#dropOldest(chunk, index);
    const steps = { east: Math.round(east / factor), north: Math.round(north / factor) };
    const place = chunk.count[index] ?? 0;
    chunk.count[index] = place + 1;
    const flags = sample.flags | (factor === 1 ? 0 : FLAGS.far);
    writeSample(chunk, sampleOffset(chunk, index, place), { ...steps, gap, flags, value: sample.value });
    // What was written, not what came: the next is told from this, and errors do not add up.
    chunk.longitude[index] = (chunk.longitude[index] ?? 0) + steps.east * factor;
    chunk.latitude[index] = (chunk.latitude[index] ?? 0) + steps.north * factor;
    chunk.newestMs[index] = (chunk.newestMs[index] ?? 0) + gap * this.#unitMs;
  }

  #dropOldest(chunk: Chunk, index: number): void {
    const second = sampleOffset(chunk, index, 1);
    chunk.oldestMs[index] = (chunk.oldestMs[index] ?? 0) + chunk.samples.getUint16(second, true) * this.#unitMs;
    chunk.start[index] = ((chunk.start[index] ?? 0) + 1) % TRACK_SAMPLES;
    chunk.count[index] = TRACK_SAMPLES - 1;
  }

  #chunkOf(slot: number): Chunk {
    const place = Math.floor(slot / CHUNK_VEHICLES);
    while (this.#chunks.length <= place) this.#chunks.push(createChunk());
    const chunk = this.#chunks[place];
    if (chunk === undefined) throw new RangeError(`slot ${slot} is no place of a vehicle`);
    return chunk;
  }
}

function createChunk(): Chunk {
  return {
    samples: new DataView(new ArrayBuffer(CHUNK_VEHICLES * TRACK_SAMPLES * SAMPLE_BYTES)),
    longitude: new Int32Array(CHUNK_VEHICLES),
    latitude: new Int32Array(CHUNK_VEHICLES),
    newestMs: new Float64Array(CHUNK_VEHICLES),
    oldestMs: new Float64Array(CHUNK_VEHICLES),
    start: new Uint8Array(CHUNK_VEHICLES),
    count: new Uint8Array(CHUNK_VEHICLES),
    heading: new Uint8Array(CHUNK_VEHICLES),
  };
}

/** Where the sample stands that is so many places after the oldest. */
function sampleOffset(chunk: Chunk, index: number, place: number): number {
  const ring = ((chunk.start[index] ?? 0) + place) % TRACK_SAMPLES;
  return (index * TRACK_SAMPLES + ring) * SAMPLE_BYTES;
}

interface Encoded {
  gap: number;
  east: number;
  north: number;
  value: number;
  flags: number;
}

function writeSample({ samples }: Chunk, offset: number, { gap, east, north, value, flags }: Encoded): void {
  samples.setUint16(offset, gap, true);
  samples.setInt16(offset + 2, east, true);
  samples.setInt16(offset + 4, north, true);
  samples.setUint8(offset + 6, value);
  samples.setUint8(offset + 7, flags);
}

function fits(value: number): boolean {
  return value >= -32_768 && value <= 32_767;
}

function stateOf(flags: number): VehicleState {
  return VEHICLE_STATES[flags & FLAGS.state] ?? 'unknown';
}

function awayKilometres(
  from: { longitude: number; latitude: number },
  to: { longitude: number; latitude: number },
): number {
  return Math.round(distanceMetres(from.longitude, from.latitude, to.longitude, to.latitude) / 1_000);
}
