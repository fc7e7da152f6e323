import { createStore, type StoreApi } from 'zustand/vanilla';
import { MAX_WINDOW_ROWS } from '../../shared/contract/index.ts';

/** As many rows as can be marked at a time: each is held, and changed by itself. */
export const MAX_MARKED = 1_000;

export interface MarksState<Row> {
  /** By id, as they were when they were marked. */
  readonly rows: ReadonlyMap<string, Row>;
  /** Why not all that was asked for is marked. */
  readonly fault: 'too-many' | 'unread' | null;
}

/** Rows that a person has marked to do something with all of them. They stay marked while the list is filtered otherwise. */
export interface Marks<Row> {
  readonly state: StoreApi<MarksState<Row>>;
  /** As many as can be marked at a time. */
  readonly most: number;
  /** Marks a row or takes its mark off; ranges begin at it from now on. */
  readonly toggle: (index: number, row: Row) => void;
  /** Ranges begin here from now on. */
  readonly beginRange: (index: number) => void;
  /** Marks all rows from where the range began to this one, those that are not loaded too. */
  readonly extendTo: (index: number) => void;
  readonly markAll: (total: number) => void;
  /** The same rows as they are now. */
  readonly replace: (rows: readonly Row[]) => void;
  readonly clear: () => void;
}

interface MarksOptions<Row> {
  rowId: (row: Row) => string;
  /** Rows of the list in its present order. */
  read: (window: { offset: number; limit: number }, signal: AbortSignal) => Promise<{ rows: readonly Row[] }>;
}

export function createMarks<Row>({ rowId, read }: MarksOptions<Row>): Marks<Row> {
  const state = createStore<MarksState<Row>>(() => ({ rows: new Map(), fault: null }));
  let anchor: number | null = null;
  /** What was marked before the range that grows and shrinks at present. */
  let beforeRange: ReadonlyMap<string, Row> = new Map();
  let reading: AbortController | undefined;

  function endRange(): void {
    reading?.abort();
    reading = undefined;
    beforeRange = state.getState().rows;
  }

  function beginRange(index: number): void {
    anchor = index;
    endRange();
  }

  /** The last range that was asked for wins. */
  async function markRange(first: number, count: number): Promise<void> {
    reading?.abort();
    const controller = new AbortController();
    reading = controller;
    const room = Math.max(0, MAX_MARKED - beforeRange.size);
    try {
      const found = await readRange(first, Math.min(count, room), controller.signal);
      if (controller.signal.aborted) return;
      const rows = new Map(beforeRange);
      for (const row of found) rows.set(rowId(row), row);
      state.setState({ rows, fault: count > room ? 'too-many' : null });
    } catch {
      // Whatever the reason, the list says it by itself; here it counts that nothing was marked.
      if (!controller.signal.aborted) state.setState({ fault: 'unread' });
    }
  }

  async function readRange(first: number, count: number, signal: AbortSignal): Promise<Row[]> {
    const rows: Row[] = [];
    while (rows.length < count) {
      const limit = Math.min(MAX_WINDOW_ROWS, count - rows.length);
      const page = await read({ offset: first + rows.length, limit }, signal);
      rows.push(...page.rows);
      if (page.rows.length < limit) break;
    }
    return rows;
  }

  return {
    state,
    most: MAX_MARKED,
    toggle(index, row) {
      const rows = new Map(state.getState().rows);
      const isMarked = rows.delete(rowId(row));
      const hasRoom = rows.size < MAX_MARKED;
      if (!isMarked && hasRoom) rows.set(rowId(row), row);
      state.setState({ rows, fault: isMarked || hasRoom ? null : 'too-many' });
      beginRange(index);
    },
    beginRange,
    extendTo(index) {
      if (anchor === null) beginRange(index);
      const from = anchor ?? index;
      void markRange(Math.min(from, index), Math.abs(index - from) + 1);
    },
    markAll(total) {
      beginRange(0);
      void markRange(0, total);
    },
    replace(rows) {
      state.setState({ rows: new Map(rows.map((row) => [rowId(row), row])), fault: null });
      endRange();
    },
    clear() {
      anchor = null;
      state.setState({ rows: new Map(), fault: null });
      endRange();
    },
  };
}
