import { describe, expect, it } from 'vitest';
import { FleetTable } from '../../../shared/api/fleet-table.ts';
import { FRAME_HEADER_BYTES, MalformedFrameError, readFrameHeader } from '../../../shared/api/position-frame.ts';
import { POSITION_FLAGS, type PositionRecord } from '../../../shared/domain/position-record.ts';
import { fc } from '../../support/property.ts';

const EPOCH = 1_700_000_000_000;

function record(longitude: number, overrides: Partial<PositionRecord> = {}): PositionRecord {
  return {
    longitude,
    latitude: 45.5,
    velocityEast: 3,
    velocityNorth: -2,
    observedAtMs: EPOCH + 5_000,
    headingDegrees: 90,
    state: 2,
    flags: POSITION_FLAGS.hasHeading,
    kind: 1,
    ...overrides,
  };
}

function table(streamId = 1): FleetTable {
  return new FleetTable({ streamId, epochMs: EPOCH }, 2);
}

function filled(count: number): FleetTable {
  const source = table();
  for (let slot = 0; slot < count; slot++) source.write(slot, record(slot / 1000));
  source.publish(EPOCH + 6_000);
  return source;
}

describe('FleetTable', () => {
  it('keeps a place to the centimetre and every other field to its step', () => {
    const source = table();
    source.write(0, record(-122.419_415_5, { latitude: 37.774_929_5, headingDegrees: 271 }));
    const read = source.read(0);
    // 1 cm is 9e-8 degrees of latitude.
    expect(read?.longitude).toBeCloseTo(-122.419_415_5, 7);
    expect(read?.latitude).toBeCloseTo(37.774_929_5, 7);
    expect(Math.abs((read?.headingDegrees ?? 0) - 271)).toBeLessThanOrEqual(360 / 512);
    expect(read).toMatchObject({ velocityEast: 3, velocityNorth: -2, observedAtMs: EPOCH + 5_000, state: 2, kind: 1 });
  });

  it('clamps the antimeridian instead of wrapping round the world', () => {
    const source = table();
    source.write(0, record(180));
    source.write(1, record(-180));
    expect(source.read(0)?.longitude).toBeCloseTo(180, 6);
    expect(source.read(1)?.longitude).toBeCloseTo(-180, 6);
  });

  it('hides slots that were skipped, and grows', () => {
    const source = table();
    source.write(9, record(1));
    expect(source.count).toBe(10);
    expect(source.read(4)?.flags).toBe(POSITION_FLAGS.hidden);
    expect(source.read(9)?.flags).toBe(POSITION_FLAGS.hasHeading);
    expect(source.read(10)).toBeUndefined();
  });

  it('passes a fleet on by key frame, then by deltas of what changed only', () => {
    const source = filled(100);
    const reader = table(99);
    expect(reader.apply(source.frameSince(0))).toBe('applied');
    expect(reader.records).toEqual(source.records);
    expect(reader.streamId).toBe(1);
    source.write(42, record(7));
    source.publish(EPOCH + 7_000);
    const delta = source.frameSince(reader.sequence);
    expect(readFrameHeader(delta)).toMatchObject({ kind: 'delta', count: 1, baseSequence: 1, sequence: 2 });
    expect(reader.apply(delta)).toBe('applied');
    expect(reader.read(42)?.longitude).toBeCloseTo(7, 6);
    expect(reader.serverTimeMs).toBe(EPOCH + 7_000);
  });

  it('reads a frame wherever it lies in a larger buffer', () => {
    const source = filled(100);
    const key = source.keyFrame();
    source.write(17, record(8));
    source.publish(EPOCH + 7_000);
    const delta = source.frameSince(1);
    for (const shift of [0, 1, 2, 3, 5, 8]) {
      const reader = table(99);
      for (const frame of [key, delta]) {
        const larger = new Uint8Array(frame.byteLength + 16).fill(255);
        larger.set(frame, shift);
        // What a network library hands out is a Buffer: its slices are no copies.
        const part = Buffer.from(larger.buffer, shift, frame.byteLength);
        expect(reader.apply(part)).toBe('applied');
      }
      expect(reader.records).toEqual(source.records);
    }
  });

  it('makes an empty delta, the heartbeat, when nothing changed', () => {
    const source = filled(10);
    source.publish(EPOCH + 9_000);
    const frame = source.frameSince(1);
    expect(frame.byteLength).toBe(FRAME_HEADER_BYTES);
    const reader = table();
    reader.apply(source.keyFrame());
    expect(reader.apply(frame)).toBe('applied');
  });

  it('sends a key frame where a delta would be larger', () => {
    const source = filled(10);
    for (let slot = 0; slot < 9; slot++) source.write(slot, record(3));
    source.publish(EPOCH + 9_000);
    expect(readFrameHeader(source.frameSince(1)).kind).toBe('key');
  });

  it('says gap or other-stream, and stays as it was', () => {
    const source = filled(50);
    const reader = table();
    reader.apply(source.keyFrame());
    const before = reader.records.slice();
    for (let step = 0; step < 3; step++) {
      source.write(step, record(9));
      source.publish(EPOCH + 10_000);
    }
    expect(reader.apply(source.frameSince(3))).toBe('gap');
    expect(new FleetTable({ streamId: 2, epochMs: EPOCH }).apply(source.frameSince(3))).toBe('other-stream');
    expect(table().apply(source.frameSince(3))).toBe('other-stream');
    expect(reader.records).toEqual(before);
    expect(reader.sequence).toBe(1);
  });

  it('does not go back for a frame that comes late', () => {
    const source = filled(50);
    source.write(0, record(1));
    source.publish(EPOCH + 10_000);
    const late = source.frameSince(1);
    source.write(0, record(2));
    source.publish(EPOCH + 11_000);
    const reader = table();
    reader.apply(source.keyFrame());
    expect(reader.apply(late)).toBe('applied');
    expect(reader.read(0)?.longitude).toBeCloseTo(2, 6);
    expect(reader.sequence).toBe(3);
  });

  it('refuses a delta whose slots are out of reach, whole', () => {
    const source = filled(50);
    const reader = table();
    reader.apply(source.keyFrame());
    source.write(0, record(1));
    source.publish(EPOCH + 10_000);
    const frame = source.frameSince(1);
    new DataView(frame.buffer).setUint32(FRAME_HEADER_BYTES, 4_000_000_000, true);
    const before = reader.records.slice();
    expect(() => reader.apply(frame)).toThrow(MalformedFrameError);
    expect(reader.records).toEqual(before);
    expect(reader.sequence).toBe(1);
  });

  it('rebases times and sends those who were behind a key frame', () => {
    const source = filled(5);
    source.rebase(EPOCH + 3_600_000);
    source.publish(EPOCH + 3_601_000);
    expect(source.read(0)?.observedAtMs).toBe(EPOCH + 5_000);
    expect(readFrameHeader(source.frameSince(1)).kind).toBe('key');
    expect(readFrameHeader(source.frameSince(2)).kind).toBe('delta');
  });

  it('brings any reader through any number of hops to the same records (property)', () => {
    const step = fc.record({
      writes: fc.array(fc.tuple(fc.nat(60), fc.double({ min: -179, max: 179, noNaN: true })), { maxLength: 12 }),
      hopReads: fc.boolean(),
      leafReads: fc.boolean(),
      rebase: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const source = table();
        const hop = table(50);
        const leaf = table(60);
        const read = (from: FleetTable, to: FleetTable) =>
          expect(to.apply(from.frameSince(to.streamId === from.streamId ? to.sequence : 0))).toBe('applied');
        steps.forEach(({ writes, hopReads, leafReads, rebase }, index) => {
          if (rebase) source.rebase(source.epochMs + 1000);
          for (const [slot, longitude] of writes) source.write(slot, record(longitude));
          source.publish(EPOCH + index);
          if (hopReads) read(source, hop);
          if (leafReads && hop.sequence > 0) read(hop, leaf);
        });
        source.publish(EPOCH + 100);
        read(source, hop);
        read(hop, leaf);
        expect(leaf.records).toEqual(source.records);
        expect(leaf.epochMs).toBe(source.epochMs);
      }),
    );
  });
});
