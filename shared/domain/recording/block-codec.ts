import type { FixBatch } from './fix-batch.ts';
import { codeFix, type FixTimes } from './fix-codec.ts';
import { FixReader, type FixCoder, FixWriter } from './fix-coder.ts';
import { type FixStates, RECORD_WORDS } from './fix-states.ts';
import { codeKey, noNeighbour } from './key-codec.ts';

/**
 * The bodies of the blocks of a recording (docs/replay.md). Slots are coded in groups, each for itself, so that the way of one vehicle is read
 * without the others:
 *
 *   0 u32 slots of the fleet   4 u32 frames (ticks)   then f64 server time of each frame, u32 bytes of each group, the groups
 */
export const GROUP_SLOTS = 256;
/** More frames than come between two blocks: a count above it is damage. */
export const MOST_TICKS = 4_096;
/** More vehicles than any fleet has. */
const MOST_SLOTS = 4_000_000;
const HEAD_BYTES = 8;

export class MalformedRecordingError extends Error {
  override name = 'MalformedRecordingError';
}

/** Due this much early, ms: frames do not come to the millisecond. */
const SLACK_MS = 60;
/** Of the numbers of calm slots, and of counts. */
const groupSizes = () => new Uint16Array([6 * 16, 0]);

/** Codes what came in some frames: fixes in the order of their frames. */
export function encodeFixes(states: FixStates, times: FixTimes, fixes: FixBatch): Uint8Array<ArrayBuffer> {
  const { order, starts } = fixes.orderBy('slots', states.count);
  const scratch = new Int32Array(RECORD_WORDS);
  return assemble(states.count, times.ticks, (writer, first, end) => {
    const sizes = groupSizes();
    let calm = 0;
    for (let slot = first; slot < end; slot++) {
      const from = starts[slot] ?? 0;
      const count = (starts[slot + 1] ?? 0) - from;
      const isDue = dueIn(states, slot, times.ticks);
      if (count === (isDue ? 1 : 0)) calm += 1;
      else {
        writer.signed(calm, sizes, 0);
        codeCount(writer, count, isDue, sizes);
        calm = 0;
        if (count === 0) states.dueAtMs[slot] = Number.POSITIVE_INFINITY;
      }
    }
    writer.signed(calm, sizes, 0);
    for (let slot = first; slot < end; slot++) {
      const to = starts[slot + 1] ?? 0;
      for (let place = starts[slot] ?? 0; place < to; place++) {
        const index = order[place] ?? 0;
        for (let word = 0; word < RECORD_WORDS; word++) scratch[word] = fixes.words[index * RECORD_WORDS + word] ?? 0;
        codeFix(writer, states, slot, times, fixes.ticks[index] ?? 0, scratch, 0);
      }
    }
  });
}

/**
 * Reads what `encodeFixes` wrote; the states are then those that the writer had after it. Fixes are added slot by slot.
 * @param group of one alone: the others stay as they were
 * @throws MalformedRecordingError
 */
export function decodeFixes(
  body: Uint8Array,
  states: FixStates,
  common: Omit<FixTimes, 'ticks'>,
  fixes: FixBatch,
  group?: number,
): Float64Array {
  const { slots, ticks, places } = disassemble(body);
  states.grow(slots);
  const times = { ...common, ticks };
  const reader = new FixReader(body);
  const counts = new Uint16Array(GROUP_SLOTS);
  eachGroup(places, slots, group, (at, first, end) => {
    reader.open(body, at);
    readCounts(reader, states, ticks, first, end, counts);
    for (let slot = first; slot < end; slot++) {
      for (let left = counts[slot - first] ?? 0; left > 0; left--) {
        const to = fixes.reserve();
        const tick = codeFix(reader, states, slot, times, 0, fixes.words, to);
        fixes.slots[fixes.count] = slot;
        fixes.ticks[fixes.count] = tick;
        fixes.count += 1;
      }
    }
  });
  return ticks;
}

/** Codes all records by themselves, as they are at the last of some frames. */
export function encodeKeys(states: FixStates, epochMs: number, atMs: number): Uint8Array<ArrayBuffer> {
  return assemble(states.count, new Float64Array([atMs]), (writer, first, end) => {
    const neighbour = noNeighbour();
    for (let slot = first; slot < end; slot++) codeKey(writer, states, slot, { epochMs, atMs }, neighbour);
  });
}

/** @throws MalformedRecordingError */
export function decodeKeys(body: Uint8Array, states: FixStates, epochMs: number, group?: number): number {
  const { slots, ticks, places } = disassemble(body);
  states.grow(slots);
  const atMs = ticks[0] ?? 0;
  const reader = new FixReader(body);
  eachGroup(places, slots, group, (at, first, end) => {
    reader.open(body, at);
    const neighbour = noNeighbour();
    for (let slot = first; slot < end; slot++) codeKey(reader, states, slot, { epochMs, atMs }, neighbour);
  });
  return atMs;
}

function dueIn(states: FixStates, slot: number, ticks: Float64Array): boolean {
  return (states.dueAtMs[slot] ?? 0) <= (ticks[ticks.length - 1] ?? 0) + SLACK_MS;
}

/** How many fixes a slot has that does not have as many as was to be expected, which is one if it is due. */
function codeCount(coder: FixCoder, count: number, isDue: boolean, sizes: Uint16Array): number {
  if (!isDue) return 1 + coder.signed(count - 1, sizes, 1);
  return coder.flag(count === 0 ? 0 : 1) === 0 ? 0 : 2 + coder.signed(count - 2, sizes, 1);
}

/** Writer and reader go through the slots alike: numbers of those that are as expected, and between them one that is not. */
function readCounts(
  reader: FixReader,
  states: FixStates,
  ticks: Float64Array,
  first: number,
  end: number,
  counts: Uint16Array,
): void {
  const sizes = groupSizes();
  let calm = reader.signed(0, sizes, 0);
  for (let slot = first; slot < end; slot++) {
    const isDue = dueIn(states, slot, ticks);
    if (calm > 0) {
      calm -= 1;
      counts[slot - first] = isDue ? 1 : 0;
      continue;
    }
    const count = codeCount(reader, 0, isDue, sizes);
    if (count < 0 || count > MOST_TICKS) throw new MalformedRecordingError(`slot ${slot} has ${count} fixes`);
    counts[slot - first] = count;
    if (count === 0) states.dueAtMs[slot] = Number.POSITIVE_INFINITY;
    calm = reader.signed(0, sizes, 0);
  }
}

function assemble(
  slots: number,
  ticks: Float64Array,
  write: (writer: FixWriter, first: number, end: number) => void,
): Uint8Array<ArrayBuffer> {
  const writer = new FixWriter();
  const groups = Math.ceil(slots / GROUP_SLOTS);
  const ends = new Uint32Array(groups);
  for (let group = 0; group < groups; group++) {
    const first = group * GROUP_SLOTS;
    write(writer, first, Math.min(slots, first + GROUP_SLOTS));
    ends[group] = writer.align();
  }
  const coded = writer.bytes();
  const head = HEAD_BYTES + ticks.length * 8 + groups * 4;
  const body = new Uint8Array(head + coded.byteLength);
  const view = new DataView(body.buffer);
  view.setUint32(0, slots, true);
  view.setUint32(4, ticks.length, true);
  for (let tick = 0; tick < ticks.length; tick++) view.setFloat64(HEAD_BYTES + tick * 8, ticks[tick] ?? 0, true);
  const lengths = HEAD_BYTES + ticks.length * 8;
  for (let group = 0; group < groups; group++) {
    const length = (ends[group] ?? 0) - (group === 0 ? 0 : (ends[group - 1] ?? 0));
    view.setUint32(lengths + group * 4, length, true);
  }
  body.set(coded, head);
  return body;
}

/** @returns `places`: where each group begins */
function disassemble(body: Uint8Array): { slots: number; ticks: Float64Array; places: Uint32Array } {
  if (body.byteLength < HEAD_BYTES) throw new MalformedRecordingError('a block without a head');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const slots = view.getUint32(0, true);
  const count = view.getUint32(4, true);
  const groups = Math.ceil(slots / GROUP_SLOTS);
  const head = HEAD_BYTES + count * 8 + groups * 4;
  if (slots > MOST_SLOTS || count > MOST_TICKS || head > body.byteLength) {
    throw new MalformedRecordingError(`a block of ${body.byteLength} bytes with ${slots} slots and ${count} frames`);
  }
  const ticks = new Float64Array(count);
  for (let tick = 0; tick < count; tick++) ticks[tick] = view.getFloat64(HEAD_BYTES + tick * 8, true);
  const places = new Uint32Array(groups);
  let at = head;
  for (let group = 0; group < groups; group++) {
    places[group] = at;
    at += view.getUint32(HEAD_BYTES + count * 8 + group * 4, true);
  }
  if (at !== body.byteLength) throw new MalformedRecordingError('the groups of a block do not fill it');
  return { slots, ticks, places };
}

function eachGroup(
  places: Uint32Array,
  slots: number,
  only: number | undefined,
  read: (at: number, first: number, end: number) => void,
): void {
  for (let group = 0; group < places.length; group++) {
    if (only !== undefined && group !== only) continue;
    const first = group * GROUP_SLOTS;
    read(places[group] ?? 0, first, Math.min(slots, first + GROUP_SLOTS));
  }
}
