import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inspectCsv } from '../../../../backend/feeds/csv/csv-file.ts';
import { type CsvRow, readRows } from '../../../../backend/feeds/csv/csv-rows.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { fc } from '../../../support/property.ts';

const newFolder = temporaryFolders();
const HEADER = 'unix_time,vehicle,lat,lon,occupied\n';

function fileOf(content: string | Uint8Array, name = 'positions.csv'): string {
  const file = path.join(newFolder(), name);
  writeFileSync(file, content);
  return file;
}

async function read(file: string): Promise<{ rows: CsvRow[]; refused: Record<string, number> }> {
  const refused: Record<string, number> = {};
  const rows: CsvRow[] = [];
  const refuse = (reason: string, count: number) => void (refused[reason] = (refused[reason] ?? 0) + count);
  for await (const batch of readRows(await inspectCsv(file), refuse)) rows.push(...batch);
  return { rows, refused };
}

describe('a file of positions', () => {
  it('is read by the names of its columns, in any order, with others ignored', async () => {
    const file = fileOf(' Lon ,speed,LAT,vehicle,note,unix_time\n2.35,9,48.85,bus 7,"a, b",1211439600\n');
    const { rows, refused } = await read(file);
    expect(rows).toEqual([
      { seconds: 1_211_439_600, vehicle: 'bus 7', longitude: 2.35, latitude: 48.85, occupied: undefined },
    ]);
    expect(refused).toEqual({});
  });

  it.each([
    ['Windows line ends', 'unix_time,vehicle,lat,lon\r\n1211439600,a,1,2\r\n'],
    ['no line end after the last row', 'unix_time,vehicle,lat,lon\n1211439600,a,1,2'],
    ['a byte order mark', '\uFEFFunix_time,vehicle,lat,lon\n1211439600,a,1,2\n'],
    ['quoted names and fields', '"unix_time","vehicle","lat","lon"\n"1211439600","a","1","2"\n'],
    ['semicolons and decimal commas', 'unix_time;vehicle;lat;lon\n1211439600;a;1,0;2,0\n'],
    ['tabs and empty lines', 'unix_time\tvehicle\tlat\tlon\n\n1211439600\ta\t1\t2\n\n'],
    ['spaces around', 'unix_time,vehicle,lat,lon\n 1211439600 , a , 1 , 2 \n'],
  ])('may have %s', async (_, text) => {
    const { rows } = await read(fileOf(text));
    expect(rows).toEqual([{ seconds: 1_211_439_600, vehicle: 'a', longitude: 2, latitude: 1, occupied: undefined }]);
  });

  it('is decompressed by its content, whatever its name says', async () => {
    const text = `${HEADER}1211439600,a,1,2,1\n`;
    for (const file of [fileOf(gzipSync(text), 'a.csv.gz'), fileOf(gzipSync(text)), fileOf(text, 'b.csv.gz')]) {
      expect((await read(file)).rows).toHaveLength(1);
    }
  });

  it('says whether a vehicle is occupied, where it can be told', async () => {
    const cells = ['1', '0', 'true', 'FALSE', '', 'maybe'];
    const { rows } = await read(fileOf(HEADER + cells.map((cell) => `1211439600,a,1,2,${cell}\n`).join('')));
    expect(rows.map(({ occupied }) => occupied)).toEqual([true, false, true, false, undefined, undefined]);
  });

  it('counts rows that cannot be read, and reads on', async () => {
    const bad = [
      '1211439600,,1,2,0',
      '1211439600,a,1',
      ',',
      '"1211439600,a,1,2,0',
      `1211439600,${'x'.repeat(65)},1,2,0`,
    ];
    const { rows, refused } = await read(fileOf(`${HEADER}${bad.join('\n')}\n1211439600,a,1,2,0\n`));
    expect(rows).toHaveLength(1);
    expect(refused).toEqual({ malformed: bad.length });
  });

  it('reads what is no number as none, never as 0', async () => {
    const { rows } = await read(fileOf(`${HEADER},a,,2,0\nsoon,a,north,1e3,0\n`));
    expect(rows.map(({ seconds, latitude, longitude }) => [seconds, latitude, longitude])).toEqual([
      [Number.NaN, Number.NaN, 2],
      [Number.NaN, Number.NaN, 1000],
    ]);
  });

  it('is not undone by a quote that never ends, nor by a line without end', async () => {
    const rowsBefore = '1211439600,a,1,2,0\n'.repeat(4_000);
    const text = `${HEADER}${rowsBefore}1211439600,"a,1,2,0\n${rowsBefore}${'9'.repeat(300_000)}\n${rowsBefore}`;
    const { rows, refused } = await read(fileOf(text));
    expect(rows).toHaveLength(12_000);
    expect(refused).toEqual({ malformed: 2 });
  });

  it('ends where a line without end begins, if it has no other', async () => {
    const { rows, refused } = await read(fileOf(`${HEADER}1211439600,a,1,2,0\n${'9'.repeat(300_000)}`));
    expect(rows).toHaveLength(1);
    expect(refused).toEqual({ malformed: 1 });
  });
});

describe('a file that is no feed', () => {
  const refusalOf = (file: string) =>
    inspectCsv(file).then(
      () => 'taken',
      (error: Error) => error.message,
    );

  it('is refused with a sentence and a remedy', async () => {
    const folder = newFolder();
    expect(await refusalOf(path.join(folder, 'no.csv'))).toBe(
      `${path.join(folder, 'no.csv')} does not exist: check the path given to --feed.`,
    );
    expect(await refusalOf(folder)).toBe(`${path.basename(folder)} is a folder: give --feed a file within it.`);
    expect(await refusalOf(fileOf(''))).toContain('positions.csv is empty: give a file with a line of column names');
    expect(await refusalOf(fileOf('\n1,2\n'))).toContain('is empty');
    expect(await refusalOf(fileOf('time,id,lat,lon\n'))).toBe(
      'positions.csv begins with "time,id,lat,lon": its first line must name the columns unix_time, vehicle, lat and lon.',
    );
    expect(await refusalOf(fileOf(gzipSync(HEADER.repeat(999)).subarray(0, 20)))).toBe(
      'positions.csv is cut short: copy it again.',
    );
    expect(await refusalOf(fileOf(Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])))).toBe(
      'positions.csv is damaged and cannot be decompressed: copy it again.',
    );
  });

  it('is refused when it may not be read', async (context) => {
    context.skip(process.getuid?.() === 0, 'root may read everything');
    const file = fileOf(HEADER);
    chmodSync(file, 0);
    expect(await refusalOf(file)).toBe('positions.csv may not be read: give yourself the right to read it.');
  });

  it('shows nothing of a binary file but printable text', async () => {
    expect(await refusalOf(fileOf(Buffer.from([0, 1, 27, 65, 66])))).toMatch(/^positions\.csv begins with "[ AB]*":/);
  });
});

describe('any file at all', () => {
  it('is read to its end or refused with a sentence', async () => {
    const folder = newFolder();
    const rows = fc.array(
      fc.oneof(
        fc.constant('1211439600,a,1,2,0'),
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc
          .array(fc.oneof(fc.double().map(String), fc.constantFrom('"', '', 'a', '""', '\r')), { maxLength: 7 })
          .map(String),
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          rows.map((lines) => HEADER + lines.join('\n')),
          fc.uint8Array({ maxLength: 300 }),
        ),
        async (content) => {
          const file = path.join(folder, 'any.csv');
          writeFileSync(file, content);
          let result: Awaited<ReturnType<typeof read>>;
          try {
            result = await read(file);
          } catch (error) {
            expect((error as Error).message).toMatch(/^any\.csv .*\.$/su);
            return;
          }
          for (const { vehicle } of result.rows) expect(vehicle.trim()).not.toBe('');
          for (const count of Object.values(result.refused)) expect(count).toBeGreaterThan(0);
        },
      ),
      { numRuns: 300 },
    );
  });
});
