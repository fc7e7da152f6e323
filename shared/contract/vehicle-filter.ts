import { z } from 'zod';
import { alarmPriority } from '../domain/alarms/index.ts';
import { AGE_CLASSES, VEHICLE_KINDS, vehicleState } from '../domain/index.ts';
import { searchText } from './page.ts';

/** More than a fleet has depots or lines that are chosen by hand; more vehicles than are picked one by one. */
const names = z.array(z.string().max(200)).max(500);
export const MOST_PICKED_VEHICLES = 2_000;

/** Which vehicles are meant, by what is known of them beside their positions. What is not said does not count. */
export const directoryFilter = z.strictObject({
  text: searchText.optional(),
  depots: names.optional(),
  lines: names.optional(),
  /** On a mission in progress in which these words are found; on any for an empty text. */
  mission: searchText.optional(),
  /** With an alarm of one of these priorities that is announced. */
  alarms: z.array(alarmPriority).max(4).optional(),
  /** These vehicles only, by id. */
  ids: z.array(z.string().max(40)).max(MOST_PICKED_VEHICLES).optional(),
});
export type DirectoryFilter = z.infer<typeof directoryFilter>;

/** The ages from which a vehicle is late, and silent. */
export const ageThresholds = z.strictObject({ lateMs: z.number().positive(), silentMs: z.number().positive() });

/** By what their positions say. Empty lists mean all. Ages are told by the thresholds of whoever asks. */
export const liveFilter = z.strictObject({
  states: z.array(vehicleState).max(10),
  kinds: z.array(z.enum(VEHICLE_KINDS)).max(20),
  ages: z.array(z.enum(AGE_CLASSES)).max(3),
  motion: z.enum(['any', 'moving', 'standing']),
  suspectOnly: z.boolean(),
  thresholds: ageThresholds,
});

export const vehicleFilter = directoryFilter.extend({ live: liveFilter.optional() });
export type VehicleFilter = z.infer<typeof vehicleFilter>;

/**
 * One byte for each slot of a stream: 1 where its vehicle matches. On the wire after 8 bytes of header:
 *
 *   0 u32 stream id   4 u32 number of vehicles that match
 */
export interface VehicleMatches {
  readonly streamId: number;
  /** Vehicles that match, those without a slot (never heard) left out. */
  readonly matching: number;
  readonly mask: Uint8Array;
}
const HEADER_BYTES = 8;

export function encodeMatches({ streamId, matching, mask }: VehicleMatches): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES + mask.byteLength);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, streamId, true);
  header.setUint32(4, matching, true);
  bytes.set(mask, HEADER_BYTES);
  return bytes;
}

/** @throws RangeError when the bytes are shorter than the header */
export function decodeMatches(bytes: Uint8Array): VehicleMatches {
  if (bytes.byteLength < HEADER_BYTES) throw new RangeError(`${bytes.byteLength} bytes are no vehicle matches`);
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  return {
    streamId: header.getUint32(0, true),
    matching: header.getUint32(4, true),
    mask: bytes.subarray(HEADER_BYTES),
  };
}
