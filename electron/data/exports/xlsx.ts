import { writeXlsxStream } from 'hucre/xlsx';
import type { Cell, Column } from './columns.ts';
import { numberText } from './csv.ts';
import type { WallClock } from './wall-clock.ts';

const FORMATS: Partial<Record<Column<never>['kind'], string>> = {
  number: '#,##0',
  money: '#,##0.00',
  distance: '#,##0.000',
  time: 'yyyy-mm-dd hh:mm',
  day: 'yyyy-mm-dd',
};

/**
 * A table as XLSX (ISO/IEC 29500), written as the rows come. Texts are texts, whatever they begin with: no cell is a formula. Numbers, days and
 * times are typed. What does not fit on a sheet of 1,048,576 rows goes on on the next.
 */
export async function* xlsxPieces<Row>(
  columns: readonly Column<Row>[],
  rows: AsyncIterable<Row>,
  name: string,
  clock: WallClock,
): AsyncGenerator<Uint8Array> {
  async function* values() {
    for await (const row of rows) yield columns.map(({ cell }) => valueOf(cell(row), clock));
  }
  const stream = writeXlsxStream(values(), {
    name,
    columns: columns.map(({ title, kind, width }) => {
      const numFmt = FORMATS[kind];
      return { header: title, width, ...(numFmt === undefined ? {} : { numFmt }) };
    }),
    freezePane: { rows: 1 },
    zip64: false,
  });
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Given up: the rows need not be read any further.
    await reader.cancel();
  }
}

function valueOf(cell: Cell, clock: WallClock): string | number | Date | null {
  if (cell === null) return null;
  switch (cell.kind) {
    case 'text':
      // A cell holds no more (ISO/IEC 29500, 18.3.1).
      return cell.text.slice(0, 32_767);
    case 'number':
      return Number(numberText(cell.value, cell.places));
    case 'day':
      return new Date(`${cell.day}T00:00:00Z`);
    case 'time':
      return clock.date(cell.ms);
  }
}
