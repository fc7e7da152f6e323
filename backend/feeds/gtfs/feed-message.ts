/** The bytes are no complete GTFS-realtime message. The message is the end of a sentence that begins with their name. */
export class MalformedCaptureError extends Error {
  override name = 'MalformedCaptureError';
}

/** A FeedMessage with its parts still encoded, so that one bad entity does not cost the others. */
export interface EncodedFeedMessage {
  header: Uint8Array;
  entities: Uint8Array[];
}

const HEADER = 1;
const ENTITY = 2;
const LENGTH_DELIMITED = 2;
/** Bytes of a value by its wire type, where they are fixed. */
const FIXED_BYTES = new Map([
  [1, 8],
  [5, 4],
]);

/**
 * Takes the outermost message apart. Sources: the encoding of Protocol Buffers (protobuf.dev/programming-guides/encoding)
 * and `FeedMessage` of gtfs-realtime.proto: 1 is the header, 2 an entity.
 * @throws MalformedCaptureError
 */
export function splitFeedMessage(bytes: Uint8Array): EncodedFeedMessage {
  const reader = { bytes, at: 0 };
  const entities: Uint8Array[] = [];
  let header: Uint8Array | undefined;
  if (bytes.length === 0) throw new MalformedCaptureError('is empty: download it again');
  while (reader.at < bytes.length) {
    const tag = readVarint(reader);
    const field = Math.floor(tag / 8);
    const wireType = tag % 8;
    const value = readValue(reader, wireType, entities.length);
    if (wireType !== LENGTH_DELIMITED) continue;
    if (field === HEADER) header = value;
    else if (field === ENTITY) entities.push(value);
  }
  if (header === undefined) throw notGtfs();
  return { header, entities };
}

interface Reader {
  bytes: Uint8Array;
  at: number;
}

function readValue(reader: Reader, wireType: number, entitiesBefore: number): Uint8Array {
  const start = reader.at;
  if (wireType === 0) {
    readVarint(reader);
    return reader.bytes.subarray(start, reader.at);
  }
  const length = wireType === LENGTH_DELIMITED ? readVarint(reader) : FIXED_BYTES.get(wireType);
  if (length === undefined) throw notGtfs();
  const from = reader.at;
  if (from + length > reader.bytes.length) {
    if (entitiesBefore === 0) throw notGtfs();
    throw new MalformedCaptureError(`is cut short after ${entitiesBefore} entities: download it again`);
  }
  reader.at = from + length;
  return reader.bytes.subarray(from, reader.at);
}

/** Lengths and tags are far below 2^53; anything longer is not what we read. */
function readVarint(reader: Reader): number {
  let value = 0;
  for (let shift = 0; shift < 10; shift += 1) {
    const byte = reader.bytes[reader.at];
    if (byte === undefined) throw new MalformedCaptureError('is cut short: download it again');
    reader.at += 1;
    value += (byte & 0x7f) * 2 ** (7 * shift);
    if (byte < 0x80) return value;
  }
  throw notGtfs();
}

function notGtfs(): MalformedCaptureError {
  return new MalformedCaptureError(
    'is not GTFS-realtime in Protocol Buffers: give a VehiclePositions feed, not JSON or a page',
  );
}
