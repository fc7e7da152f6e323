import { describe, expect, it } from 'vitest';
import {
  decodeFixes,
  decodeKeys,
  encodeFixes,
  encodeKeys,
  FixBatch,
  FixStates,
  GROUP_SLOTS,
  MalformedRecordingError,
  RECORD_WORDS,
} from '../../../../shared/domain/index.ts';
import { fc } from '../../../support/property.ts';

const COMMON = { epochMs: Date.UTC(2026, 2, 3), timeScale: 1 };
/** Any 32 bits, and those that are likely to be met: zeros with either sign, numbers that are none, whole milliseconds. */
const word = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.constantFrom(0, -(2 ** 31), 0x7fc0_0000, 0x7f80_0000, -0x80_0000, -1, 1, 2 ** 31 - 1),
  fc.integer({ min: 0, max: 3_600_000 }).map((ms) => new Int32Array(new Float32Array([ms / 1000]).buffer)[0] ?? 0),
);
const record = fc.array(word, { minLength: RECORD_WORDS, maxLength: RECORD_WORDS });
/** Blocks of frames, of which each has some slots with any record: slots over two groups. */
const blocks = fc.array(
  fc.array(fc.array(fc.tuple(fc.integer({ min: 0, max: GROUP_SLOTS + 20 }), record), { maxLength: 12 }), {
    minLength: 1,
    maxLength: 5,
  }),
  { minLength: 1, maxLength: 6 },
);

/** What one side knows must be what the other does, or the next block would mean something else. */
function expectSameStates(one: FixStates, other: FixStates): void {
  expect(other.count).toBe(one.count);
  const words = one.count * RECORD_WORDS;
  expect(other.words.subarray(0, words)).toEqual(one.words.subarray(0, words));
  expect(other.dueAtMs.subarray(0, one.count)).toEqual(one.dueAtMs.subarray(0, one.count));
  expect(other.sizes.subarray(0, one.count * 12)).toEqual(one.sizes.subarray(0, one.count * 12));
}

describe('the coding of fixes', () => {
  it('gives back any records to the bit, in the frames in which they were seen, before and after a key block', () => {
    fc.assert(
      fc.property(blocks, fc.boolean(), (given, hasKeys) => {
        const [writer, reader, late] = [new FixStates(), new FixStates(), new FixStates()];
        let atMs = COMMON.epochMs;
        for (const frames of given) {
          const fixes = new FixBatch();
          const ticks = new Float64Array(frames.map(() => (atMs += 250)));
          frames.forEach((frame, tick) => {
            for (const [slot, words] of frame) {
              writer.grow(slot + 1);
              fixes.add(slot, tick, new Int32Array(words), 0);
            }
          });
          const body = encodeFixes(writer, { ...COMMON, ticks }, fixes);
          const found = new FixBatch();
          expect(decodeFixes(body, reader, COMMON, found)).toEqual(ticks);
          const { order } = fixes.orderBy('slots', writer.count);
          expect(found.count).toBe(fixes.count);
          order.forEach((from, to) => {
            expect(found.slots[to]).toBe(fixes.slots[from]);
            expect(found.ticks[to]).toBe(fixes.ticks[from]);
            expect(found.words.subarray(to * RECORD_WORDS, (to + 1) * RECORD_WORDS)).toEqual(
              fixes.words.subarray(from * RECORD_WORDS, (from + 1) * RECORD_WORDS),
            );
          });
          expectSameStates(writer, reader);
          if (!hasKeys) continue;
          const key = encodeKeys(writer, COMMON.epochMs, atMs);
          decodeKeys(key, reader, COMMON.epochMs);
          decodeKeys(key, late, COMMON.epochMs);
          expectSameStates(writer, reader);
          // One that begins here knows the same as one that has read all before.
          expectSameStates(writer, late);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('reads one group without the others', () => {
    const states = new FixStates();
    states.grow(2 * GROUP_SLOTS);
    const fixes = new FixBatch();
    for (let slot = 0; slot < 2 * GROUP_SLOTS; slot++) fixes.add(slot, 0, new Int32Array([slot, 1, 2, 3, 4, 5]), 0);
    const body = encodeFixes(states, { ...COMMON, ticks: new Float64Array([1]) }, fixes);
    const found = new FixBatch();
    decodeFixes(body, new FixStates(), COMMON, found, 1);
    expect(found.count).toBe(GROUP_SLOTS);
    expect(found.words[0]).toBe(GROUP_SLOTS);
  });

  it('refuses what is no block, and reads any damage without end or error of another kind', () => {
    expect(() => decodeFixes(new Uint8Array(5), new FixStates(), COMMON, new FixBatch())).toThrow(
      MalformedRecordingError,
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), fc.integer({ min: 1, max: 300 }), (bytes, slots) => {
        const head = new Uint8Array(8 + 8 + 4 * Math.ceil(slots / GROUP_SLOTS));
        const view = new DataView(head.buffer);
        view.setUint32(0, slots, true);
        view.setUint32(4, 1, true);
        view.setUint32(16, bytes.length, true);
        const body = new Uint8Array([...head, ...bytes]);
        try {
          decodeFixes(body, new FixStates(), COMMON, new FixBatch());
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedRecordingError);
        }
      }),
      { numRuns: 100 },
    );
  });
});
