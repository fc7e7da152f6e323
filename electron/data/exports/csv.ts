import type { SheetForm } from '../../../shared/contract/index.ts';
import { harmlessCell } from '../../../shared/domain/index.ts';
import type { Cell, Column } from './columns.ts';
import type { WallClock } from './wall-clock.ts';

/** Tells Excel that the file is UTF-8. */
const BYTE_ORDER_MARK = '\u{feff}';
const LINE_END = '\r\n';
/** Lines that leave together. */
const LINES_A_PIECE = 500;

/**
 * A table as CSV (RFC 4180), with a byte order mark. Texts that a spreadsheet would run are made harmless; numbers stay numbers, with the decimal
 * separator of the language.
 */
export async function* csvPieces<Row>(
  columns: readonly Column<Row>[],
  rows: AsyncIterable<Row>,
  { separator, language }: SheetForm,
  clock: WallClock,
): AsyncGenerator<Uint8Array> {
  const mark = separator === 'comma' ? ',' : ';';
  const decimal = language === 'fr' ? ',' : '.';
  const line = (fields: readonly string[]) => fields.map((field) => quoted(field, mark)).join(mark) + LINE_END;
  let text = BYTE_ORDER_MARK + line(columns.map(({ title }) => title));
  let lines = 0;
  for await (const row of rows) {
    text += line(columns.map(({ cell }) => fieldOf(cell(row), decimal, clock)));
    lines += 1;
    if (lines % LINES_A_PIECE > 0) continue;
    yield Buffer.from(text, 'utf8');
    text = '';
  }
  yield Buffer.from(text, 'utf8');
}

function fieldOf(cell: Cell, decimal: string, clock: WallClock): string {
  if (cell === null) return '';
  switch (cell.kind) {
    case 'text':
      return harmlessCell(cell.text);
    case 'number':
      return numberText(cell.value, cell.places).replace('.', decimal);
    case 'day':
      return cell.day;
    case 'time':
      return clock.text(cell.ms);
  }
}

/** Exact, without going through fractions. */
export function numberText(value: number, places: number): string {
  if (places === 0) return String(value);
  const digits = String(Math.abs(value)).padStart(places + 1, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function quoted(field: string, mark: string): string {
  const isPlain = !field.includes(mark) && !/["\r\n\t]|^\s|\s$/.test(field);
  return isPlain ? field : `"${field.replaceAll('"', '""')}"`;
}
