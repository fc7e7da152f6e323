import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PullPage } from '../../../shared/api/index.ts';
import { KEPT_CLOSED_DAYS } from '../../../shared/domain/index.ts';
import type { CacheWrites } from '../store/cache.ts';

/** Rows are applied for so long before others get their turn, ms. */
const SLICE_MS = 6;
/** Between looks at the clock. */
const SLICE_ROWS = 20;
const DAY_MS = 86_400_000;

/**
 * Applies a page and its cursor in one transaction. The event loop gets its turn every few milliseconds; readers see nothing of
 * the page until the commit, and after a crash there is all of it or nothing.
 * @throws CursorMovedError where the page does not go on from where the cache is
 */
export async function applyPage(
  cache: CacheWrites,
  page: PullPage,
  origin: { from: string | null; serverIdentity: string; atMs: number },
): Promise<void> {
  let beganAtMs = performance.now();
  for (const [index, change] of page.changes.entries()) {
    if (index % SLICE_ROWS === 0 && performance.now() - beganAtMs > SLICE_MS) {
      await nextTurn();
      beganAtMs = performance.now();
    }
    cache.apply(change);
  }
  // By the server's clock, and a day after it has put them away itself: who was away for long has missed being told.
  cache.forgetAlarms(Date.parse(page.serverTime) - (KEPT_CLOSED_DAYS + 1) * DAY_MS);
  cache.advance({ ...origin, epoch: page.epoch, cursor: page.cursor, isLast: !page.hasMore });
}
