import { applyPage as storePage } from '../../../electron/data/sync/apply-page.ts';
import type { Change } from '../../../shared/api/index.ts';
import type { ApplyPage } from './chaos-client.ts';

/** Rows of pages whose cursor is stored already, by the store that they are for. They die with the process. */
const pending = new WeakMap<object, Change[]>();

/**
 * Broken on purpose: the cursor is stored in the transaction before that of its rows. A desktop that ends in between has skipped a page, and
 * nothing tells it so. Has the true one's name, so that it can stand in its place in a real process.
 */
export const applyPage: ApplyPage = async (cache, page, origin) => {
  const rows = pending.get(cache) ?? [];
  const isLast = !page.hasMore;
  pending.set(cache, isLast ? [] : page.changes);
  await storePage(cache, { ...page, changes: isLast ? [...rows, ...page.changes] : rows }, origin);
};
