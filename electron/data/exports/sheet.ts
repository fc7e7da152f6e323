import type { ExportRequest, SheetForm } from '../../../shared/contract/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import type { Store } from '../store/store.ts';
import { billingCycleColumns, type Column, missionColumns, thirdPartyColumns } from './columns.ts';
import { csvPieces } from './csv.ts';
import { billingCycleRows, missionRows, type Rows, thirdPartyRows } from './rows.ts';
import { EXPORT_TEXTS } from './texts.ts';
import { createWallClock, type WallClock } from './wall-clock.ts';
import { xlsxPieces } from './xlsx.ts';

export type SheetRequest = Extract<ExportRequest, { sheet: SheetForm }>;

export interface Sheet {
  totalRows: number;
  pieces: AsyncIterable<Uint8Array>;
}

/** `Missions 2026-11-29.csv` */
export function sheetName({ what, sheet: { format, language } }: SheetRequest, day: string): string {
  const { names } = EXPORT_TEXTS[language];
  const name = { missions: names.missions, 'third-parties': names.thirdParties, 'billing-cycles': names.billingCycles }[
    what
  ];
  return `${name} ${day}.${format}`;
}

/** The rows of a list as a file. @param onRow called with the number of rows that were written */
export async function sheetOf(request: SheetRequest, store: Store, onRow: (rows: number) => void): Promise<Sheet> {
  const clock = wallClock(request.sheet.timeZone);
  switch (request.what) {
    case 'missions':
      return written(await missionRows(store, request), missionColumns(request.sheet), request, clock, onRow);
    case 'third-parties':
      return written(await thirdPartyRows(store, request), thirdPartyColumns(request.sheet), request, clock, onRow);
    case 'billing-cycles':
      return written(await billingCycleRows(store, request), billingCycleColumns(request.sheet), request, clock, onRow);
  }
}

function written<Row>(
  { total, rows }: Rows<Row>,
  columns: readonly Column<Row>[],
  { sheet, what }: SheetRequest,
  clock: WallClock,
  onRow: (rows: number) => void,
): Sheet {
  async function* counted() {
    let count = 0;
    for await (const row of rows) {
      yield row;
      count += 1;
      if (count % 200 === 0) onRow(count);
    }
    onRow(count);
  }
  const { names } = EXPORT_TEXTS[sheet.language];
  const name = { missions: names.missions, 'third-parties': names.thirdParties, 'billing-cycles': names.billingCycles }[
    what
  ];
  const pieces =
    sheet.format === 'csv' ? csvPieces(columns, counted(), sheet, clock) : xlsxPieces(columns, counted(), name, clock);
  return { totalRows: total, pieces };
}

function wallClock(timeZone: string): WallClock {
  try {
    return createWallClock(timeZone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RpcError('invalid-request', `there is no time zone ${timeZone}`, { field: 'sheet.timeZone' });
  }
}
