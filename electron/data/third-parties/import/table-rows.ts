import { createReadStream } from 'node:fs';
import { type Info, parse } from 'csv-parse';
import type { TableForm } from '../../../../shared/contract/index.ts';

/** A row of a table with the line on which it begins, from 1, and how far into the file it was read. */
export interface TableRow {
  line: number;
  cells: string[];
  bytes: number;
}

export type TableFaultCode = 'empty' | 'too-many-rows' | 'open-quote' | 'not-a-table';

/** The table cannot be read from a line on. */
export class TableError extends Error {
  override name = 'TableError';
  readonly code: TableFaultCode;
  readonly line: number | undefined;
  constructor(code: TableFaultCode, line?: number) {
    super(`${code}${line === undefined ? '' : ` on line ${line}`}`);
    this.code = code;
    this.line = line;
  }
}

/** A row that is longer has an open quote that takes in what follows. */
const LONGEST_ROW = 64 * 1024;

/**
 * The rows of a table, one after the other as they are wanted: a file of any length takes the memory of a few. Quoted cells may hold separators
 * and line breaks; a quote within a cell that has none around it is a quote. Rows of other lengths than the first come as they are.
 * @throws TableError
 */
export async function* tableRows(
  file: string,
  { encoding, separator }: TableForm,
  signal?: AbortSignal,
): AsyncGenerator<TableRow> {
  let bytes = 0;
  const source = createReadStream(file, { highWaterMark: 64 * 1024 });
  const parser = parse({
    delimiter: separator,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: LONGEST_ROW,
  });
  const feeding = (async () => {
    const decoder = new TextDecoder(encoding);
    for await (const part of source as AsyncIterable<Buffer>) {
      bytes += part.length;
      const text = decoder.decode(part, { stream: true });
      if (!parser.write(text)) await new Promise((resolve) => parser.once('drain', resolve));
      if (parser.destroyed) return;
    }
    parser.end(decoder.decode());
  })();
  feeding.catch((error: unknown) => parser.destroy(error as Error));
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      signal?.throwIfAborted();
      yield { line: Math.max(line, info.lines - breaksIn(record)), cells: record, bytes };
      line = info.lines + 1;
    }
  } catch (error) {
    throw tableErrorOf(error, line) ?? error;
  } finally {
    source.destroy();
    parser.destroy();
    // Nobody reads on: what waited to feed it is let go.
    parser.emit('drain');
  }
}

/** A record of several lines began so many lines before it ended. */
function breaksIn(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) breaks += cell.match(/\r\n?|\n/g)?.length ?? 0;
  return breaks;
}

function tableErrorOf(error: unknown, line: number): TableError | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') return new TableError('open-quote', line);
  return code.startsWith('CSV_') ? new TableError('not-a-table', line) : undefined;
}
