import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { RpcError } from '../../shared/rpc/index.ts';
import { createPageCache } from './page-cache.ts';

export const PAGE_SIZE = 100;
/** Pages kept: 4,000 rows, whatever the length of the list. */
const MAX_PAGES = 40;
/** While the list is scrolled fast, pages that are only passed by are not asked for. */
const SETTLE_MS = 60;
/** Changes that follow one another faster than this are read together. */
const REREAD_MS = 500;

/** The answer to a window of rows, as in shared/contract/page.ts. */
export interface Window<Row> {
  rows: Row[];
  total: number;
  revision: number;
}

export interface PagedListState {
  /** Rows of the whole list, null before the first answer. */
  readonly total: number | null;
  /** Changes whenever `row` may answer otherwise. */
  readonly version: number;
  /** Pages that could not be read, by number. */
  readonly failures: ReadonlyMap<number, RpcError>;
  /** The rows shown answer an earlier query: the first page of the new one is on its way. */
  readonly outdated: boolean;
  /** The rows stand in an older order than the last answer: it is held, see `hold`. */
  readonly waiting: boolean;
  /** Since when the rows that are looked at have been under way, UTC ms; null when all are there. */
  readonly loadingSinceMs: number | null;
}

/** A list of any length of which only the pages that are looked at are read. */
export interface PagedList<Row, Query, Answer extends Window<Row>> {
  readonly state: StoreApi<PagedListState>;
  row: (index: number) => Row | undefined;
  /** The last answer, for what it says beside its rows. */
  answer(): Answer | undefined;
  /** Nothing is read while the list is not on screen. It begins so. */
  setActive(active: boolean): void;
  /** Rows `first` to `last` are looked at. Others under way are cancelled. */
  show(first: number, last: number): void;
  /** Another filter or order. The old rows stay until the first answer. */
  setQuery(query: Query): void;
  /** The data changed up to `revision`: what is looked at is read again, in place. */
  invalidate(revision: number): void;
  /** Reads again all that is looked at: after a reconnection, or for an order that ages. */
  refresh(): void;
  /**
   * While it is held, rows stay where they are, whatever order an answer brings; what is in them follows. `waiting` says that there is
   * another order, which comes when it is let go, or taken. Of use only where rows have an `identify`.
   */
  hold(isHeld: boolean): void;
  takeOrder: () => void;
  /** Asks again for the pages that could not be read. */
  retry: () => void;
  dispose(): void;
}

export interface PagedListOptions<Row, Query, Answer extends Window<Row>> {
  query: Query;
  fetch: (query: Query, window: { offset: number; limit: number }, signal: AbortSignal) => Promise<Answer>;
  clock: Clock;
  /** What a row is known by, for a list whose order changes by itself while somebody reads it. */
  identify?: ((row: Row) => string) | undefined;
}

export function createPagedList<Row, Query, Answer extends Window<Row> = Window<Row>>(
  options: PagedListOptions<Row, Query, Answer>,
): PagedList<Row, Query, Answer> {
  const { fetch, clock, identify } = options;
  const state = createStore<PagedListState>(() => ({
    total: null,
    version: 0,
    failures: new Map(),
    outdated: false,
    waiting: false,
    loadingSinceMs: clock.nowMs(),
  }));
  const cache = createPageCache<Row>(MAX_PAGES);
  const running = new Map<number, AbortController>();
  let query = options.query;
  let shown = { first: 0, last: 0 };
  let newest = 0;
  let answer: Answer | undefined;
  let stopSettling: Disposer = () => undefined;
  let stopRereading: Disposer | undefined;
  let active = false;
  let disposed = false;
  let held = false;
  /** The answers under way bring an order that was asked for, held or not. */
  let takes = false;

  const change = (part: Partial<PagedListState>) =>
    state.setState(({ version }) => ({ version: version + 1, ...part }));

  function pagesShown(): number[] {
    const { total, outdated } = state.getState();
    const end = outdated || total === null ? PAGE_SIZE : total;
    const from = Math.floor(Math.min(shown.first, Math.max(0, end - 1)) / PAGE_SIZE);
    const to = Math.floor(Math.min(shown.last, Math.max(0, end - 1)) / PAGE_SIZE);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  }

  function load(): void {
    if (disposed || !active) return;
    const wanted = pagesShown();
    for (const [page, controller] of running) {
      if (wanted.includes(page)) continue;
      controller.abort();
      running.delete(page);
    }
    const { outdated, failures } = state.getState();
    let reread = false;
    for (const page of wanted) {
      cache.touch(page);
      if (running.has(page) || failures.has(page)) continue;
      const entry = cache.get(page);
      if (outdated || entry === undefined) void read(page);
      else if (entry.stale && stopRereading === undefined) {
        reread = true;
        void read(page);
      }
    }
    if (reread) pauseRereading();
    noteLoading();
  }

  /** At most one reading again in `REREAD_MS`: the first sync changes the data many times a second. */
  function pauseRereading(): void {
    stopRereading = clock.after(REREAD_MS, () => {
      stopRereading = undefined;
      load();
    });
  }

  async function read(page: number): Promise<void> {
    const controller = new AbortController();
    running.set(page, controller);
    try {
      const window = { offset: page * PAGE_SIZE, limit: PAGE_SIZE };
      const result = await fetch(query, window, controller.signal);
      if (running.get(page) !== controller) return;
      running.delete(page);
      accept(page, result);
    } catch (error) {
      if (running.get(page) !== controller) return;
      running.delete(page);
      const failures = new Map(state.getState().failures);
      failures.set(page, error instanceof RpcError ? error : new RpcError('internal', String(error)));
      change({ failures });
    }
    load();
  }

  function accept(page: number, result: Answer): void {
    const { outdated, failures } = state.getState();
    if (outdated) cache.clear();
    const others = new Map(failures);
    others.delete(page);
    newest = Math.max(newest, result.revision);
    const { waiting, total } = state.getState();
    const shownRows = held && !takes && !outdated ? cache.get(page)?.rows : undefined;
    const rows = shownRows === undefined || identify === undefined ? null : inPlace(shownRows, result.rows, identify);
    // One page that stands as it did says nothing of the others.
    const keepsOrder = rows !== null || (waiting && held && !takes && cache.size() > 1);
    cache.set(page, { rows: rows ?? result.rows, revision: result.revision, stale: result.revision < newest });
    const length = keepsOrder ? (total ?? result.total) : result.total;
    cache.cutAfter(length, PAGE_SIZE);
    answer = result;
    change({ total: length, outdated: false, waiting: keepsOrder, failures: others });
    if (running.size === 0) takes = false;
  }

  function takeOrder(): void {
    if (!state.getState().waiting) return;
    cache.markAllStale();
    takes = true;
    change({ waiting: false });
    stopRereading?.();
    stopRereading = undefined;
    load();
  }

  function noteLoading(): void {
    const { loadingSinceMs, outdated } = state.getState();
    const missing = outdated || pagesShown().some((page) => running.has(page) && cache.get(page) === undefined);
    if (missing && loadingSinceMs === null) state.setState({ loadingSinceMs: clock.nowMs() });
    if (!missing && loadingSinceMs !== null) state.setState({ loadingSinceMs: null });
  }

  function abortAll(): void {
    for (const controller of running.values()) controller.abort();
    running.clear();
  }

  /** A restarted data host may count its revisions anew. */
  function refresh(): void {
    newest = 0;
    cache.markAllStale();
    state.setState({ failures: new Map() });
    load();
  }

  return {
    state,
    row: (index) => cache.get(Math.floor(index / PAGE_SIZE))?.rows[index % PAGE_SIZE],
    answer: () => answer,
    setActive(next) {
      active = next;
      if (active) load();
      else abortAll();
    },
    show(first, last) {
      if (first === shown.first && last === shown.last) return;
      shown = { first, last };
      stopSettling();
      stopSettling = clock.after(SETTLE_MS, load);
    },
    setQuery(next) {
      query = next;
      shown = { first: 0, last: shown.last - shown.first };
      abortAll();
      change({ outdated: state.getState().total !== null, waiting: false, failures: new Map() });
      load();
    },
    invalidate(revision) {
      if (revision <= newest) return;
      newest = revision;
      cache.markAllStale();
      state.setState({ failures: new Map() });
      load();
    },
    refresh,
    hold(isHeld) {
      held = isHeld && identify !== undefined;
      if (!held) takeOrder();
    },
    takeOrder,
    retry: refresh,
    dispose() {
      disposed = true;
      stopSettling();
      stopRereading?.();
      abortAll();
    },
  };
}

/**
 * Rows where they stood before, as they are now.
 * @returns null where they stand in the same order anyway
 */
function inPlace<Row>(before: readonly Row[], now: readonly Row[], identify: (row: Row) => string): Row[] | null {
  const isSame =
    before.length === now.length &&
    before.every((row, index) => {
      const other = now[index];
      return other !== undefined && identify(other) === identify(row);
    });
  if (isSame) return null;
  const known = new Map(now.map((row) => [identify(row), row]));
  return before.map((row) => known.get(identify(row)) ?? row);
}
