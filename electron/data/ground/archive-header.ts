import { gunzipSync } from 'node:zlib';
import type { ArchiveInfo, GroundFault } from '../../../shared/contract/index.ts';

/** Bytes of the header of PMTiles 3: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md */
export const HEADER_BYTES = 127;
/** Metadata of a map of the world has some 20 kB. */
const MOST_METADATA_BYTES = 4_000_000;
const NO_COMPRESSION = 1;
const GZIP = 2;
const MVT = 1;
/** PNG, JPEG, WebP and AVIF. */
const PICTURES = [2, 3, 4, 5];
/** One of these is in every archive with the layers of Protomaps. */
const PROTOMAPS_LAYERS = ['earth', 'water'];

/** A file that is no archive that can be drawn. */
export class ArchiveError extends Error {
  override name = 'ArchiveError';
  readonly code: GroundFault['code'];
  constructor(code: GroundFault['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export interface ArchiveHeader {
  readonly info: Omit<ArchiveInfo, 'key'>;
  /** Where the JSON metadata lies. */
  readonly metadata: { readonly offset: number; readonly length: number; readonly isGzip: boolean };
}

/**
 * Reads the header of an archive.
 * @param bytes the first 127 bytes of the file, or fewer where it is shorter
 * @param fileBytes the size of the file
 * @throws ArchiveError
 */
export function readArchiveHeader(bytes: Uint8Array, fileBytes: number): ArchiveHeader {
  if (bytes.byteLength < HEADER_BYTES || Buffer.from(bytes.subarray(0, 7)).toString('latin1') !== 'PMTiles') {
    throw new ArchiveError('not-an-archive', 'it does not start as a PMTiles archive does');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(7);
  if (version !== 3) throw new ArchiveError('not-an-archive', `it is a PMTiles archive of version ${version}, not 3`);
  const long = (at: number) => Number(view.getBigUint64(at, true));
  const [metadataAt, metadataBytes, dataAt, dataBytes] = [long(24), long(32), long(56), long(64)];
  const ends = [long(8) + long(16), metadataAt + metadataBytes, long(40) + long(48), dataAt + dataBytes];
  const needed = Math.max(...ends);
  if (needed > fileBytes) {
    throw new ArchiveError('truncated', `it has ${fileBytes} of ${needed} bytes: copy it again`);
  }
  if (metadataBytes > MOST_METADATA_BYTES) {
    throw new ArchiveError('not-an-archive', `its metadata has ${metadataBytes} bytes`);
  }
  const compressions = [view.getUint8(97), view.getUint8(98)];
  const type = view.getUint8(99);
  const isRaster = PICTURES.includes(type);
  if (!isRaster && type !== MVT) throw new ArchiveError('not-an-archive', `its tiles are of the unknown type ${type}`);
  const readable = compressions.every(
    (one, index) => [NO_COMPRESSION, GZIP].includes(one) || (index === 1 && one === 0),
  );
  if (!readable) throw new ArchiveError('compression', 'it is neither uncompressed nor compressed with gzip');
  const degrees = (at: number) => view.getInt32(at, true) / 1e7;
  return {
    info: {
      tiles: isRaster ? 'raster' : 'vector',
      ...{ minZoom: view.getUint8(100), maxZoom: view.getUint8(101) },
      bounds: [degrees(102), degrees(106), degrees(110), degrees(114)],
    },
    metadata: { offset: metadataAt, length: metadataBytes, isGzip: compressions[0] === GZIP },
  };
}

/**
 * Looks for the layers that the map can draw.
 * @param bytes the metadata as it lies in the file
 * @throws ArchiveError
 */
export function checkLayers({ info, metadata }: ArchiveHeader, bytes: Uint8Array): void {
  if (info.tiles === 'raster') return;
  const names = layerNames(metadata.isGzip ? gunzip(bytes) : bytes);
  if (names.some((name) => PROTOMAPS_LAYERS.includes(name))) return;
  throw new ArchiveError(
    'other-layers',
    `its layers are ${names.slice(0, 10).join(', ') || 'unknown'}, not those of Protomaps (earth, water, roads…)`,
  );
}

function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_METADATA_BYTES });
  } catch (error) {
    throw new ArchiveError('not-an-archive', `its metadata cannot be unpacked: ${String(error)}`);
  }
}

function layerNames(bytes: Uint8Array): string[] {
  let metadata: unknown;
  try {
    metadata = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    throw new ArchiveError('not-an-archive', `its metadata is not JSON: ${String(error)}`);
  }
  const layers: unknown = typeof metadata === 'object' && metadata !== null && Reflect.get(metadata, 'vector_layers');
  if (!Array.isArray(layers)) return [];
  return layers.flatMap((layer: unknown) => {
    const id: unknown = typeof layer === 'object' && layer !== null && Reflect.get(layer, 'id');
    return typeof id === 'string' ? [id] : [];
  });
}
