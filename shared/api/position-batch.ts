import { type Fix, VEHICLE_STATES, type VehicleState } from '../domain/fix.ts';
import { DEGREES_PER_UNIT } from '../domain/position-record.ts';

/**
 * A batch of fixes as a program sends it over a socket: 12 bytes of little-endian header, then records of 28 bytes.
 *
 *   0 u32 magic "VGP1"   4 u32 count   8 u32 reserved, 0
 *
 *   0 f64 when it was observed, UTC ms   8 i32 longitude, 12 i32 latitude in units of 180 / 2^31 degrees (WGS 84)
 *  16 u32 number of the vehicle: its place among the codes that the sender has announced on this connection
 *  20 u16 heading, hundredths of a degree clockwise from north; 65535: not known
 *  22 u16 speed, centimetres a second; 65535: not known
 *  24 u8 state, an index into VEHICLE_STATES; 255: as it was   25 three bytes, 0
 */
export const BATCH_MAGIC = 0x31504756;
export const BATCH_HEADER_BYTES = 12;
export const BATCH_RECORD_BYTES = 28;
const NOT_KNOWN = 0xffff;
const AS_IT_WAS = 0xff;

/** A fix by the number of its vehicle. */
export interface NumberedFix extends Omit<Fix, 'vehicle'> {
  vehicle: number;
}

export class MalformedBatchError extends Error {
  override name = 'MalformedBatchError';
}

export function encodePositionBatch(fixes: readonly NumberedFix[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(BATCH_HEADER_BYTES + fixes.length * BATCH_RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, BATCH_MAGIC, true);
  view.setUint32(4, fixes.length, true);
  fixes.forEach((fix, index) => {
    const at = BATCH_HEADER_BYTES + index * BATCH_RECORD_BYTES;
    const { headingDegrees: heading, speedMetresPerSecond: speed } = fix;
    view.setFloat64(at, fix.observedAtMs, true);
    view.setInt32(at + 8, Math.min(2 ** 31 - 1, Math.round(fix.longitude / DEGREES_PER_UNIT)), true);
    view.setInt32(at + 12, Math.round(fix.latitude / DEGREES_PER_UNIT), true);
    view.setUint32(at + 16, fix.vehicle, true);
    view.setUint16(at + 20, heading === undefined ? NOT_KNOWN : Math.round(heading * 100) % 36_000, true);
    view.setUint16(at + 22, speed === undefined ? NOT_KNOWN : Math.min(NOT_KNOWN - 1, Math.round(speed * 100)), true);
    view.setUint8(at + 24, fix.state === undefined ? AS_IT_WAS : VEHICLE_STATES.indexOf(fix.state));
  });
  return bytes;
}

/** Fixes that are read one at a time: `at` gives the same object each time, filled anew. */
export interface BatchReader {
  readonly count: number;
  at(index: number): Fix;
}

/**
 * Reads a batch where it lies; no object is made a fix. A number that was not announced reads as an empty code.
 * @throws MalformedBatchError naming what is wrong
 */
export function readPositionBatch(bytes: Uint8Array, codes: readonly string[]): BatchReader {
  if (bytes.byteLength < BATCH_HEADER_BYTES) fail(`${bytes.byteLength} bytes are too few for a header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== BATCH_MAGIC) fail('it does not start with VGP1');
  const count = view.getUint32(4, true);
  const expected = BATCH_HEADER_BYTES + count * BATCH_RECORD_BYTES;
  if (bytes.byteLength !== expected) fail(`${count} records take ${expected} bytes and ${bytes.byteLength} came`);
  const fix: Fix = { vehicle: '', longitude: 0, latitude: 0, observedAtMs: 0 };
  return {
    count,
    at(index) {
      const at = BATCH_HEADER_BYTES + index * BATCH_RECORD_BYTES;
      const heading = view.getUint16(at + 20, true);
      const speed = view.getUint16(at + 22, true);
      fix.vehicle = codes[view.getUint32(at + 16, true)] ?? '';
      fix.observedAtMs = view.getFloat64(at, true);
      fix.longitude = view.getInt32(at + 8, true) * DEGREES_PER_UNIT;
      fix.latitude = view.getInt32(at + 12, true) * DEGREES_PER_UNIT;
      fix.headingDegrees = heading === NOT_KNOWN ? undefined : heading / 100;
      fix.speedMetresPerSecond = speed === NOT_KNOWN ? undefined : speed / 100;
      fix.state = stateOf(view.getUint8(at + 24));
      return fix;
    },
  };
}

function stateOf(index: number): VehicleState | undefined {
  return VEHICLE_STATES[index];
}

function fail(what: string): never {
  throw new MalformedBatchError(`not a batch of positions: ${what}`);
}
