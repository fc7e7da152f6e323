import { addProtocol, removeProtocol } from 'maplibre-gl';
import { PMTiles, type RangeResponse, type Source } from 'pmtiles';
import archiveUrl from '../../../resources/map/base.pmtiles?url';

/** Tiles of the base map that comes with Vigie: `vigie-base://{z}/{x}/{y}`. */
export const OFFLINE_PROTOCOL = 'vigie-base';
/** Tiles of an operator's own archive: `vigie-archive://ADDRESS-OF-THE-FILE#{z}/{x}/{y}`. */
export const ARCHIVE_PROTOCOL = 'vigie-archive';
/** Deepest tiles of the ground and of the names in it: see build/map-data/tiles.ts. */
export const OFFLINE_GROUND_ZOOM = 6;
export const OFFLINE_NAMES_ZOOM = 8;

/**
 * Where the ground comes from. `offline`: the base map that comes with Vigie. `archive`: a PMTiles file with the
 * Protomaps layers, by an address that may be fetched in parts. `style`: an online MapLibre style.
 */
export type BaseMap =
  | { readonly kind: 'offline' }
  | { readonly kind: 'archive'; readonly url: string; readonly maxZoom?: number }
  | { readonly kind: 'style'; readonly url: string };

export function isSameBaseMap(a: BaseMap, b: BaseMap): boolean {
  return a.kind === b.kind && ('url' in a ? a.url : '') === ('url' in b ? b.url : '');
}

/** The archive as a whole in memory: it is small, and its host need not serve parts of files. */
class WholeFile implements Source {
  readonly #url: string;
  #bytes: Promise<ArrayBuffer> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  getKey(): string {
    return this.#url;
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    this.#bytes ??= this.#fetch();
    const bytes = await this.#bytes;
    return { data: bytes.slice(offset, offset + length) };
  }

  async #fetch(): Promise<ArrayBuffer> {
    try {
      const response = await fetch(this.#url);
      if (!response.ok) throw new Error(`the base map at ${this.#url} answered ${response.status}`);
      return await response.arrayBuffer();
    } catch (error) {
      // The next tile asks again.
      this.#bytes = undefined;
      throw error;
    }
  }
}

/** Tells maplibre how to read tiles out of archives. It keeps protocols for the whole page: once is enough. */
export function registerBaseMaps(): void {
  const offline = new PMTiles(new WholeFile(archiveUrl));
  const archives = new Map<string, PMTiles>();
  removeProtocol(OFFLINE_PROTOCOL);
  addProtocol(OFFLINE_PROTOCOL, ({ url }) => readTile(offline, url.slice(OFFLINE_PROTOCOL.length + 3)));
  removeProtocol(ARCHIVE_PROTOCOL);
  addProtocol(ARCHIVE_PROTOCOL, ({ url }) => {
    const [address, tile] = splitAtLast(url.slice(ARCHIVE_PROTOCOL.length + 3), '#');
    let archive = archives.get(address);
    if (archive === undefined) {
      archive = new PMTiles(decodeURIComponent(address));
      archives.set(address, archive);
    }
    return readTile(archive, tile);
  });
}

async function readTile(archive: PMTiles, path: string): Promise<{ data: ArrayBuffer }> {
  const [zoom, x, y] = path.split('/').map(Number);
  if (zoom === undefined || x === undefined || y === undefined || ![zoom, x, y].every(Number.isInteger)) {
    throw new RangeError(`'${path}' is not a tile: zoom/x/y`);
  }
  const tile = await archive.getZxy(zoom, x, y);
  // Nothing there: the sea.
  return { data: tile?.data ?? new ArrayBuffer(0) };
}

function splitAtLast(text: string, mark: string): [string, string] {
  const at = text.lastIndexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
