import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { ImportError } from './import-error.ts';

/** Unpacked bytes of one table: the shapes of a whole country have some 300 MB. */
const MOST_TABLE_BYTES = 2_000_000_000;

/** A row of a table: the values of the columns that were asked for, '' where a row has none, and its line from 1. */
export type RowReader<Column extends string> = (row: Readonly<Record<Column, string>>, line: number) => void;

/** The tables of a zip, read one after another without ever being unpacked as a whole. */
export interface ZipTables {
  has(name: string): boolean;
  /**
   * @param required columns without which the table is of no use
   * @throws ImportError
   */
  read<Column extends string>(
    name: string,
    columns: { required: readonly Column[]; optional: readonly Column[] },
    onRow: RowReader<Column>,
  ): Promise<void>;
  close(): void;
}

/** @throws ImportError where it is no zip */
export async function openZipTables(file: string, fileName: string): Promise<ZipTables> {
  const fail = (error: unknown): never => {
    throw new ImportError({ code: 'bad-zip', file: fileName, detail: `it is not a whole zip: ${String(error)}` });
  };
  const zip = await openPromise(file, { autoClose: false, strictFileNames: false }).catch(fail);
  const entries = new Map<string, Entry>();
  try {
    // Some programs put all tables into a folder.
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.split('/').at(-1) ?? '', entry);
  } catch (error) {
    zip.close();
    fail(error);
  }
  return {
    has: (name) => entries.has(name),
    async read(name, columns, onRow) {
      const entry = entries.get(name);
      if (entry === undefined)
        throw new ImportError({ code: 'missing-part', file: name, detail: 'the zip has no such table' });
      if (entry.uncompressedSize > MOST_TABLE_BYTES) {
        const detail = `it has ${Math.ceil(entry.uncompressedSize / 1e6)} MB; a table may have ${MOST_TABLE_BYTES / 1e6} MB`;
        throw new ImportError({ code: 'too-large', file: name, detail });
      }
      await readTable(await openEntry(zip, entry, name), name, columns, onRow);
    },
    close: () => zip.close(),
  };
}

async function openEntry(zip: ZipFile, entry: Entry, name: string): Promise<Readable> {
  try {
    return await zip.openReadStreamPromise(entry);
  } catch (error) {
    throw new ImportError({ code: 'bad-zip', file: name, detail: `it cannot be unpacked: ${String(error)}` });
  }
}

async function readTable<Column extends string>(
  bytes: Readable,
  name: string,
  columns: { required: readonly Column[]; optional: readonly Column[] },
  onRow: RowReader<Column>,
): Promise<void> {
  let places: [Column, number][] | undefined;
  let line = 1;
  const parser = parse({
    ...{ bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, trim: true },
    // Rows are used where they are read: none is kept.
    on_record(cells: string[], context) {
      line = context.lines;
      if (places === undefined) places = findColumns(cells, name, columns);
      else onRow(rowOf(places, cells), line);
      return null;
    },
  });
  try {
    await pipeline(bytes, parser, async (rows: AsyncIterable<unknown>) => {
      // There are none: this waits for the end.
      for await (const row of rows) throw new TypeError(`an unexpected row: ${String(row)}`);
    });
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError({ code: 'bad-row', file: name, line, detail: `it cannot be read: ${String(error)}` });
  }
  if (places === undefined) throw new ImportError({ code: 'missing-part', file: name, detail: 'it is empty' });
}

function findColumns<Column extends string>(
  header: readonly string[],
  file: string,
  { required, optional }: { required: readonly Column[]; optional: readonly Column[] },
): [Column, number][] {
  const missing = required.find((column) => !header.includes(column));
  if (missing !== undefined) {
    throw new ImportError({ code: 'missing-part', file, line: 1, field: missing, detail: 'it has no such column' });
  }
  return [...required, ...optional].map((column) => [column, header.indexOf(column)]);
}

function rowOf<Column extends string>(
  places: readonly (readonly [Column, number])[],
  cells: readonly string[],
): Record<Column, string> {
  return Object.fromEntries(places.map(([column, at]) => [column, cells[at] ?? ''])) as Record<Column, string>;
}
