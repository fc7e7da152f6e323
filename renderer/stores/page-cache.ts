/** One page of a list as it was read: its rows, or why they could not be read. */
export interface CachedPage<Row> {
  readonly rows: readonly Row[];
  readonly revision: number;
  /** Something changed since: still shown, read again when it is looked at. */
  readonly stale: boolean;
}

/** Pages by their number, the least recently looked at dropped first, so that memory is bounded. */
export interface PageCache<Row> {
  get(page: number): CachedPage<Row> | undefined;
  set(page: number, entry: CachedPage<Row>): void;
  /** Says that a page is being looked at. */
  touch(page: number): void;
  markAllStale(): void;
  /** Drops the pages that begin at or after `total` rows. */
  cutAfter(total: number, pageSize: number): void;
  clear(): void;
  size(): number;
}

export function createPageCache<Row>(maxPages: number): PageCache<Row> {
  const pages = new Map<number, CachedPage<Row>>();
  return {
    get: (page) => pages.get(page),
    set(page, entry) {
      pages.delete(page);
      pages.set(page, entry);
      for (const oldest of pages.keys()) {
        if (pages.size <= maxPages) break;
        pages.delete(oldest);
      }
    },
    touch(page) {
      const entry = pages.get(page);
      if (entry === undefined) return;
      pages.delete(page);
      pages.set(page, entry);
    },
    markAllStale() {
      for (const [page, entry] of pages) pages.set(page, { ...entry, stale: true });
    },
    cutAfter(total, pageSize) {
      for (const page of [...pages.keys()]) if (page > 0 && page * pageSize >= total) pages.delete(page);
    },
    clear: () => pages.clear(),
    size: () => pages.size,
  };
}
