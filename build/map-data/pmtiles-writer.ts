import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** A tile of an archive: z/x/y as in EPSG:3857 tiling, its bytes not compressed. */
export interface ArchiveTile {
  zoom: number;
  x: number;
  y: number;
  bytes: Uint8Array;
}

export interface ArchiveOptions {
  minZoom: number;
  maxZoom: number;
  /** Becomes the JSON metadata: `vector_layers`, `attribution` and the like. */
  metadata: Record<string, unknown>;
}

const HEADER_BYTES = 127;
/** The root directory must lie within the first 16 KiB of the file. */
const ROOT_LIMIT = 16_384 - HEADER_BYTES;
const GZIP = 2;
const MVT = 1;

interface Entry {
  tileId: number;
  offset: number;
  length: number;
  runLength: number;
}

/**
 * Writes a clustered PMTiles archive of vector tiles (PMTiles specification, version 3). Equal tiles are stored once,
 * and runs of them take one entry: most of a map of the land is sea or land.
 */
export function writeArchive(tiles: readonly ArchiveTile[], options: ArchiveOptions): Uint8Array {
  const sorted = tiles
    .map((tile) => ({ id: tileId(tile.zoom, tile.x, tile.y), bytes: tile.bytes }))
    .sort((a, b) => a.id - b.id);
  const entries: Entry[] = [];
  const known = new Map<string, { offset: number; length: number }>();
  const contents: Uint8Array[] = [];
  let dataBytes = 0;
  for (const { id, bytes } of sorted) {
    const key = createHash('sha1').update(bytes).digest('base64');
    let place = known.get(key);
    if (place === undefined) {
      const compressed = gzipSync(bytes, { level: 9 });
      place = { offset: dataBytes, length: compressed.byteLength };
      known.set(key, place);
      contents.push(compressed);
      dataBytes += compressed.byteLength;
    }
    const last = entries.at(-1);
    if (last !== undefined && last.offset === place.offset && last.tileId + last.runLength === id) last.runLength += 1;
    else entries.push({ tileId: id, ...place, runLength: 1 });
  }
  const { root, leaves } = directories(entries);
  const metadata = gzipSync(JSON.stringify(options.metadata), { level: 9 });
  const header = writeHeader(options, {
    rootBytes: root.byteLength,
    metadataBytes: metadata.byteLength,
    leafBytes: leaves.byteLength,
    dataBytes,
    addressed: sorted.length,
    entries: entries.length,
    contents: contents.length,
  });
  return Buffer.concat([header, root, metadata, leaves, ...contents]);
}

interface Sizes {
  rootBytes: number;
  metadataBytes: number;
  leafBytes: number;
  dataBytes: number;
  addressed: number;
  entries: number;
  contents: number;
}

function writeHeader(options: ArchiveOptions, sizes: Sizes): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  const u64 = (offset: number, value: number) => view.setBigUint64(offset, BigInt(value), true);
  bytes.set(new TextEncoder().encode('PMTiles'), 0);
  view.setUint8(7, 3);
  const metadataOffset = HEADER_BYTES + sizes.rootBytes;
  const leafOffset = metadataOffset + sizes.metadataBytes;
  const dataOffset = leafOffset + sizes.leafBytes;
  const lengths = [HEADER_BYTES, sizes.rootBytes, metadataOffset, sizes.metadataBytes];
  const rest = [leafOffset, sizes.leafBytes, dataOffset, sizes.dataBytes];
  [...lengths, ...rest, sizes.addressed, sizes.entries, sizes.contents].forEach((value, index) =>
    u64(8 + index * 8, value),
  );
  view.setUint8(96, 1);
  view.setUint8(97, GZIP);
  view.setUint8(98, GZIP);
  view.setUint8(99, MVT);
  view.setUint8(100, options.minZoom);
  view.setUint8(101, options.maxZoom);
  const degrees = (offset: number, value: number) => view.setInt32(offset, Math.round(value * 1e7), true);
  [-180, -85.05113, 180, 85.05113].forEach((value, index) => degrees(102 + index * 4, value));
  view.setUint8(118, 0);
  return bytes;
}

/** The root directory alone when it fits, else a root of leaves. */
function directories(entries: readonly Entry[]): { root: Uint8Array; leaves: Uint8Array } {
  const whole = encodeDirectory(entries);
  if (whole.byteLength <= ROOT_LIMIT) return { root: whole, leaves: new Uint8Array() };
  for (let leafSize = 4096; ; leafSize *= 2) {
    const leaves: Uint8Array[] = [];
    const pointers: Entry[] = [];
    let offset = 0;
    for (let start = 0; start < entries.length; start += leafSize) {
      const part = entries.slice(start, start + leafSize);
      const leaf = encodeDirectory(part);
      pointers.push({ tileId: part[0]?.tileId ?? 0, offset, length: leaf.byteLength, runLength: 0 });
      leaves.push(leaf);
      offset += leaf.byteLength;
    }
    const root = encodeDirectory(pointers);
    if (root.byteLength <= ROOT_LIMIT) return { root, leaves: Buffer.concat(leaves) };
  }
}

function encodeDirectory(entries: readonly Entry[]): Uint8Array {
  const out: number[] = [];
  const varint = (value: number) => {
    let rest = value;
    while (rest >= 128) {
      out.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    out.push(rest);
  };
  varint(entries.length);
  let lastId = 0;
  for (const { tileId: id } of entries) {
    varint(id - lastId);
    lastId = id;
  }
  for (const { runLength } of entries) varint(runLength);
  for (const { length } of entries) varint(length);
  entries.forEach((entry, index) => {
    const before = entries[index - 1];
    const follows = before !== undefined && entry.offset === before.offset + before.length;
    varint(follows ? 0 : entry.offset + 1);
  });
  return gzipSync(Uint8Array.from(out), { level: 9 });
}

/** Place of a tile on the Hilbert curves of all zooms, one after another (PMTiles specification, "Tile ID"). */
export function tileId(zoom: number, tileX: number, tileY: number): number {
  let id = (4 ** zoom - 1) / 3;
  let x = tileX;
  let y = tileY;
  for (let side = 2 ** (zoom - 1); side >= 1; side /= 2) {
    const right = (x & side) > 0 ? 1 : 0;
    const low = (y & side) > 0 ? 1 : 0;
    id += side * side * ((3 * right) ^ low);
    if (low === 0) {
      if (right === 1) {
        x = side - 1 - x;
        y = side - 1 - y;
      }
      [x, y] = [y, x];
    }
  }
  return id;
}
