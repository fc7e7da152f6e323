import { type ClipboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_WINDOW_ROWS, type MissionColumnKey, type MissionRow } from '../../../shared/contract/index.ts';
import { useFormat } from '../../i18n/index.ts';
import type { MissionList } from '../billing-lists.ts';
import { copiedCell } from './cell-text.ts';
import { type ClipboardTable, toClipboard } from './clipboard-table.ts';
import { useMissionColumns } from './columns.tsx';

/** More rows than a spreadsheet is pasted by hand; an export has no limit. */
export const MOST_COPIED = 10_000;

export type Copied = { what: 'rows'; count: number } | { what: 'too-many' } | { what: 'failed' };

/** Copies missions as a table for spreadsheets: the marked ones, all that match, or the one that the keyboard is on. */
export function useCopy(model: MissionList, isEverything: boolean) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const known = useMissionColumns();
  const [copied, setCopied] = useState<Copied | null>(null);

  function tableOf(rows: readonly MissionRow[], columns: readonly MissionColumnKey[]): ClipboardTable {
    // One cell is its text and nothing else.
    const isCell = rows.length === 1 && columns.length === 1;
    const statusText = (row: MissionRow) => t(`mission.status.${row.status}`);
    return toClipboard(
      isCell ? [] : columns.map((key) => known[key].header),
      rows.map((row) => columns.map((key) => copiedCell(row, key, language, statusText))),
    );
  }

  async function readAll(total: number): Promise<MissionRow[]> {
    const rows: MissionRow[] = [];
    while (rows.length < total) {
      const page = await model.read({ offset: rows.length, limit: MAX_WINDOW_ROWS }, new AbortController().signal);
      rows.push(...page.rows);
      if (page.rows.length < MAX_WINDOW_ROWS) break;
    }
    return rows;
  }

  function copy(event: ClipboardEvent, { row, columns }: { row: number; columns: readonly MissionColumnKey[] }): void {
    event.preventDefault();
    if (isEverything) return void copyAll(columns);
    const marked = [...model.marks.state.getState().rows.values()];
    const current = model.list.row(row);
    const rows = marked.length > 0 ? marked : current === undefined ? [] : [current];
    if (rows.length === 0) return;
    put(event.clipboardData, tableOf(rows, columns));
    setCopied({ what: 'rows', count: rows.length });
  }

  async function copyAll(columns: readonly MissionColumnKey[]): Promise<void> {
    const total = model.list.state.getState().total ?? 0;
    if (total > MOST_COPIED) return setCopied({ what: 'too-many' });
    try {
      const rows = await readAll(total);
      const isDone = copyNow(tableOf(rows, columns));
      setCopied(isDone ? { what: 'rows', count: rows.length } : { what: 'failed' });
    } catch {
      setCopied({ what: 'failed' });
    }
  }

  return { copy, copied, putAway: () => setCopied(null) };
}

function put(data: DataTransfer, { text, html }: ClipboardTable): void {
  data.setData('text/plain', text);
  data.setData('text/html', html);
}

/** By the page's own copying, which needs no permission: what it would copy is put in place of the selection. */
function copyNow(table: ClipboardTable): boolean {
  const take = (event: globalThis.ClipboardEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.clipboardData !== null) put(event.clipboardData, table);
  };
  document.addEventListener('copy', take, { capture: true, once: true });
  try {
    // Deprecated, and all that serves here: the asynchronous clipboard asks for a permission that the desktop grants no page.
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', take, { capture: true });
  }
}
