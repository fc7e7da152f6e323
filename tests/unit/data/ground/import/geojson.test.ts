import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MOST_GEOJSON_BYTES, readGeoJson } from '../../../../../electron/data/ground/import/geojson.ts';
import { temporaryFolders } from '../../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
function read(value: unknown) {
  const file = path.join(newFolder(), 'x');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return readGeoJson(file, 'zones.geojson');
}
const feature = (geometry: unknown, properties: object | null = {}) => ({ type: 'Feature', geometry, properties });
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });
const square = [
  [2, 48],
  [3, 48],
  [3, 49],
  [2, 49],
  [2, 48],
];

describe('GeoJSON', () => {
  it('becomes points, lines and areas, with names and colours', async () => {
    const content = await read(
      collection(
        feature({ type: 'Point', coordinates: [2.12345678, 48.1] }, { name: ' Depot ', 'marker-color': '#AA00ff' }),
        feature(
          {
            type: 'LineString',
            coordinates: [
              [2, 48],
              [2.5, 48],
              [3, 48],
            ],
          },
          { nom: 'A', stroke: 'red' },
        ),
        feature({ type: 'Polygon', coordinates: [square] }, null),
        feature({ type: 'MultiPolygon', coordinates: [[square], [square]] }),
        feature({
          type: 'GeometryCollection',
          geometries: [
            {
              type: 'MultiPoint',
              coordinates: [
                [1, 1],
                [2, 2],
              ],
            },
          ],
        }),
      ),
    );
    expect(content).toMatchObject({ kind: 'geojson', leftOut: 0, notices: [] });
    expect(content.features.map(({ geometry }) => geometry.type)).toEqual([
      'Point',
      'MultiLineString',
      'Polygon',
      'Polygon',
      'Polygon',
      'Point',
      'Point',
    ]);
    expect(content.features[0]).toEqual({
      geometry: { type: 'Point', coordinates: [2.123457, 48.1] },
      properties: { name: 'Depot', color: '#aa00ff' },
    });
    // A straight line needs no point in its middle.
    expect(content.features[1]).toEqual({
      geometry: {
        type: 'MultiLineString',
        coordinates: [
          [
            [2, 48],
            [3, 48],
          ],
        ],
      },
      properties: { name: 'A' },
    });
  });

  it.each<[string, unknown]>([
    ['a geometry alone', { type: 'Point', coordinates: [1, 2] }],
    ['a feature alone', feature({ type: 'Point', coordinates: [1, 2] })],
    ['a byte order mark', `\uFEFF${JSON.stringify({ type: 'Point', coordinates: [1, 2] })}`],
    [
      'WGS 84 said in the old way',
      {
        ...collection(feature({ type: 'Point', coordinates: [1, 2] })),
        crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } },
      },
    ],
  ])('may be %s', async (_what, value) => {
    expect((await read(value)).features).toHaveLength(1);
  });

  it('leaves out what cannot be drawn, by its place and with the reason', async () => {
    const good = feature({ type: 'Point', coordinates: [1, 2] });
    const content = await read(
      collection(
        good,
        feature(null),
        feature({ type: 'LineString', coordinates: [[1, 2]] }),
        good,
        feature({ type: 'Polygon', coordinates: [square.slice(0, 4)] }),
        feature({ type: 'Point', coordinates: ['1', 2] }),
        feature({ type: 'Circle', coordinates: [1, 2] }),
        'a feature',
      ),
    );
    expect(content.features).toHaveLength(2);
    expect(content.leftOut).toBe(6);
    expect(content.notices.map(({ feature: at, field }) => [at, field])).toEqual([
      [1, 'geometry'],
      [2, 'geometry.coordinates'],
      [4, 'geometry.coordinates'],
      [5, 'geometry.coordinates'],
      [6, 'geometry.type'],
      [7, 'type'],
    ]);
  });

  it.each<[string, object, unknown]>([
    ['text that is no JSON', { code: 'bad-json' }, '{"type":'],
    ['JSON that is no GeoJSON', { code: 'not-map-data' }, { vehicles: [] }],
    ['a list', { code: 'not-map-data' }, '[1]'],
    [
      'metres',
      { code: 'other-coordinates', feature: 1 },
      collection(
        feature({ type: 'Point', coordinates: [2, 48] }),
        feature({ type: 'Point', coordinates: [652_000, 6_862_000] }),
      ),
    ],
    [
      'another system by name',
      { code: 'other-coordinates', field: 'crs' },
      { ...collection(), crs: { type: 'name', properties: { name: 'EPSG:2154' } } },
    ],
    [
      'a system by a link',
      { code: 'other-coordinates', field: 'crs' },
      { ...collection(), crs: { type: 'link', properties: {} } },
    ],
  ])('is not read out of %s', async (_what, reason, value) => {
    await expect(read(value)).rejects.toMatchObject({ reason: { file: 'zones.geojson', ...reason } });
  });

  it('is not read where it is too large, however it looks', async () => {
    const file = path.join(newFolder(), 'x');
    writeFileSync(file, '{');
    truncateSync(file, MOST_GEOJSON_BYTES + 1);
    await expect(readGeoJson(file, 'big.geojson')).rejects.toMatchObject({
      reason: { code: 'too-large', file: 'big.geojson' },
    });
  });
});
