import { addProtocol, removeProtocol } from 'maplibre-gl';
import { PMTiles, type RangeResponse, type Source } from 'pmtiles';
import archiveUrl from '../../../resources/map/base.pmtiles?url';
import type { TileArchive } from './base-map.ts';
import { ARCHIVE_PROTOCOL, OFFLINE_PROTOCOL } from './tile-addresses.ts';

/** Archives whose directories are kept: the one that is shown, and the one before, whose tiles may be under way. */
const MOST_ARCHIVES = 2;

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

const archives = new Map<string, PMTiles>();

/** Makes an archive's tiles known to the maps of this page, under its key. */
export function knowArchive({ key, read }: TileArchive): void {
  const known = archives.get(key);
  archives.delete(key);
  const source: Source = {
    getKey: () => key,
    getBytes: async (offset, length) => ({ data: await read(offset, length) }),
  };
  archives.set(key, known ?? new PMTiles(source));
  for (const old of [...archives.keys()].slice(0, -MOST_ARCHIVES)) archives.delete(old);
}

/** Tells maplibre how to read tiles out of archives. It keeps protocols for the whole page: once is enough. */
export function registerTileProtocols(): void {
  const offline = new PMTiles(new WholeFile(archiveUrl));
  removeProtocol(OFFLINE_PROTOCOL);
  addProtocol(OFFLINE_PROTOCOL, ({ url }) => readTile(offline, url.slice(OFFLINE_PROTOCOL.length + 3)));
  removeProtocol(ARCHIVE_PROTOCOL);
  addProtocol(ARCHIVE_PROTOCOL, ({ url }) => {
    const [, key = '', tile = ''] = /^([^/]*)\/(.*)$/.exec(url.slice(ARCHIVE_PROTOCOL.length + 3)) ?? [];
    const archive = archives.get(decodeURIComponent(key));
    // One that was replaced while its tiles were under way: nobody looks at them any more.
    if (archive === undefined) return Promise.resolve({ data: new ArrayBuffer(0) });
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
