import type { CopiedCell } from './cell-text.ts';

/** A table as the clipboard holds it. */
export interface ClipboardTable {
  /** Tab-separated values, for every spreadsheet and for plain text. */
  readonly text: string;
  /** The same as an HTML table, which tells numbers from texts. */
  readonly html: string;
}

/** What makes a spreadsheet take a text for a formula (OWASP, "CSV Injection"). */
const FORMULA = /^[\s]*[=+\-@\t\r]/;

export function toClipboard(headers: readonly string[], rows: readonly (readonly CopiedCell[])[]): ClipboardTable {
  const head = headers.map((text): CopiedCell => ({ kind: 'text', text }));
  const all = headers.length === 0 ? rows : [head, ...rows];
  return {
    text: all.map((row) => row.map(tabCell).join('\t')).join('\r\n'),
    html: `<table>${all
      .map((row, index) => `<tr>${row.map((cell) => htmlCell(cell, index === 0 && headers.length > 0)).join('')}</tr>`)
      .join('')}</table>`,
  };
}

/** A text that would be a formula is made a text for good. */
export function neutral({ kind, text }: CopiedCell): string {
  return kind === 'text' && FORMULA.test(text) ? `'${text}` : text;
}

function tabCell(cell: CopiedCell): string {
  const text = neutral(cell);
  return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `mso-number-format:'\@'` is Excel's "text": a reference keeps its zeros, and nothing is reckoned. */
function htmlCell(cell: CopiedCell, isHead: boolean): string {
  const tag = isHead ? 'th' : 'td';
  const style = cell.kind === 'text' ? ` style="mso-number-format:'\\@'"` : '';
  return `<${tag}${style}>${escapeHtml(neutral(cell))}</${tag}>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/\r?\n/g, '<br>');
}

/** Cells of a pasted text, as spreadsheets give it: tabs and lines, quotes round what holds either. A last empty line is none. */
export function fromClipboard(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let place = 0;
  while (place <= text.length) {
    const { cell, next } = readCell(text, place);
    row.push(cell.replace(/^'(?=[\s]*[=+\-@])/, ''));
    const separator = text[next];
    place = next + (separator === '\r' && text[next + 1] === '\n' ? 2 : 1);
    if (separator === '\t') continue;
    rows.push(row);
    row = [];
    if (separator === undefined || place >= text.length) break;
  }
  return rows;
}

function readCell(text: string, start: number): { cell: string; next: number } {
  if (text[start] !== '"') {
    let next = start;
    while (next < text.length && !'\t\r\n'.includes(text[next] ?? '')) next += 1;
    return { cell: text.slice(start, next), next };
  }
  let cell = '';
  for (let place = start + 1; place < text.length; place += 1) {
    if (text[place] !== '"') cell += text[place];
    else if (text[place + 1] === '"') {
      cell += '"';
      place += 1;
    } else if (place + 1 === text.length || '\t\r\n'.includes(text[place + 1] ?? '')) return { cell, next: place + 1 };
    else break;
  }
  // A quote that is not closed, or is followed by more: it was a quote and nothing else.
  let next = start;
  while (next < text.length && !'\t\r\n'.includes(text[next] ?? '')) next += 1;
  return { cell: text.slice(start, next), next };
}
