import { pipeline } from 'node:stream';
import { type Parser, parse } from 'csv-parse';
import { type CsvFile, readCsv } from './csv-file.ts';
import { soundLines } from './sound-lines.ts';

/** A row that could be read. Whether its place is on Earth is for others to say; numbers may be NaN. */
export interface CsvRow {
  /** Seconds since the Unix epoch. */
  seconds: number;
  vehicle: string;
  longitude: number;
  latitude: number;
  /** Undefined where the file does not say. */
  occupied: boolean | undefined;
}

const BATCH = 512;
const LONGEST_NAME = 64;
const OCCUPIED = new Map([
  ['1', true],
  ['true', true],
  ['0', false],
  ['false', false],
]);

/**
 * The rows of a file in its order, in batches, without ever holding more than some of them.
 * @param refuse told how many rows could not be used, and why
 * @throws the error of the file, when it breaks off
 */
export async function* readRows(
  csv: CsvFile,
  refuse: (reason: string, count: number) => void,
): AsyncGenerator<CsvRow[], void, void> {
  const { delimiter, columns } = csv;
  const malformed = (count: number) => refuse('malformed', count);
  const parser: Parser = parse({
    delimiter,
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: () => {
      malformed(1);
      return undefined;
    },
  });
  const records: AsyncIterable<string[]> = pipeline(readCsv(csv), soundLines(malformed), parser, () => undefined);
  let batch: CsvRow[] = [];
  let isHeader = true;
  for await (const record of records) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    const row = readRow(record, columns, delimiter);
    if (row === undefined) malformed(1);
    else if (batch.push(row) === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Undefined for a row that misses a column or names no vehicle. */
function readRow(record: readonly string[], columns: CsvFile['columns'], delimiter: string): CsvRow | undefined {
  const vehicle = record[columns.vehicle]?.trim();
  const [time, latitude, longitude] = [record[columns.time], record[columns.latitude], record[columns.longitude]];
  if (vehicle === undefined || vehicle === '' || vehicle.length > LONGEST_NAME) return undefined;
  if (time === undefined || latitude === undefined || longitude === undefined) return undefined;
  const occupied = columns.occupied === undefined ? undefined : record[columns.occupied];
  return {
    seconds: readNumber(time, delimiter),
    vehicle,
    longitude: readNumber(longitude, delimiter),
    latitude: readNumber(latitude, delimiter),
    occupied: occupied === undefined ? undefined : OCCUPIED.get(occupied.trim().toLowerCase()),
  };
}

/** NaN for what is no number; Number('') would be 0. */
function readNumber(text: string, delimiter: string): number {
  if (text.trim() === '') return Number.NaN;
  return Number(delimiter === ';' ? text.replace(',', '.') : text);
}
