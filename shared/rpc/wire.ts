/**
 * Messages over a transport that carries text and bytes (WebSocket). JSON as text, except a stream item whose value is
 * a `Uint8Array`: 16 bytes of little-endian header, then the bytes, so that they stay 8-byte aligned.
 *
 *   0 u32 magic "VRPC"   4 u32 stream id   8 u32 sequence   12 u32 length of the value in bytes
 */
const MAGIC = 0x43505256;
const HEADER_BYTES = 16;

export function encodeMessage(message: unknown): string | Uint8Array<ArrayBuffer> {
  if (!isBinaryItem(message)) return JSON.stringify(message);
  const { id, sequence, value } = message;
  const bytes = new Uint8Array(HEADER_BYTES + value.byteLength);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, MAGIC, true);
  header.setUint32(4, id, true);
  header.setUint32(8, sequence, true);
  header.setUint32(12, value.byteLength, true);
  bytes.set(value, HEADER_BYTES);
  return bytes;
}

/** @throws SyntaxError or RangeError when the data is not a message of this format. */
export function decodeMessage(data: string | ArrayBuffer): unknown {
  if (typeof data === 'string') return JSON.parse(data) as unknown;
  if (data.byteLength < HEADER_BYTES)
    throw new RangeError(`a binary message of ${data.byteLength} bytes has no header`);
  const header = new DataView(data);
  if (header.getUint32(0, true) !== MAGIC) throw new RangeError('a binary message does not start with VRPC');
  const length = header.getUint32(12, true);
  if (length !== data.byteLength - HEADER_BYTES) {
    throw new RangeError(`a binary message announces ${length} bytes and carries ${data.byteLength - HEADER_BYTES}`);
  }
  return {
    type: 'item',
    id: header.getUint32(4, true),
    sequence: header.getUint32(8, true),
    value: new Uint8Array(data, HEADER_BYTES),
  };
}

function isBinaryItem(message: unknown): message is { id: number; sequence: number; value: Uint8Array } {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'item' &&
    'value' in message &&
    message.value instanceof Uint8Array
  );
}
