import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pointsOf } from '../../../../../electron/data/ground/import/layer-features.ts';
import { readGtfs } from '../../../../../electron/data/ground/import/gtfs.ts';
import { temporaryFolders } from '../../../../support/temporary-folder.ts';
import { zipOf } from '../../../../../backend/feeds/gtfs/zip-file.ts';

const newFolder = temporaryFolders();
function read(files: Record<string, string>, most?: number) {
  const file = path.join(newFolder(), 'x');
  writeFileSync(file, zipOf(files));
  return readGtfs(file, 'network.zip', most);
}

const network = {
  'agency.txt': 'agency_id,agency_name\n1,Someone\n',
  'routes.txt':
    '\uFEFFroute_id,route_short_name,route_long_name,route_color\r\nA,1,"Gare, Port",FF8800\r\nB,,Coast line,zzz\r\nC,9,,\r\n',
  'trips.txt': 'trip_id,route_id,shape_id\n1,A,s1\n2,A,s1\n3,A,s2\n4,B,s3\n5,B,\n6,Z,s1\n',
  'shapes.txt':
    'shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n' +
    's1,48,2,1\ns1,48,2.1,5\ns1,48,2.05,3\n' +
    // s2 is s1 backwards.
    's2,48,2.1,1\ns2,48,2,2\n' +
    's3,48.5,2,0\ns3,abc,2,1\ns3,48.6,2.3,2\n',
  'stops.txt':
    'stop_id,stop_name,stop_lat,stop_lon,location_type\n' +
    '1,"Gare ""centrale""",48.0001,2.00001,\n2,"Gare ""centrale""",48.00011,2.00001,0\n3,Port,48,2.1,1\n4,Door,48,2.1,2\n5,Nowhere,0,0,0\n',
};

describe('a zip of GTFS tables', () => {
  it('becomes a line a route, in its colour, and its stops by name', async () => {
    const { kind, features } = await read(network);
    expect(kind).toBe('gtfs');
    expect(features).toEqual([
      {
        // The point in the middle came last and is on the way; the way back is the same line.
        geometry: {
          type: 'MultiLineString',
          coordinates: [
            [
              [2, 48],
              [2.1, 48],
            ],
          ],
        },
        properties: { name: '1', color: '#ff8800' },
      },
      {
        geometry: {
          type: 'MultiLineString',
          coordinates: [
            [
              [2, 48.5],
              [2.3, 48.6],
            ],
          ],
        },
        properties: { name: 'Coast line' },
      },
      { geometry: { type: 'Point', coordinates: [2.00001, 48.0001] }, properties: { name: 'Gare "centrale"' } },
      { geometry: { type: 'Point', coordinates: [2.1, 48] }, properties: { name: 'Port' } },
    ]);
  });

  it('names the row that it leaves out, by its table and line', async () => {
    const { leftOut, notices } = await read(network);
    expect(leftOut).toBe(2);
    expect(notices).toEqual([
      expect.objectContaining({ code: 'bad-row', file: 'shapes.txt', line: 8, field: 'shape_pt_lat' }),
      expect.objectContaining({ code: 'bad-row', file: 'stops.txt', line: 6, field: 'stop_lat' }),
    ]);
  });

  it('is drawn more coarsely where it has more points than a window can draw, and else in part or not at all', async () => {
    // Forty metres to the one side and the other, along a line.
    const zigzag = Array.from({ length: 60 }, (_, at) => `z,${48 + (at % 2) * 0.00036},${2 + at / 100},${at}`);
    const files = {
      ...network,
      'trips.txt': 'trip_id,route_id,shape_id\n1,A,z\n2,B,s1\n',
      'shapes.txt': `${network['shapes.txt']}${zigzag.join('\n')}\n`,
    };
    const codes = (content: Awaited<ReturnType<typeof read>>) =>
      content.notices.flatMap(({ code, file }) => (code === 'bad-row' ? [] : [[code, file]]));
    const kinds = ({ features }: Awaited<ReturnType<typeof read>>) => features.map(({ geometry }) => geometry.type);
    const whole = await read(files);
    expect([codes(whole), pointsOf(whole.features)]).toEqual([[], 64]);
    const coarse = await read(files, 20);
    expect(codes(coarse)).toEqual([['drawn-coarsely', 'shapes.txt']]);
    expect(kinds(coarse)).toEqual(kinds(whole));
    expect(pointsOf(coarse.features)).toBeLessThanOrEqual(20);
    const lines = await read(files, 5);
    expect([codes(lines), kinds(lines)]).toEqual([
      [
        ['drawn-coarsely', 'shapes.txt'],
        ['not-drawn', 'stops.txt'],
      ],
      ['MultiLineString', 'MultiLineString'],
    ]);
    const stops = await read(files, 2);
    expect([codes(stops), kinds(stops)]).toEqual([[['not-drawn', 'shapes.txt']], ['Point', 'Point']]);
  });

  it('may lie in a folder, or lack its lines, and says what is not drawn', async () => {
    const { features, notices } = await read({ 'feed/stops.txt': network['stops.txt'] });
    expect(features).toHaveLength(2);
    expect(notices.map(({ code, file }) => [code, file])).toEqual([
      ['missing-part', 'routes.txt'],
      ['missing-part', 'trips.txt'],
      ['missing-part', 'shapes.txt'],
      ['bad-row', 'stops.txt'],
    ]);
  });

  it.each<[string, object, Record<string, string>]>([
    ['no table at all', { code: 'missing-part', file: 'network.zip' }, { 'readme.txt': 'x' }],
    [
      'no column for the place',
      { code: 'missing-part', file: 'stops.txt', line: 1, field: 'stop_lat' },
      { 'stops.txt': 'stop_id,lat\n1,2\n' },
    ],
    ['an empty table', { code: 'missing-part', file: 'stops.txt' }, { 'stops.txt': '' }],
    ['a quote that never ends', { code: 'bad-row', file: 'stops.txt' }, { 'stops.txt': 'stop_lat,stop_lon\n1,"2\n' }],
  ])('is refused for %s', async (_what, reason, files) => {
    await expect(read(files)).rejects.toMatchObject({ reason });
  });

  it('is refused where it is no whole zip, or its bytes have changed', async () => {
    const folder = newFolder();
    const bytes = zipOf(network);
    const cut = path.join(folder, 'cut.zip');
    writeFileSync(cut, bytes.slice(0, -30));
    await expect(readGtfs(cut, 'cut.zip')).rejects.toMatchObject({ reason: { code: 'bad-zip', file: 'cut.zip' } });

    const changed = path.join(folder, 'changed.zip');
    // In the middle of the shapes.
    const at = Buffer.from(bytes).indexOf('shapes.txt') + 20;
    writeFileSync(changed, Buffer.from(bytes).fill(0xff, at, at + 30));
    await expect(readGtfs(changed, 'changed.zip')).rejects.toMatchObject({ reason: { file: 'shapes.txt' } });
  });

  it('of 100,000 points of shapes is read, and simplified to what can be seen', async () => {
    const rows = ['shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence'];
    for (let shape = 0; shape < 100; shape++) {
      for (let at = 0; at < 1_000; at++) {
        rows.push(`s${shape},${(48 + shape / 100 + (at % 2) / 1e6).toFixed(7)},${(2 + at / 1e4).toFixed(6)},${at}`);
      }
    }
    const trips = Array.from({ length: 100 }, (_, shape) => `A,s${shape}`);
    const { features } = await read({
      'routes.txt': 'route_id\nA\n',
      'trips.txt': ['route_id,shape_id', ...trips].join('\n'),
      'shapes.txt': rows.join('\n'),
    });
    const [line] = features;
    expect(line?.geometry.type === 'MultiLineString' && line.geometry.coordinates.map((one) => one.length)).toEqual(
      Array.from({ length: 100 }, () => 2),
    );
  });
});
