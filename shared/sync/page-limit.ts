/**
 * How many changes a pull asks for: few at first, so that something shows at once, then as many as flow well. A larger page is not faster,
 * and its text, read in one piece, would hold up the windows.
 */
export const PAGE_LIMITS = { first: 500, smallest: 50, largest: 2_500 } as const;

/** A page that took longer than this is too large for the line or the machine. */
const SLOW_MS = 3_000;
/** A page that took less could be larger: each one has a fixed cost. */
const FAST_MS = 800;

/**
 * The limit of the next pull, after a page of `limit` changes took `elapsedMs` from the request to the commit. A page is
 * thereby bounded in bytes on slow lines, where a large one would run into the time limit again and again.
 */
export function nextPageLimit(limit: number, elapsedMs: number): number {
  if (elapsedMs > SLOW_MS) return smallerPageLimit(limit);
  return elapsedMs < FAST_MS ? Math.min(PAGE_LIMITS.largest, limit * 2) : limit;
}

/** After a page that did not arrive in time. */
export function smallerPageLimit(limit: number): number {
  return Math.max(PAGE_LIMITS.smallest, Math.floor(limit / 2));
}
