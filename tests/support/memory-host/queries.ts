/** Filters, sorts and cuts rows as the data host's SQL would, over arrays. */
export interface Asked<Row> {
  filter: { text?: string | undefined };
  sort: { by: string; direction: 'ascending' | 'descending' };
  offset: number;
  limit: number;
  /** What besides the text a row must pass. */
  accept?: (row: Row) => boolean;
  /** The words of a row. */
  words: (row: Row) => readonly (string | null)[];
}

export function pageOf<Row extends object>(rows: readonly Row[], asked: Asked<Row>): { rows: Row[]; total: number } {
  const wanted = plain(asked.filter.text ?? '')
    .split(/[\s-]+/)
    .filter((word) => word !== '');
  const found = rows.filter((row) => {
    if (asked.accept?.(row) === false) return false;
    if (wanted.length === 0) return true;
    const words = plain(asked.words(row).join(' ')).split(/[\s-]+/);
    return wanted.every((word) => words.some((candidate) => candidate.startsWith(word)));
  });
  const { by, direction } = asked.sort;
  const sign = direction === 'ascending' ? 1 : -1;
  const sorted = found.toSorted((one, other) => sign * compare(valueOf(one, by), valueOf(other, by)));
  return { rows: sorted.slice(asked.offset, asked.offset + asked.limit), total: sorted.length };
}

function valueOf(row: object, key: string): unknown {
  return (row as Record<string, unknown>)[key] ?? null;
}

function compare(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const left = typeof one === 'string' ? one : '';
  const right = typeof other === 'string' ? other : '';
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();
}
