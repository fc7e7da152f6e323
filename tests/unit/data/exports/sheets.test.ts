import { fromBuffer } from 'yauzl';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell, Column } from '../../../../electron/data/exports/columns.ts';
import { csvPieces, numberText } from '../../../../electron/data/exports/csv.ts';
import { createWallClock } from '../../../../electron/data/exports/wall-clock.ts';
import { xlsxPieces } from '../../../../electron/data/exports/xlsx.ts';
import type { SheetForm } from '../../../../shared/contract/index.ts';
import { harmlessCell } from '../../../../shared/domain/index.ts';
import { parse } from 'csv-parse/sync';

const PARIS = createWallClock('Europe/Paris');
const FORM: SheetForm = { format: 'csv', separator: 'semicolon', language: 'fr', timeZone: 'Europe/Paris' };
const NASTY = [
  '=1+1',
  '+33 4 72',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '  =1',
  '＝1+1',
  '"; =1',
  'Dupont; "Fils", SARL',
  'deux\nlignes',
  'مؤسسة 🚖',
];
const columns: Column<Cell>[] = [{ title: '=Titre', kind: 'text', width: 10, cell: (cell) => cell }];

async function* each<Row>(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}

async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

describe('CSV', () => {
  const csv = async (cells: readonly Cell[], form = FORM) =>
    (await joined(csvPieces(columns, each(cells), form, PARIS))).toString('utf8');

  it('begins with a byte order mark, ends lines with CRLF, and gives every text back as it was, or harmless', async () => {
    for (const separator of ['semicolon', 'comma'] as const) {
      const text = await csv(
        NASTY.map((nasty) => ({ kind: 'text', text: nasty })),
        { ...FORM, separator },
      );
      expect(text.startsWith('\u{feff}')).toBe(true);
      const read = parse(text.slice(1), {
        delimiter: separator === 'comma' ? ',' : ';',
        record_delimiter: '\r\n',
      });
      expect(read.slice(1).map(([cell]: string[]) => cell)).toEqual(NASTY.map(harmlessCell));
      for (const [cell = ''] of read.slice(1)) expect(cell).not.toMatch(/^[\s\u{feff}]*[=+\-@＝＋－＠]/u);
    }
  });

  it('leaves numbers numbers, below 0 too, with the decimals of the language, and times of the clock on the wall', async () => {
    const cells: Cell[] = [
      { kind: 'number', value: -1234, places: 2 },
      { kind: 'number', value: 999_999_999_999_999, places: 2 },
      { kind: 'number', value: 7, places: 3 },
      { kind: 'number', value: -5, places: 0 },
      { kind: 'day', day: '2028-02-29' },
      { kind: 'time', ms: Date.parse('2026-03-29T00:59:59Z') },
      { kind: 'time', ms: Date.parse('2026-03-29T01:00:00Z') },
      null,
    ];
    const lines = (await csv(cells)).split('\r\n').slice(1, -1);
    expect(lines).toEqual([
      ...['-12,34', '9999999999999,99', '0,007', '-5', '2028-02-29', '2026-03-29 01:59:59', '2026-03-29 03:00:00', ''],
    ]);
    const english = await csv([{ kind: 'number', value: -1234, places: 2 }], { ...FORM, language: 'en' });
    expect(english).toContain('\r\n-12.34\r\n');
    expect(() => createWallClock('Europe/Nowhere')).toThrow(RangeError);
  });

  it('makes any text harmless once, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = harmlessCell(text);
        expect(cell === text || cell === `'${text}`).toBe(true);
        expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
    expect(numberText(-0, 2)).toBe('0.00');
  });
});

describe('XLSX', () => {
  it('has texts as texts, numbers, days and times as what they are, and no formula', async () => {
    const cells: Cell[] = [
      ...NASTY.map((text): Cell => ({ kind: 'text', text })),
      { kind: 'number', value: -1234, places: 2 },
      { kind: 'day', day: '2028-02-29' },
    ];
    const sheet = await sheetXml(await joined(xlsxPieces(columns, each(cells), 'Missions', PARIS)));
    expect(sheet).not.toMatch(/<f[\s>]/);
    expect(sheet.match(/t="inlineStr"/g)).toHaveLength(NASTY.length + 1);
    expect(sheet).toContain('<v>-12.34</v>');
    // Days since 30 December 1899.
    expect(sheet).toContain('<v>46812</v>');
  });
});

function sheetXml(xlsx: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    fromBuffer(xlsx, { lazyEntries: true }, (error, zip) => {
      if (error !== null) return reject(error);
      zip.on('entry', (entry: { fileName: string }) => {
        if (!entry.fileName.endsWith('sheet1.xml')) return zip.readEntry();
        zip.openReadStream(entry as never, (failed, stream) => {
          if (failed !== null) return reject(failed);
          let text = '';
          stream.on('data', (piece: Buffer) => (text += piece.toString('utf8'))).on('end', () => resolve(text));
        });
      });
      zip.on('end', () => reject(new Error('there is no sheet')));
      zip.readEntry();
    });
  });
}
