import { createHash } from 'node:crypto';
import { SYNC_ENTITIES, type SyncEntity } from '../../shared/api/index.ts';
import type { Scope } from '../database/scope.ts';
import { ENTITY_TABLES } from './entity-tables.ts';

/** What every cursor says. To the client it is opaque text. */
interface Common {
  /** UUID of the history that it belongs to. */
  epoch: string;
  /** What its reader may see, as `scopeMark` says; undefined: everything. */
  scope?: string | undefined;
  /** About how many rows were left then. Carried along, so that not every page has to count. */
  remaining: number;
}

/** How far a client has read the history of changes. */
export interface ChangeCursor extends Common {
  kind: 'changes';
  /** Transaction and sequence of the last change that was read, decimal. */
  xid: string;
  seq: string;
}

/** How far a client has read the tables themselves, on its first synchronisation. */
export interface SnapshotCursor extends Common {
  kind: 'snapshot';
  /** All transactions up to this one had ended when the snapshot began: changes are read from the next one on. */
  upTo: string;
  /** The table that is being read. */
  entity: SyncEntity;
  /** The last key of it that was read; null: none yet. */
  after: string | null;
}

export type Cursor = ChangeCursor | SnapshotCursor;

/** Later than every change of its transaction. */
export const LAST_SEQ = (2n ** 63n - 1n).toString();

const CHANGES = 1;
const SNAPSHOT = 2;
/** Added to the kind where a scope follows at the end, of 8 bytes. */
const SCOPED = 2;
const SCOPE_BYTES = 8;
/** 1 byte of kind, 16 of epoch, 8 of xid, 4 of remaining, … */
const COMMON_BYTES = 29;
/** … then 8 of seq: 50 characters; */
const CHANGES_BYTES = COMMON_BYTES + 8;
/** … or 1 for the table and whether there is a key, 16 of key: 62 characters. */
const SNAPSHOT_BYTES = COMMON_BYTES + 17;
const HAS_KEY = 0x80;
const BASE64URL = /^(?:[A-Za-z0-9_-]{50}|[A-Za-z0-9_-]{60}|[A-Za-z0-9_-]{62}|[A-Za-z0-9_-]{72})$/;

/** As base64url, with numbers of the high byte first. */
export function encodeCursor(cursor: Cursor): string {
  const isChanges = cursor.kind === 'changes';
  const bytes = Buffer.alloc(isChanges ? CHANGES_BYTES : SNAPSHOT_BYTES);
  bytes.writeUInt8(isChanges ? CHANGES : SNAPSHOT, 0);
  writeUuid(bytes, cursor.epoch, 1);
  bytes.writeBigUInt64BE(BigInt(isChanges ? cursor.xid : cursor.upTo), 17);
  // Where it has always been in a cursor of changes: one that a desktop has kept stays good.
  bytes.writeUInt32BE(Math.min(cursor.remaining, 2 ** 32 - 1), bytes.length - 4);
  if (isChanges) bytes.writeBigInt64BE(BigInt(cursor.seq), 25);
  else writeKey(bytes, cursor);
  if (cursor.scope === undefined) return bytes.toString('base64url');
  bytes.writeUInt8(bytes.readUInt8(0) + SCOPED, 0);
  return Buffer.concat([bytes, Buffer.from(cursor.scope, 'hex')]).toString('base64url');
}

/** What a user may see, as far as a cursor needs to know: whether it is the same as before. Undefined: everything. */
export function scopeMark({ subsidiaries }: Scope): string | undefined {
  if (subsidiaries === undefined) return undefined;
  return createHash('sha256')
    .update(JSON.stringify(subsidiaries))
    .digest('hex')
    .slice(0, 2 * SCOPE_BYTES);
}

/** Undefined when the text is not a cursor. */
export function decodeCursor(text: string): Cursor | undefined {
  if (!BASE64URL.test(text)) return undefined;
  const whole = Buffer.from(text, 'base64url');
  const isScoped = whole.readUInt8(0) > SCOPED;
  const bytes = isScoped ? whole.subarray(0, -SCOPE_BYTES) : whole;
  const kind = whole.readUInt8(0) - (isScoped ? SCOPED : 0);
  const scope = isScoped ? whole.toString('hex', bytes.length) : undefined;
  const common = { epoch: readUuid(bytes, 1), scope, remaining: bytes.readUInt32BE(bytes.length - 4) };
  const xid = bytes.readBigUInt64BE(17).toString();
  if (kind === CHANGES && bytes.length === CHANGES_BYTES) {
    const seq = bytes.readBigInt64BE(25);
    return seq < 0n ? undefined : { kind: 'changes', ...common, xid, seq: seq.toString() };
  }
  if (kind !== SNAPSHOT || bytes.length !== SNAPSHOT_BYTES) return undefined;
  const place = bytes.readUInt8(25);
  const entity = SYNC_ENTITIES[place & ~HAS_KEY];
  if (entity === undefined) return undefined;
  return { kind: 'snapshot', ...common, upTo: xid, entity, after: readKey(bytes, entity, (place & HAS_KEY) !== 0) };
}

function writeKey(bytes: Buffer, { entity, after }: SnapshotCursor): void {
  bytes.writeUInt8(SYNC_ENTITIES.indexOf(entity) | (after === null ? 0 : HAS_KEY), 25);
  if (after === null) return;
  if (ENTITY_TABLES[entity].key === 'uuid') writeUuid(bytes, after, 26);
  else bytes.writeBigInt64BE(BigInt(after), 26);
}

function readKey(bytes: Buffer, entity: SyncEntity, hasKey: boolean): string | null {
  if (!hasKey) return null;
  return ENTITY_TABLES[entity].key === 'uuid' ? readUuid(bytes, 26) : bytes.readBigInt64BE(26).toString();
}

function writeUuid(bytes: Buffer, uuid: string, at: number): void {
  bytes.write(uuid.replaceAll('-', ''), at, 'hex');
}

function readUuid(bytes: Buffer, at: number): string {
  return bytes.toString('hex', at, at + 16).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
