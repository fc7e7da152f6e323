import type { Reader, SqlValue } from './handles.ts';

/** As many filters as a few windows show at a time. */
const MAX_ENTRIES = 64;

/** Remembers what was read until the next commit. A reader's connection makes no changes itself. */
export function createRemembered<T>(reader: Pick<Reader, 'dataVersion'>): (key: string, read: () => T) => T {
  const entries = new Map<string, T>();
  let version = -1;
  return (key, read) => {
    const current = reader.dataVersion();
    if (current !== version || entries.size >= MAX_ENTRIES) entries.clear();
    version = current;
    const known = entries.get(key);
    if (known !== undefined || entries.has(key)) return known as T;
    const value = read();
    entries.set(key, value);
    return value;
  };
}

/** Counts, which scrolling asks for with each page, and which change only with the rows. */
export function createTotals(reader: Reader): (sql: string, params: readonly SqlValue[]) => number {
  const remembered = createRemembered<number>(reader);
  return (sql, params) =>
    remembered(JSON.stringify([sql, params]), () => reader.selectValue<number>(sql).get(...params) ?? 0);
}
