import { crc32 } from 'node:zlib';
import { DEGREES_PER_UNIT, type Track } from '../../../shared/domain/index.ts';

/**
 * The latest positions of a fleet on the disk, little-endian: 32 bytes of header, records of 40 bytes, then the CRC-32 of all that.
 *
 *   0 u32 magic "VGK1"   4 u16 version (1)   6 u16 bytes of a record (40)   8 u32 count   12 u32 0
 *  16 f64 when the newest of them came, server's clock, UTC ms; NaN: none did   24 f64 when it was written, UTC ms
 *
 *   0 u64 id of the vehicle   8 f64 when it was observed, UTC ms   16 i32 longitude, 20 i32 latitude in units of 180 / 2^31 degrees
 *  24 f32 velocity east, 28 f32 velocity north, metres a second   32 f32 heading, degrees; NaN: not known
 *  36 u8 state, an index into VEHICLE_STATES   37 u8 1: the newest fix was not believed   38 u16 0
 */
const MAGIC = 0x314b4756;
const VERSION = 1;
const HEADER_BYTES = 32;
const RECORD_BYTES = 40;
const CHECK_BYTES = 4;

export class DamagedPositionsError extends Error {
  override name = 'DamagedPositionsError';
}

/** What of a vehicle's track is kept: the last place that is believed. */
export type KeptTrack = Pick<
  Track,
  'longitude' | 'latitude' | 'observedAtMs' | 'velocityEast' | 'velocityNorth' | 'headingDegrees' | 'isSuspect'
>;

/** Calls back with each vehicle. */
export type EachPosition = (visit: (id: string, track: KeptTrack, state: number) => void) => void;

/** @param most no more vehicles than this are visited */
export function encodePositions(
  each: EachPosition,
  most: number,
  times: { lastFixAtMs: number | null; writtenAtMs: number },
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES + most * RECORD_BYTES + CHECK_BYTES);
  const view = new DataView(bytes.buffer);
  let count = 0;
  each((id, track, state) => {
    const at = HEADER_BYTES + count * RECORD_BYTES;
    count += 1;
    view.setBigUint64(at, BigInt(id), true);
    view.setFloat64(at + 8, track.observedAtMs, true);
    view.setInt32(at + 16, Math.min(2 ** 31 - 1, Math.round(track.longitude / DEGREES_PER_UNIT)), true);
    view.setInt32(at + 20, Math.round(track.latitude / DEGREES_PER_UNIT), true);
    view.setFloat32(at + 24, track.velocityEast, true);
    view.setFloat32(at + 28, track.velocityNorth, true);
    view.setFloat32(at + 32, track.headingDegrees ?? Number.NaN, true);
    view.setUint8(at + 36, state);
    view.setUint8(at + 37, track.isSuspect ? 1 : 0);
  });
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, VERSION, true);
  view.setUint16(6, RECORD_BYTES, true);
  view.setUint32(8, count, true);
  view.setFloat64(16, times.lastFixAtMs ?? Number.NaN, true);
  view.setFloat64(24, times.writtenAtMs, true);
  const end = HEADER_BYTES + count * RECORD_BYTES;
  view.setUint32(end, crc32(bytes.subarray(0, end)), true);
  return bytes.subarray(0, end + CHECK_BYTES);
}

export interface KeptPositions {
  count: number;
  lastFixAtMs: number | null;
  each: EachPosition;
}

/** @throws DamagedPositionsError when the bytes are not what was written */
export function decodePositions(bytes: Uint8Array): KeptPositions {
  if (bytes.byteLength < HEADER_BYTES + CHECK_BYTES) throw new DamagedPositionsError('it is too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new DamagedPositionsError('it does not start with VGK1');
  const [version, size] = [view.getUint16(4, true), view.getUint16(6, true)];
  if (version !== VERSION || size !== RECORD_BYTES) throw new DamagedPositionsError(`it is of version ${version}`);
  const count = view.getUint32(8, true);
  const end = HEADER_BYTES + count * RECORD_BYTES;
  if (bytes.byteLength !== end + CHECK_BYTES) throw new DamagedPositionsError(`${count} vehicles take another length`);
  if (view.getUint32(end, true) !== crc32(bytes.subarray(0, end))) {
    throw new DamagedPositionsError('its checksum is another');
  }
  const lastFixAtMs = view.getFloat64(16, true);
  return {
    count,
    lastFixAtMs: Number.isNaN(lastFixAtMs) ? null : lastFixAtMs,
    each(visit) {
      for (let at = HEADER_BYTES; at < end; at += RECORD_BYTES) {
        const heading = view.getFloat32(at + 32, true);
        const track = {
          observedAtMs: view.getFloat64(at + 8, true),
          longitude: view.getInt32(at + 16, true) * DEGREES_PER_UNIT,
          latitude: view.getInt32(at + 20, true) * DEGREES_PER_UNIT,
          velocityEast: view.getFloat32(at + 24, true),
          velocityNorth: view.getFloat32(at + 28, true),
          headingDegrees: Number.isNaN(heading) ? undefined : heading,
          isSuspect: view.getUint8(at + 37) === 1,
        };
        visit(String(view.getBigUint64(at, true)), track, view.getUint8(at + 36));
      }
    },
  };
}
