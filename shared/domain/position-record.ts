/**
 * One vehicle's position as 24 little-endian bytes, which a GPU reads as they are.
 *
 *   0 i32 longitude, 4 i32 latitude   in units of 180 / 2^31 degrees (WGS 84): under 1 cm everywhere
 *   8 f32 velocity east, 12 f32 velocity north   metres per second
 *  16 f32 time of the fix, seconds after the epoch of the frame
 *  20 u8 heading in 256ths of a turn clockwise from north
 *  21 u8 state, an index into VEHICLE_STATES
 *  22 u8 flags, see POSITION_FLAGS
 *  23 u8 kind, an index into VEHICLE_KINDS
 */
export const RECORD_BYTES = 24;
export const DEGREES_PER_UNIT = 180 / 2 ** 31;

export const POSITION_FLAGS = {
  /** The newest fix was a jump that no vehicle can make: the record keeps the last place that can be believed. */
  suspect: 1,
  /** The heading byte means something. */
  hasHeading: 2,
  /** The slot has never had a fix, or its vehicle has left the fleet: do not draw it. */
  hidden: 4,
  /**
   * The vehicle is outside of the area that was asked for: the record says where it was when it left and is not kept up to
   * date. Goes with `hidden`: whatever draws, counts or lists vehicles leaves it out.
   */
  elsewhere: 8,
} as const;

export interface PositionRecord {
  longitude: number;
  latitude: number;
  velocityEast: number;
  velocityNorth: number;
  observedAtMs: number;
  headingDegrees: number;
  state: number;
  flags: number;
  kind: number;
}

const INT32_MAX = 2 ** 31 - 1;

/** Writes a record at a byte offset. Values are clamped to what the format holds. */
export function writeRecord(view: DataView, offset: number, record: PositionRecord, epochMs: number): void {
  view.setInt32(offset, toUnits(record.longitude), true);
  view.setInt32(offset + 4, toUnits(record.latitude), true);
  view.setFloat32(offset + 8, record.velocityEast, true);
  view.setFloat32(offset + 12, record.velocityNorth, true);
  view.setFloat32(offset + 16, (record.observedAtMs - epochMs) / 1000, true);
  view.setUint8(offset + 20, Math.round((record.headingDegrees * 256) / 360) & 255);
  view.setUint8(offset + 21, record.state);
  view.setUint8(offset + 22, record.flags);
  view.setUint8(offset + 23, record.kind);
}

export function readRecord(view: DataView, offset: number, epochMs: number): PositionRecord {
  return {
    longitude: view.getInt32(offset, true) * DEGREES_PER_UNIT,
    latitude: view.getInt32(offset + 4, true) * DEGREES_PER_UNIT,
    velocityEast: view.getFloat32(offset + 8, true),
    velocityNorth: view.getFloat32(offset + 12, true),
    observedAtMs: epochMs + view.getFloat32(offset + 16, true) * 1000,
    headingDegrees: (view.getUint8(offset + 20) * 360) / 256,
    state: view.getUint8(offset + 21),
    flags: view.getUint8(offset + 22),
    kind: view.getUint8(offset + 23),
  };
}

function toUnits(degrees: number): number {
  return Math.max(-INT32_MAX, Math.min(INT32_MAX, Math.round(degrees / DEGREES_PER_UNIT)));
}
