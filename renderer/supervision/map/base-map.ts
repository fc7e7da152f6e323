import type { StyleSpecification } from 'maplibre-gl';

/** Deepest tiles of the ground and of the names in it: see build/map-data/tiles.ts. */
export const OFFLINE_GROUND_ZOOM = 6;
export const OFFLINE_NAMES_ZOOM = 8;

/** A PMTiles archive as a map reads it: a few bytes here, a few there. */
export interface TileArchive {
  /** Another file, or the same with another content, has another key. */
  readonly key: string;
  /** `vector`: with the layers of Protomaps. `raster`: pictures. */
  readonly tiles: 'vector' | 'raster';
  readonly minZoom: number;
  readonly maxZoom: number;
  /** Fewer bytes than asked where the file ends. Rejects where it cannot be read. */
  readonly read: (offset: number, length: number) => Promise<ArrayBuffer>;
}

/**
 * Where the ground comes from. `offline`: the base map that comes with Vigie. `archive`: an operator's own file.
 * `style`: an online MapLibre style, fetched already, so that a map never waits for one.
 */
export type BaseMap =
  | { readonly kind: 'offline' }
  | { readonly kind: 'archive'; readonly archive: TileArchive }
  | { readonly kind: 'style'; readonly url: string; readonly style: StyleSpecification };
