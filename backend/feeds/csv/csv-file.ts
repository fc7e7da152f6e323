import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { unreadable } from '../unreadable.ts';

/** A file of positions whose first line was understood. */
export interface CsvFile {
  file: string;
  /** Its name without the folders, for people. */
  name: string;
  isCompressed: boolean;
  delimiter: string;
  /** Where each column is, from 0. */
  columns: { time: number; vehicle: number; latitude: number; longitude: number; occupied: number | undefined };
}

const HEADER_BYTES = 65_536;
/** What programs write between columns; with ";" numbers may have a decimal comma. */
const DELIMITERS = [',', ';', '\t'];

/** Looks at the first line of a file. Throws an Error of one sentence, with the remedy, when it cannot be a feed. */
export async function inspectCsv(file: string): Promise<CsvFile> {
  const name = path.basename(file);
  const isCompressed = await beginsLikeGzip(file);
  const header = await firstLine(file, isCompressed);
  if (header.trim() === '') throw new Error(`${name} is empty: give a file with a line of column names, then rows.`);
  for (const delimiter of DELIMITERS) {
    const columns = findColumns(header, delimiter);
    if (columns !== undefined) return { file, name, isCompressed, delimiter, columns };
  }
  const shown = header
    .replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, ' ')
    .trim()
    .slice(0, 80);
  throw new Error(
    `${name} begins with "${shown}": its first line must name the columns unix_time, vehicle, lat and lon.`,
  );
}

/** The bytes of the file, decompressed. Errors come as the stream's. */
export function readCsv({ file, isCompressed }: Pick<CsvFile, 'file' | 'isCompressed'>): Readable {
  const bytes = createReadStream(file);
  // The reader of the result hears of errors, since pipeline destroys it with them.
  return isCompressed ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
}

/** By content: some programs decompress what they download and keep the name. */
async function beginsLikeGzip(file: string): Promise<boolean> {
  try {
    const handle = await open(file);
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function firstLine(file: string, isCompressed: boolean): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of readCsv({ file, isCompressed }) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (chunk.includes(10) || length >= HEADER_BYTES) break;
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  const text = Buffer.concat(chunks)
    .subarray(0, HEADER_BYTES)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  return text.split(/\r?\n/, 1)[0] ?? '';
}

function findColumns(header: string, delimiter: string): CsvFile['columns'] | undefined {
  const names = splitHeader(header, delimiter).map((name) => name.trim().toLowerCase());
  const [time, vehicle, latitude, longitude] = ['unix_time', 'vehicle', 'lat', 'lon'].map((name) =>
    names.indexOf(name),
  );
  const occupied = names.indexOf('occupied');
  if (time === undefined || vehicle === undefined || latitude === undefined || longitude === undefined)
    return undefined;
  if (Math.min(time, vehicle, latitude, longitude) < 0) return undefined;
  return { time, vehicle, latitude, longitude, occupied: occupied === -1 ? undefined : occupied };
}

function splitHeader(header: string, delimiter: string): string[] {
  try {
    return parse(header, { delimiter, relax_quotes: true }).flat();
  } catch {
    // Not a line of column names: whoever asked says so.
    return [];
  }
}
