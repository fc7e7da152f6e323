import { GeoJSONVT, type GeoJSONVTTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { MapLayer } from './layers.ts';
import type { ArchiveTile } from './pmtiles-writer.ts';

/** Deepest zoom of the ground; deeper views stretch its tiles, which are therefore cut finer than the others. */
export const GROUND_ZOOM = 6;
/** Deepest zoom of the names: there are too many for the tiles of the ground. */
export const DEEPEST_ZOOM = 8;

/** How finely the tiles of some zooms are cut: units a tile, and how far a line may stray, in those units. */
interface Grain {
  extent: number;
  tolerance: number;
}
const COARSE: Grain = { extent: 4096, tolerance: 8 };
const FINE: Grain = { extent: 8192, tolerance: 1.5 };

/** Cuts the layers into vector tiles (Mapbox Vector Tile specification 2.1), zoom by zoom. Empty ones are left out. */
export function* cutTiles(layers: readonly MapLayer[]): Generator<ArchiveTile> {
  yield* cutZooms(layers, 0, GROUND_ZOOM - 1, COARSE);
  yield* cutZooms(layers, GROUND_ZOOM, GROUND_ZOOM, FINE);
  const names = layers.filter((layer) => layer.ranked);
  yield* cutZooms(names, GROUND_ZOOM + 1, DEEPEST_ZOOM, COARSE);
}

function* cutZooms(layers: readonly MapLayer[], from: number, to: number, grain: Grain): Generator<ArchiveTile> {
  const indexes = layers.map((layer) => ({ layer, index: indexOf(layer, to, grain) }));
  for (let zoom = from; zoom <= to; zoom++) {
    for (let x = 0; x < 2 ** zoom; x++) {
      for (let y = 0; y < 2 ** zoom; y++) {
        const found: Record<string, GeoJSONVTTile> = {};
        for (const { layer, index } of indexes) {
          const tile = zoom < layer.minZoom ? null : index.getTile(zoom, x, y);
          const kept = tile === null ? null : keepRanked(tile, layer, zoom);
          if (kept !== null && kept.features.length > 0) found[layer.name] = kept;
        }
        if (Object.keys(found).length === 0) continue;
        yield { zoom, x, y, bytes: fromGeojsonVt(found, { version: 2, extent: grain.extent }) };
      }
    }
  }
}

function indexOf(layer: MapLayer, maxZoom: number, { extent, tolerance }: Grain): GeoJSONVT {
  return new GeoJSONVT(layer.data, {
    // At its deepest zoom an index simplifies nothing.
    maxZoom: maxZoom + 1,
    indexMaxZoom: Math.min(maxZoom, 5),
    indexMaxPoints: 0,
    tolerance,
    extent,
    // Labels are placed from their own tile alone.
    buffer: layer.ranked ? 0 : extent / 64,
  });
}

/** Deeper than the archive, all that is there is wanted. */
function keepRanked(tile: GeoJSONVTTile, layer: MapLayer, zoom: number): GeoJSONVTTile {
  if (!layer.ranked || zoom === DEEPEST_ZOOM) return tile;
  const features = tile.features.filter((one) => Number(one.tags?.rank) <= zoom);
  return { ...tile, features } as GeoJSONVTTile;
}
