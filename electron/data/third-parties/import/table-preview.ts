import { TABLE_SEPARATORS, type TableForm, type TablePreview } from '../../../../shared/contract/index.ts';
import { guessMapping } from '../../../../shared/domain/index.ts';
import { detectEncoding } from './table-encoding.ts';
import { TableError, tableRows } from './table-rows.ts';

const PREVIEWED = 20;
const LONGEST_SHOWN = 200;
const MOST_COLUMNS = 200;

/**
 * The first rows of a table, read as a person says or as it looks.
 * @throws TableError
 */
export async function previewTable(file: string, asked: TableForm | null): Promise<TablePreview> {
  const form = asked ?? (await guessForm(file));
  const rows = await firstRows(file, form, PREVIEWED + 1);
  const columns = Math.min(MOST_COLUMNS, Math.max(0, ...rows.map((cells) => cells.length)));
  if (columns === 0) throw new TableError('empty');
  const [first = []] = rows;
  const header = form.hasHeader ? first : [];
  const headers = Array.from({ length: columns }, (_, index) => header[index]?.trim() || String(index + 1));
  const shown = (form.hasHeader ? rows.slice(1) : rows).slice(0, PREVIEWED);
  return {
    form,
    headers,
    mapping: form.hasHeader ? guessMapping(headers) : headers.map(() => null),
    rows: shown.map((cells) => cells.slice(0, columns).map((cell) => cell.slice(0, LONGEST_SHOWN))),
  };
}

async function guessForm(file: string): Promise<TableForm> {
  const encoding = await detectEncoding(file);
  let fault: TableError | undefined;
  const forms = await Promise.all(
    TABLE_SEPARATORS.map(async (separator) => {
      const form: TableForm = { encoding, separator, hasHeader: true };
      // With a wrong separator quotes may seem open: then it is not this one.
      const rows = await firstRows(file, form, PREVIEWED).catch((error: unknown) => {
        if (!(error instanceof TableError)) throw error;
        fault ??= error;
        return [];
      });
      return { form, rows, score: scoreOf(rows) };
    }),
  );
  const [best] = forms.toSorted((one, other) => other.score - one.score);
  if (best === undefined) throw new TableError('empty');
  if (best.rows.length === 0 && fault !== undefined) throw fault;
  const [first = [], ...others] = best.rows;
  const isHeader = guessMapping(first).some((field) => field !== null) || others.length === 0 || looksLikeNames(first);
  return { ...best.form, hasHeader: isHeader };
}

/** The right separator makes many columns, and as many in each row. */
function scoreOf(rows: readonly string[][]): number {
  const [first] = rows;
  if (first === undefined || first.length < 2) return 0;
  const alike = rows.filter((cells) => cells.length === first.length).length;
  const known = guessMapping(first).filter((field) => field !== null).length;
  return first.length * (alike / rows.length) ** 2 + known * 5;
}

/** Headers are words; cells have digits and signs. */
function looksLikeNames(cells: readonly string[]): boolean {
  return cells.every(
    (cell) => /^[\p{L}\p{M}][\p{L}\p{M}\p{N} _./'’()°-]{0,40}$/u.test(cell.trim()) && !/\d{3}/.test(cell),
  );
}

async function firstRows(file: string, form: TableForm, count: number): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const { cells } of tableRows(file, form)) {
    rows.push(cells.map(withoutMark));
    if (rows.length >= count) break;
  }
  return rows;
}

function withoutMark(cell: string): string {
  return cell.startsWith('\u{feff}') ? cell.slice(1) : cell;
}
