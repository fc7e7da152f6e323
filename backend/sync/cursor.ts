/** How far a client has read the history of changes. To the client it is opaque text. */
export interface Cursor {
  /** UUID of the history that it belongs to. */
  epoch: string;
  /** Transaction and sequence of the last change that was read, decimal. */
  xid: string;
  seq: string;
  /** About how many changes were left then. Carried along, so that not every page has to count. */
  remaining: number;
}

const VERSION = 1;
const BYTES = 37;
const BASE64URL = /^[A-Za-z0-9_-]{50}$/;

/** 1 byte of version, 16 of epoch, 8 of xid, 8 of seq, 4 of remaining, as base64url: 50 characters. */
export function encodeCursor(cursor: Cursor): string {
  const bytes = Buffer.alloc(BYTES);
  bytes.writeUInt8(VERSION, 0);
  bytes.write(cursor.epoch.replaceAll('-', ''), 1, 'hex');
  bytes.writeBigUInt64BE(BigInt(cursor.xid), 17);
  bytes.writeBigInt64BE(BigInt(cursor.seq), 25);
  bytes.writeUInt32BE(Math.min(cursor.remaining, 2 ** 32 - 1), 33);
  return bytes.toString('base64url');
}

/** Undefined when the text is not a cursor of this version. */
export function decodeCursor(text: string): Cursor | undefined {
  if (!BASE64URL.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== BYTES || bytes.readUInt8(0) !== VERSION) return undefined;
  const epoch = bytes.toString('hex', 1, 17).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  const seq = bytes.readBigInt64BE(25);
  if (seq < 0n) return undefined;
  return {
    epoch,
    xid: bytes.readBigUInt64BE(17).toString(),
    seq: seq.toString(),
    remaining: bytes.readUInt32BE(33),
  };
}
