import { describe, expect, it } from 'vitest';
import { copiedCell } from '../../../../../renderer/billing/missions/cell-text.ts';
import { fromClipboard, toClipboard } from '../../../../../renderer/billing/missions/clipboard-table.ts';
import { createDataset } from '../../../../support/memory-host/dataset.ts';
import { fc } from '../../../../support/property.ts';

const [mission] = createDataset(
  { vehicles: 1, missions: 1, thirdParties: 1, billingCycles: 1 },
  Date.UTC(2026, 2, 1),
).missions;
if (mission === undefined) throw new Error('there is a mission');
const text = (value: string) => ({ kind: 'text' as const, text: value });

describe('what is copied for a spreadsheet', () => {
  it('comes back as it was, whatever is in it', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'a\tb',
        'line\nbreak',
        '"quoted"',
        '=1+1',
        "'=1",
        '+33 1',
        '\u202Eרtl',
        '😀',
        '<b>&"</b>',
        '',
        '-',
        '@x',
      ),
    );
    // A line break may come as the spreadsheet's own.
    const settled = (value: string) => value.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
    const rows = fc.array(fc.array(cell.map(settled), { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, (cells) => {
        const copied = toClipboard(
          [],
          cells.map((row) => row.map(text)),
        ).text;
        const back = fromClipboard(copied);
        expect(back.map((row) => row.map((one) => one.replace(/^'(?=[\s]*[=+\-@])/, '')))).toEqual(
          cells.map((row) => row.map((one) => one.replace(/^'(?=[\s]*[=+\-@])/, ''))),
        );
      }),
    );
  });

  it('holds no formula and no markup, and numbers as the language writes them', () => {
    const { text: tabs, html } = toClipboard(
      ['Client'],
      [[text('=HYPERLINK("http://x")'), { kind: 'number', text: '-5,00' }]],
    );
    expect(tabs).toBe('Client\r\n"\'=HYPERLINK(""http://x"")"\t-5,00');
    expect(html).toContain(`<td style="mso-number-format:'\\@'">'=HYPERLINK(&quot;http://x&quot;)</td><td>-5,00</td>`);
    expect(toClipboard([], [[text('<script>')]]).html).not.toContain('<script>');
    const row = { ...mission, amountCents: -123_456_789, distanceMetres: 12_050, currency: 'EUR', driver: '@sum' };
    const cell = (column: 'amountCents' | 'distanceMetres' | 'driver', language: 'fr' | 'en') =>
      copiedCell(row, column, language, () => 'Planned').text;
    expect(cell('amountCents', 'fr')).toBe('-1234567,89');
    expect(cell('amountCents', 'en')).toBe('-1234567.89');
    expect(cell('distanceMetres', 'fr')).toBe('12,050');
    expect(copiedCell({ ...row, currency: 'JPY', amountCents: 500 }, 'amountCents', 'en', () => '').text).toBe('500');
  });

  it('is read as spreadsheets write it, and as people do', () => {
    expect(fromClipboard('1\t2\r\n3\t4\r\n')).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(fromClipboard('a\n\nb')).toEqual([['a'], [''], ['b']]);
    expect(fromClipboard('"two\nlines"\tx')).toEqual([['two\nlines', 'x']]);
    expect(fromClipboard('5" pipe\t"open')).toEqual([['5" pipe', '"open']]);
    expect(fromClipboard('')).toEqual([['']]);
  });
});
