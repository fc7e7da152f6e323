import { describe, expect, it } from 'vitest';
import {
  allocateFrame,
  FRAME_HEADER_BYTES,
  frameBytes,
  MalformedFrameError,
  readFrameHeader,
  recordsOffset,
} from '../../../shared/api/position-frame.ts';
import { fc } from '../../support/property.ts';

const header = {
  kind: 'delta' as const,
  streamId: 7,
  sequence: 12,
  serverTimeMs: 1_700_000_000_123.5,
  epochMs: 1_700_000_000_000,
  count: 3,
  baseSequence: 9,
  timeScale: 60,
  isReplayed: false,
  total: 9,
};

describe('position frame header', () => {
  it('reads back what was written', () => {
    expect(readFrameHeader(allocateFrame(header))).toEqual(header);
    expect(readFrameHeader(allocateFrame({ ...header, kind: 'key', baseSequence: 0 }))).toMatchObject({ kind: 'key' });
  });

  it('says of a frame that it is replayed, and refuses what is not of the kind that is wanted', () => {
    const replayed = allocateFrame({ ...header, isReplayed: true });
    expect(readFrameHeader(replayed, 'replay')).toEqual({ ...header, isReplayed: true });
    expect(() => readFrameHeader(replayed)).toThrow(/it is replayed from a recording/);
    expect(() => readFrameHeader(allocateFrame(header), 'replay')).toThrow(/it is live/);
  });

  it('keeps records 8-byte aligned behind an odd number of slots', () => {
    expect(recordsOffset(header)).toBe(FRAME_HEADER_BYTES + 16);
    expect(recordsOffset({ kind: 'key', count: 3 })).toBe(FRAME_HEADER_BYTES);
    expect(frameBytes({ kind: 'delta', count: 0 })).toBe(FRAME_HEADER_BYTES);
  });

  it('reads from a view in the middle of a larger buffer', () => {
    const frame = allocateFrame(header);
    const larger = new Uint8Array(frame.length + 13);
    larger.set(frame, 13);
    expect(readFrameHeader(larger.subarray(13))).toEqual(header);
  });

  const damage: [string, (frame: Uint8Array, view: DataView) => Uint8Array | undefined, RegExp][] = [
    ['too short', (frame) => frame.subarray(0, 20), /too few/],
    ['another magic', (_, view) => void view.setUint32(0, 1, true), /VGF1/],
    ['another version', (_, view) => void view.setUint8(4, 2), /version 2/],
    ['another kind', (_, view) => void view.setUint8(5, 9), /kind 9/],
    ['another record size', (_, view) => void view.setUint16(6, 32, true), /32 bytes/],
    ['a cut end', (frame) => frame.subarray(0, frame.length - 1), /bytes and/],
    ['a count that would take all memory', (_, view) => void view.setUint32(32, 0xffffffff, true), /more than/],
    ['a time that is not a number', (_, view) => void view.setFloat64(16, Number.NaN, true), /times/],
    ['an epoch that is infinite', (_, view) => void view.setFloat64(24, Infinity, true), /times/],
    ['a time scale of nought', (_, view) => void view.setFloat32(40, 0, true), /time scale/],
  ];
  it.each(damage)('refuses %s', (_name, spoil, message) => {
    const frame = allocateFrame(header);
    const spoiled = spoil(frame, new DataView(frame.buffer)) ?? frame;
    expect(() => readFrameHeader(spoiled)).toThrow(message);
  });

  it('throws nothing but MalformedFrameError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readFrameHeader(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedFrameError);
        }
      }),
    );
  });
});
