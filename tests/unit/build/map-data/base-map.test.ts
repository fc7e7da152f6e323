import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PMTiles } from 'pmtiles';
import { describe, expect, it } from 'vitest';
import { root } from '../../../../build/bootstrap/runtime.mjs';
import { DEEPEST_ZOOM, GROUND_ZOOM } from '../../../../build/map-data/tiles.ts';

const bytes = readFileSync(path.join(root, 'resources/map/base.pmtiles'));
const archive = new PMTiles({
  getKey: () => 'base',
  getBytes: (offset, length) =>
    Promise.resolve({ data: Uint8Array.from(bytes.subarray(offset, offset + length)).buffer }),
});

/** What the tile around a place says, as text: names stand in it as they are. */
async function tileText(longitude: number, latitude: number, zoom: number): Promise<string> {
  const side = 2 ** zoom;
  const north = Math.asinh(Math.tan((latitude * Math.PI) / 180));
  const x = Math.floor(((longitude + 180) / 360) * side);
  const y = Math.floor(((1 - north / Math.PI) / 2) * side);
  const tile = await archive.getZxy(zoom, x, y);
  return tile === undefined ? '' : Buffer.from(tile.data).toString('utf8');
}

describe('the base map that comes with Vigie', () => {
  it('is small enough to be held in memory by every window', () => {
    expect(bytes.byteLength).toBeLessThan(8 * 2 ** 20);
  });

  it('goes as deep as the style asks, and names its sources', async () => {
    expect(await archive.getHeader()).toMatchObject({ minZoom: 0, maxZoom: DEEPEST_ZOOM });
    expect(JSON.stringify(await archive.getMetadata())).toContain(
      '© OpenStreetMap contributors, Natural Earth, GeoNames',
    );
  });

  it.each([
    ['Lyon', 4.835, 45.764],
    ['San Francisco', -122.42, 37.775],
    ['Oakland', -122.27, 37.804],
    ['Brisbane', 153.02, -27.47],
    ['Gold Coast', 153.4, -28.0],
    ['Guéret', 1.87, 46.17],
  ])('knows %s', async (name, longitude, latitude) => {
    expect(await tileText(longitude, latitude, DEEPEST_ZOOM)).toContain(name);
  });

  it('names countries in both languages, and has the ground where there is land', async () => {
    const world = await tileText(10, 50, 3);
    for (const word of ['Germany', 'Allemagne', 'land', 'borders', 'lakes']) expect(world).toContain(word);
    expect(await tileText(2.35, 48.86, GROUND_ZOOM)).toContain('land');
    expect(await tileText(-30, 30, GROUND_ZOOM)).not.toContain('land');
  });
});
