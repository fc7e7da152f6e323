import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { range } from '../../../support/vigie-server/rows.ts';

/** Writes nonsense over the pages of a file, from a page on. */
export function scribble(file: string, page: number, pages = 1): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(4096 * pages, 0xa5), 0, 4096 * pages, page * 4096);
  closeSync(descriptor);
}

/** The pages of a table that hold rows, in their order, counted from 0. */
export function leafPages(file: string, table: string): number[] {
  const database = new Database(file, { readonly: true });
  const root =
    database.prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table) ?? 0;
  database.close();
  const bytes = readFileSync(file);
  const walk = (page: number): number[] => {
    const at = (page - 1) * 4096;
    if (bytes[at] !== 5) return [page - 1];
    const cells = bytes.readUInt16BE(at + 3);
    const children = range(cells).map((n) => bytes.readUInt32BE(at + bytes.readUInt16BE(at + 12 + n * 2)));
    return [...children, bytes.readUInt32BE(at + 8)].flatMap(walk);
  };
  return walk(root);
}
