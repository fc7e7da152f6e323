import { GeoJSONVT, type GeoJSONVTTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { type ArchiveTile, writeArchive } from '../../build/map-data/pmtiles-writer.ts';

/** Where the streets of the archive are: around Lyon. West, south, east, north. */
export const ARCHIVE_BOUNDS = [4.7, 45.65, 5.0, 45.85] as const;
const MAX_ZOOM = 12;

type Feature = {
  type: 'Feature';
  properties: Record<string, string | number>;
  geometry: { type: 'Polygon'; coordinates: number[][][] } | { type: 'LineString'; coordinates: number[][] };
};

/** A PMTiles archive with a few of the layers of Protomaps: land, a river that crosses it, a grid of main roads. */
export function smallArchive(): Uint8Array {
  const [west, south, east, north] = ARCHIVE_BOUNDS;
  const box = (w: number, s: number, e: number, n: number) => [
    [
      [w, s],
      [e, s],
      [e, n],
      [w, n],
      [w, s],
    ],
  ];
  const line = (coordinates: number[][]): Feature => ({
    ...{ type: 'Feature', properties: { kind: 'major_road', kind_detail: 'primary', min_zoom: 6 } },
    geometry: { type: 'LineString', coordinates },
  });
  const area = (kind: string, coordinates: number[][][]): Feature => ({
    ...{ type: 'Feature', properties: { kind } },
    geometry: { type: 'Polygon', coordinates },
  });
  const steps = Array.from({ length: 13 }, (_, index) => index / 12);
  const layers: Record<string, Feature[]> = {
    earth: [area('earth', box(-170, -80, 170, 80))],
    water: [area('river', box(4.83, south, 4.84, north))],
    roads: steps.flatMap((share) => {
      const [x, y] = [west + share * (east - west), south + share * (north - south)];
      return [
        line([
          [x, south],
          [x, north],
        ]),
        line([
          [west, y],
          [east, y],
        ]),
      ];
    }),
  };
  const indexes = Object.entries(layers).map(([name, features]) => {
    const data = { type: 'FeatureCollection' as const, features };
    return { name, index: new GeoJSONVT(data, { maxZoom: MAX_ZOOM, extent: 4096, buffer: 64 }) };
  });
  const tiles: ArchiveTile[] = [];
  for (let zoom = 0; zoom <= MAX_ZOOM; zoom++) {
    const across = (longitude: number) => Math.floor(((longitude + 180) / 360) * 2 ** zoom);
    const down = (latitude: number) => {
      const radians = (latitude * Math.PI) / 180;
      return Math.floor(((1 - Math.log(Math.tan(radians) + 1 / Math.cos(radians)) / Math.PI) / 2) * 2 ** zoom);
    };
    for (let x = across(west); x <= across(east); x++) {
      for (let y = down(north); y <= down(south); y++) {
        const found: Record<string, GeoJSONVTTile> = {};
        for (const { name, index } of indexes) {
          const tile = index.getTile(zoom, x, y);
          if (tile !== null && tile.features.length > 0) found[name] = tile;
        }
        tiles.push({ zoom, x, y, bytes: fromGeojsonVt(found, { version: 2, extent: 4096 }) });
      }
    }
  }
  const vectorLayers = Object.keys(layers).map((id) => ({ id, fields: {} }));
  return writeArchive(tiles, { minZoom: 0, maxZoom: MAX_ZOOM, metadata: { vector_layers: vectorLayers } });
}
